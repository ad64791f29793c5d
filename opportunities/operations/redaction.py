"""Words redacted in a talk leave the nodes of the tree that stand on its story."""

from django.db.models import Q

from interviews.transcripts.passages import blot_passages, find_passages
from opportunities.models import (
    Evidence,
    HeardSetAside,
    KeyInsight,
    Opportunity,
    TreeChange,
)
from opportunities.tree_words import (
    COLUMNS,
    allow_blotting,
    change_words,
    rows_of_trees,
)
from snapshots.models import HeardOpportunity

# In the steps of a change: keys, names of nodes and codes beside these stay.
_IN_CHANGES = {name for names in COLUMNS.values() for name in names} - {
    "change",
    "inverse",
}


def blot_nodes(sender, interview, words, **signal):
    """Overwrite the words in these nodes, and in how the tree came to be: undo brings nothing back."""
    own = _own(interview)
    allow_blotting()
    for row in _rows(own, interview):
        change_words(row, lambda text: blot_passages(text, words))
    # What was set aside stands on no node; the changes that say so carry its words.
    of_tree = Q(outcome__in=own.values("outcome"))
    of_tree |= Q(pk__in=_changes_of(interview))
    for change in TreeChange.objects.filter(of_tree).iterator(500):
        change_words(change, lambda piece: _blot_inside(piece, words))


def count_on_nodes(sender, interview, words, **signal):
    """In how many places of these nodes they stand."""
    texts = [
        getattr(row, column)
        for row in _rows(_own(interview), interview)
        for column in COLUMNS[type(row)]
    ]
    return sum(len(find_passages(text, words)) for text in texts)


def _own(interview):
    """The opportunities that were heard in the talk, also those that no longer stand on it."""
    heard = HeardOpportunity.objects.filter(snapshot__interview=interview)
    placed = Evidence.objects.filter(heard__in=heard)
    own = set(placed.values_list("opportunity", flat=True))
    for steps in _changes_of(interview).values():
        own |= {step["id"] for step in steps if step.get("id")}
    return Opportunity.objects.filter(pk__in=own)


def _changes_of(interview):
    """The steps about what was heard in the talk, by the keys of their changes."""
    heard = HeardOpportunity.objects.filter(snapshot__interview=interview)
    keys = set(heard.values_list("pk", flat=True))
    found = {}
    changes = TreeChange.objects.filter(outcome__team=interview.team_id)
    for change in changes.iterator(500) if keys else ():
        steps = [*change.change.get("steps", ()), *change.inverse.get("steps", ())]
        if about := [step for step in steps if step.get("heard") in keys]:
            found[change.pk] = about
    return found


def _rows(own, interview):
    """What stands on these nodes, and what is said of their trees as a whole."""
    trees = own.values("outcome")
    for rows in rows_of_trees():
        of_tree = Q(solves=None, tree__in=trees)
        yield from rows.filter(Q(solves__in=own.values("pk")) | of_tree)
    yield from HeardSetAside.objects.filter(heard__snapshot__interview=interview)
    stands_on = (
        Q(evidence__opportunity__in=own)
        | Q(evidence__snapshot__interview=interview)
        | Q(evidence__heard__snapshot__interview=interview)
    )
    yield from KeyInsight.objects.filter(stands_on).distinct()


def _blot_inside(piece, words):
    """A copy of what JSON holds, blotted where people wrote; keys and names of nodes stay."""
    if isinstance(piece, list):
        return [_blot_inside(item, words) for item in piece]
    if isinstance(piece, dict):
        return {
            key: blot_passages(item, words)
            if key in _IN_CHANGES and isinstance(item, str)
            else _blot_inside(item, words)
            for key, item in piece.items()
        }
    return piece
