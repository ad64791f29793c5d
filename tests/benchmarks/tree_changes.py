"""One writer who does anything to a tree, at random."""

from uuid import uuid4

from discovery.workspaces.models import Membership
from opportunities import operations as ops
from opportunities.branches import read_branches
from opportunities.models import Assumption, Opportunity, Outcome, Solution
from opportunities.operations.assumptions import add_assumption
from opportunities.queries.bin import list_deleted

# So many opportunities stand on the tree while nobody says what is to be done.
FEW, MANY = 80, 250
GROWING = {"add", "branch", "split", "bring_back"}
SHRINKING = {"merge", "delete", "delete_branch"}
LINES = "a\n\tb\n\t\tSolution: c\n\t\t\td\n\te\nf"
KINDS = {"opportunity": Opportunity, "solution": Solution, "assumption": Assumption}


class Shaper:
    """Changes one tree as one member; counts what was refused and what failed."""

    # What is done how often, of a hundred.
    WEIGHTS = {
        "add": 12, "solve": 6, "assume": 5, "branch": 2, "reword": 8,
        "move": 24, "move_other": 6, "move_several": 6, "park": 4, "comeback": 4,
        "aim": 3, "merge": 3, "split": 3, "delete": 4, "delete_branch": 2,
        "bring_back": 1, "undo": 6, "redo": 3,
    }  # fmt: skip

    def __init__(self, outcome, by, chance):
        self.outcome = Outcome.objects.get(pk=outcome)
        self.by = Membership.objects.get(pk=by)
        self.chance = chance
        self.refused = self.errors = 0
        self.kinds, self.weights = list(self.WEIGHTS), list(self.WEIGHTS.values())

    def change(self, kind=None):
        """Make one change, of any kind if none is named; False if it was refused."""
        kind = kind or self._choose()
        try:
            return bool(getattr(self, f"_{kind}")())
        except ops.TreeRefusal:
            self.refused += 1
        except Exception as error:  # noqa: BLE001 (counted and told)
            self.errors += 1
            print("failed:", kind, repr(error)[:300], flush=True)
        return False

    def _choose(self):
        kind = self.chance.choices(self.kinds, self.weights)[0]
        if kind in GROWING and self._count() > MANY:
            return "delete_branch"
        if kind in SHRINKING and self._count() < FEW:
            return "branch"
        return kind

    def _who(self):
        return {"by": self.by, "client_id": uuid4()}

    def _rows(self, on="opportunity"):
        return KINDS[on].objects.filter(outcome=self.outcome, deleted_at=None)

    def _count(self):
        return self._rows().count()

    def _pick(self, on="opportunity"):
        """Any row; with few exceptions one that is there."""
        rows = self._rows(on).select_related("outcome")
        at = self.chance.randrange(max(rows.count(), 1))
        # Another writer may have deleted the last one meanwhile.
        return rows.order_by("pk")[at : at + 1].first()

    def _key(self):
        node = self._pick()
        return node.pk if node and self.chance.random() < 0.85 else None

    def _after(self):
        return self.chance.choice([None, ops.LAST, self._key()])

    def _add(self):
        place = {"parent": self._key(), "after": self._after()}
        return ops.add_opportunity(self.outcome, text="I can't", **place, **self._who())

    def _solve(self):
        node = self._pick()
        return node and ops.add_solution(node, text="A board", **self._who())

    def _assume(self):
        solution = self._pick("solution")
        words = {"text": "They look", "kind": "usability"}
        return solution and add_assumption(solution, **words, **self._who())

    def _branch(self):
        nodes = read_branches(LINES, "outcome")
        place = {"parent": self._key(), "after": self._after()}
        return ops.add_branch(self.outcome, nodes=nodes, **place, **self._who())

    def _reword(self):
        node = self._pick()
        words = {"text": str(uuid4()), "seen": {"text": node.text}} if node else {}
        return node and ops.reword_opportunity(node, **words, **self._who())

    def _move(self):
        node = self._pick()
        place = {"parent": self._key(), "after": self._after()}
        return node and ops.move_opportunity(node, **place, **self._who())

    def _move_other(self):
        on, under = self.chance.choice(
            [("solution", "opportunity"), ("assumption", "solution")]
        )
        node, parent = self._pick(on), self._pick(under)
        if not node or not parent:
            return None
        place = {"parent": f"{under}:{parent.pk}", "after": self._after()}
        return ops.move_nodes(self.outcome, [f"{on}:{node.pk}"], **place, **self._who())

    def _names(self):
        nodes = [self._pick() for _ in range(self.chance.randint(1, 4))]
        return list(dict.fromkeys(f"opportunity:{node.pk}" for node in nodes if node))

    def _move_several(self):
        key = self._key()
        parent = key and f"opportunity:{key}"
        return ops.move_nodes(self.outcome, self._names(), parent=parent, **self._who())

    def _park(self):
        return ops.park_nodes(self.outcome, self._names(), reason="", **self._who())

    def _comeback(self):
        node = self._rows().exclude(parked_at=None).order_by("?").first()
        return node and ops.restore_opportunity(node, **self._who())

    def _aim(self):
        node = self._pick()
        return node and ops.set_target(node, is_target=True, **self._who())

    def _merge(self):
        keep, other = self._pick(), self._pick()
        return keep and ops.merge_opportunities(keep, [other], **self._who())

    def _split(self):
        node = self._pick()
        if not node:
            return None
        children = node.children.filter(deleted_at=None).values_list("pk", flat=True)
        part = ops.Part("I can't", "need", {}, [f"opportunity:{pk}" for pk in children])
        return ops.split_opportunity(node, [part], **self._who())

    def _delete(self):
        node = self._pick()
        return node and ops.delete_opportunity(node, **self._who())

    def _delete_branch(self):
        return ops.delete_nodes(self.outcome, self._names(), **self._who())

    def _bring_back(self):
        deleted = list_deleted(self.outcome)[:20]
        if not deleted:
            return None
        revision = self.chance.choice(deleted).change.revision
        return ops.bring_back(self.outcome, revision, **self._who())

    def _undo(self):
        return ops.undo_change(self.outcome, **self._who())

    def _redo(self):
        return ops.redo_change(self.outcome, **self._who())
