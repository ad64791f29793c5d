"""New nodes, within a change that is under way; the inverse takes them off again."""

from opportunities.kinds import KINDS
from opportunities.models import Assumption, Opportunity, Solution
from opportunities.operations.nodes import check_place, name_of
from opportunities.operations.places import LAST, free_key
from opportunities.operations.steps.writing import check_fits

_MODELS = {
    "opportunity": Opportunity,
    "solution": Solution,
    "assumption": Assumption,
}


def create_node(journal, on, *, parent, after=LAST, **fields):
    """Add an opportunity, solution or assumption under ``parent`` behind ``after``."""
    outcome, model = journal.outcome, _MODELS[on]
    check_place(outcome, parent, on)
    check_fits(model, fields)
    node = model.objects.create(
        workspace_id=outcome.workspace_id,
        outcome=outcome,
        position=free_key(outcome, parent, after, of=on),
        **{KINDS[on].parent: parent},
        **fields,
    )
    note_new(journal, [node], [[name_of(node), parent, after]])
    return node


def note_new(journal, nodes, places):
    """Write new rows down as nodes brought to these places: name, parent and sibling before."""
    names = [name_of(node) for node in nodes]
    step = {"do": "revive", "nodes": names, "evidence": [], "target": None}
    journal.steps.append({**step, "places": places})
    journal.inverse.insert(0, {"do": "remove", "nodes": names})
