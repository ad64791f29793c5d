"""What has changed on a tree since a revision: the cards that a browser needs, and no others.

Twenty people who look at one tree ask for the same at once; what was read for the first is kept
for the others for a few seconds, by revision, in the memory of the process.
"""

from dataclasses import dataclass

from django.utils.translation import get_language

from opportunities.models import Assumption
from opportunities.queries.cards import load_cards
from opportunities.queries.kept import Kept
from opportunities.touched import find_brought, find_touched

# Beyond that a browser reads the whole tree afresh.
MOST_CHANGES = 100
MOST_CARDS = 300


@dataclass
class Change:
    """Several revisions in one. ``cards`` is None where the whole tree must be read afresh."""

    tree: object = None
    cards: list | None = None
    # The ids of cards that are no longer on the tree.
    gone: list = ()
    # Who made them, once for each revision.
    by: list = ()
    has_outcome: bool = False


_trees = Kept(8)


def load_changes(outcome, since):
    """What a browser that has revision ``since`` needs to have the newest."""
    rows = outcome.changes.filter(revision__gt=since).order_by("revision")
    known = list(rows.values_list("revision", "change", "inverse", "by")[:MOST_CHANGES])
    # The outcome was read before its changes: there may be more of them by now.
    known = [row for row in known if row[0] <= outcome.revision]
    if since > outcome.revision or len(known) != outcome.revision - since:
        return Change()
    key = (outcome.pk, outcome.revision, get_language())
    tree = _trees.get(key, lambda: load_cards(outcome))
    steps = [
        step
        for _revision, change, inverse, _by in known
        for step in [*change.get("steps", ()), *inverse.get("steps", ())]
    ]
    touched = find_touched(steps) | {
        change.get("node", "") for _, change, _, _ in known
    }
    ids = {name.replace(":", "-") for name in touched if name}
    ids |= _above(outcome, ids - tree.by_id.keys())
    wanted = _with_branches(
        tree, ids, {n.replace(":", "-") for n in find_brought(steps)}
    )
    cards = [card for card in tree.cards if card.id in wanted]
    if len(cards) > MOST_CARDS:
        return Change()
    own = f"outcome-{outcome.pk}"
    return Change(
        tree=tree,
        cards=cards,
        gone=sorted(ids - tree.by_id.keys() - {own}),
        by=[by for _revision, _change, _inverse, by in known],
        has_outcome=own in ids,
    )


def _above(outcome, gone):
    """Where what is no longer on the tree stood: its stories were counted there, and its risk compared."""
    found = set()
    for on, rows, above in (
        ("opportunity", outcome.opportunities, "parent"),
        ("assumption", Assumption.objects.filter(outcome=outcome), "solution"),
    ):
        keys = [name.partition("-")[2] for name in gone if name.startswith(f"{on}-")]
        if keys:
            kind = "opportunity" if above == "parent" else above
            pks = rows.filter(pk__in=keys).values_list(above, flat=True)
            found |= {f"{kind}-{pk}" for pk in pks if pk}
    return found


def _with_branches(tree, ids, brought):
    """The ids with all that stands above them, since it counts their stories, and with branches."""
    wanted = set()
    for pk in ids:
        while (card := tree.by_id.get(pk)) and pk not in wanted:
            wanted.add(pk)
            pk = card.parent_id
    # The riskiest assumption of a solution is marked among the others.
    for pk in [pk for pk in wanted if pk.startswith("solution-")]:
        wanted |= set(tree.lists.get(pk, ()))
    # Parents come before what stands under them.
    beneath = set(brought)
    for card in tree.cards:
        if card.parent_id in beneath:
            beneath.add(card.id)
    return wanted | beneath
