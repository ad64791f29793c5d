"""A tree in memory, played forward from the steps of its changes; nothing of the product's own code."""

from opportunities.models import Assumption, Opportunity, Solution

_MODELS = (
    ("opportunity", Opportunity, "parent_id"),
    ("solution", Solution, "opportunity_id"),
    ("assumption", Assumption, "solution_id"),
)


class Film:
    """Nodes by name: what they stand under, their words, whether parked; and the order of siblings."""

    def __init__(self):
        self.parent, self.text, self.parked = {}, {}, set()
        self.siblings = {}
        self.target = None

    def play(self, steps):
        for step in steps:
            getattr(self, f"_{step['do']}")(step)

    def order(self):
        """Every node that is present: parent, place among its siblings, parked, target."""
        return {
            name: (self.parent[name], at, name in self.parked, name == self.target)
            for names in self.siblings.values()
            for at, name in enumerate(names)
        }

    def put(self, name, parent, after):
        on = name.partition(":")[0]
        self.take(name)
        self.parent[name] = parent
        names = self.siblings.setdefault((on, parent), [])
        before = f"{on}:{after}"
        at = names.index(before) + 1 if before in names else len(names)
        names.insert(0 if after is None else at, name)

    def take(self, name):
        names = self.siblings.get((name.partition(":")[0], self.parent.get(name)), [])
        if name in names:
            names.remove(name)

    def _is_present(self, name):
        key = name.partition(":")[0], self.parent.get(name)
        return name in self.siblings.get(key, ())

    def _revive(self, step):
        for name, parent, after in step["places"]:
            self.put(name, parent, after)
        self.parked |= set(step.get("lost", ()))
        self._aim_again(step["target"])

    def _remove(self, step):
        for name in step.get("nodes") or [f"{step['on']}:{step['id']}"]:
            self.take(name)
            if name == self.target:
                self.target = None

    def _move(self, step):
        self.put(
            f"{step.get('on', 'opportunity')}:{step['id']}",
            step["parent"],
            step["after"],
        )

    def _park(self, step):
        name = here = f"opportunity:{step['id']}"
        self.parked.add(name)
        here = self.target
        while here:
            if here == name:
                self.target = None
            above = self.parent[here]
            here = above and f"opportunity:{above}"

    def _unpark(self, step):
        self.parked.discard(f"opportunity:{step['id']}")
        self._aim_again(step.get("target"))

    def _aim(self, step):
        self.target = step["id"] and f"opportunity:{step['id']}"

    def _aim_again(self, pk):
        name = f"opportunity:{pk}"
        if (
            pk
            and not self.target
            and self._is_present(name)
            and name not in self.parked
        ):
            self.target = name

    def _write(self, step):
        """Words are not compared: they are in no step of a new node."""

    def _carry(self, step):
        """What hangs on a node is no part of the tree's shape."""


def film_of(outcome):
    """The same from the rows as they stand."""
    film = Film()
    for on, model, parent in _MODELS:
        rows = model.objects.filter(outcome=outcome, deleted_at=None)
        for row in rows.order_by("position", "pk"):
            film.put(f"{on}:{row.pk}", getattr(row, parent), "last")
            if getattr(row, "parked_at", None):
                film.parked.add(f"{on}:{row.pk}")
            if getattr(row, "is_target", False):
                film.target = f"{on}:{row.pk}"
    return film
