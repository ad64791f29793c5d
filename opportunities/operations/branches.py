"""Adding whole branches in one change: pasted, imported, or copied from another tree."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from opportunities.branches import MORE, MOST_NODES, count_nodes, may_hold, walk
from opportunities.kinds import KINDS
from opportunities.models import Assumption, Opportunity, Solution
from opportunities.operations.creating import note_new
from opportunities.operations.journal import Journal
from opportunities.operations.nodes import check_place, name_of, split_name
from opportunities.operations.places import free_keys
from opportunities.operations.refusals import Gone, TooMany, TreeRefusal
from opportunities.operations.steps.parking import find_target
from opportunities.operations.steps.writing import check_fits
from opportunities.ordering import spread_keys

_MODELS = {"opportunity": Opportunity, "solution": Solution, "assumption": Assumption}


@transaction.atomic
def add_branch(outcome, *, parent, after, nodes, by, client_id):
    """Add nested NewNodes (opportunities/branches.py) with one change that one undo takes back.

    ``parent`` is the key of an opportunity, a name such as ``"solution:3"``, or None for the
    outcome; ``after`` the key of a sibling there, None or LAST.
    """
    journal = Journal(outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    count = count_nodes(nodes)
    if not count:
        raise TreeRefusal(_("There is no line in it that could be added."))
    if count > MOST_NODES:
        raise TooMany
    pairs, places = _create_all(journal.outcome, nodes, *_under(parent), after)
    rows = [row for _node, row in pairs]
    note_new(journal, rows, places)
    _aim(journal, [row for node, row in pairs if node.more.get("target")])
    return journal.write("branch_added", name_of(rows[0]), rows[0].text, count=count)


def _aim(journal, aimed):
    """Make the target of a branch that of its tree, if the tree aims at nothing."""
    if aimed and find_target(journal.outcome) is None:
        journal.do(do="aim", id=aimed[0].pk, was=None)


def _under(parent):
    """The kind and the key of what the branch goes under."""
    if parent is None:
        return "outcome", None
    return split_name(parent) if isinstance(parent, str) else ("opportunity", parent)


def _create_all(outcome, nodes, on, parent, after):
    """Create level by level, so that each level knows the keys of the one above."""
    _check_nesting(nodes, on)
    for kind in {node.kind for node in nodes}:
        check_place(outcome, parent, kind)
    level = []
    for kind, alike in _by_kind(nodes).items():
        keys = free_keys(outcome, parent, after, len(alike), of=kind)
        level += [
            (node, _row(outcome, node, parent, key))
            for node, key in zip(alike, keys, strict=True)
        ]
    pairs, places = [], []
    while level:
        _save(level)
        places += _places(level, after if not pairs else None)
        pairs += level
        level = [
            (child, _row(outcome, child, row.pk, key))
            for node, row in level
            for alike in _by_kind(node.children).values()
            for child, key in zip(alike, spread_keys(len(alike)), strict=True)
        ]
    return pairs, places


def _check_nesting(nodes, on):
    for node in nodes:
        if not may_hold(on, node.kind):
            raise Gone(_("That cannot stand there. Choose another place."))
    for node, _level in walk(nodes):
        for child in node.children:
            if not may_hold(node.kind, child.kind):
                raise Gone(_("That cannot stand there. Choose another place."))


def _by_kind(nodes):
    alike = {}
    for node in nodes:
        alike.setdefault(node.kind, []).append(node)
    return alike


def _row(outcome, node, parent, position):
    model = _MODELS[node.kind]
    fields = {"text": node.text}
    if node.description and node.kind != "assumption":
        fields["description"] = node.description
    if node.kind == "assumption":
        fields["kind"] = Assumption.Kind.DESIRABILITY
    for name in MORE[node.kind]:
        choices = dict(model._meta.get_field(name).choices)
        if node.more.get(name) in choices:
            fields[name] = node.more[name]
    fields |= _brought_along(node)
    check_fits(model, fields)
    return model(
        workspace_id=outcome.workspace_id,
        outcome=outcome,
        position=position,
        **{KINDS[node.kind].parent: parent},
        **fields,
    )


def _brought_along(node):
    """What only a file says of a node: its owner, that it is parked, its place on the map."""
    more = node.more
    if node.kind == "assumption":
        places = ("importance", "evidence_strength")
        return {name: int(more[name]) for name in places if name in more}
    fields = {"owner_id": more["owner"]} if "owner" in more else {}
    if node.kind == "opportunity" and more.get("status") == "parked":
        fields |= {"parked_at": now(), "parked_reason": more.get("parked_reason", "")}
    return fields


def _save(level):
    for kind, model in _MODELS.items():
        rows = [row for node, row in level if node.kind == kind]
        model.objects.bulk_create(rows, batch_size=1000)


def _places(level, after):
    """Each node with its parent and the sibling before it, as the change writes them down."""
    places, last = [], {}
    for node, row in level:
        parent = getattr(row, KINDS[node.kind].parent)
        before = last.get((node.kind, parent), after)
        places.append([name_of(row), parent, before])
        last[node.kind, parent] = row.pk
    return places
