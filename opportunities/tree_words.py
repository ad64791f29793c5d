"""Every column of a tree that holds a person's words, for whoever must take some out of all.

Erasure and redaction go through this one list; a test compares it with the models' text columns.
"""

from django.db import IntegrityError, connection, transaction
from django.db.models import F, IntegerField, Value

from opportunities.models import (
    Assumption,
    AssumptionTest,
    Decision,
    HeardSetAside,
    Idea,
    IdeaRound,
    KeyInsight,
    LensView,
    LintSetAside,
    MapMoment,
    NodeComment,
    Opportunity,
    OtherEvidence,
    Outcome,
    Solution,
    StoryStep,
    TestParticipant,
    TicketLink,
    TreeChange,
    TreeLink,
    TreeReview,
    TreeVersion,
)

COLUMNS = {
    Outcome: ("title", "metric", "baseline", "target", "current", "came_of_it"),
    Opportunity: ("text", "description", "parked_reason"),
    Solution: ("text", "description"),
    Decision: ("text", "reason", "postponed_because"),
    KeyInsight: ("text", "postponed_because"),
    OtherEvidence: ("text", "url"),
    HeardSetAside: ("reason",),
    LensView: ("note",),
    LintSetAside: ("reason",),
    NodeComment: ("text",),
    TicketLink: ("title", "url"),
    TreeLink: ("label",),
    TreeReview: ("note",),
    TreeVersion: ("name",),
    MapMoment: ("title",),
    IdeaRound: ("reason",),
    Idea: ("text",),
    StoryStep: ("actor", "text"),
    Assumption: ("text", "failure"),
    AssumptionTest: ("method", "behaviour", "learned"),
    TestParticipant: ("note",),
    TreeChange: ("change", "inverse"),
}

# The way from a row to the opportunity and to the tree that it is about.
_SOLVED = "solution__opportunity"
_WAYS = {
    Outcome: (None, "pk"),
    Opportunity: ("pk", "outcome"),
    Solution: ("opportunity", "outcome"),
    Decision: ("opportunity", "outcome"),
    OtherEvidence: ("opportunity", "opportunity__outcome"),
    LensView: ("opportunity", "comparison__outcome"),
    LintSetAside: ("opportunity", "outcome"),
    TreeLink: ("opportunity", "outcome"),
    TreeReview: (None, "outcome"),
    TreeVersion: (None, "outcome"),
    MapMoment: ("opportunity", "outcome"),
    IdeaRound: ("opportunity", "opportunity__outcome"),
    Idea: ("round__opportunity", "round__opportunity__outcome"),
    StoryStep: (_SOLVED, f"{_SOLVED}__outcome"),
    Assumption: (_SOLVED, "outcome"),
    AssumptionTest: (f"assumption__{_SOLVED}", "outcome"),
    TestParticipant: (f"test__assumption__{_SOLVED}", "test__outcome"),
}
# These stand on an opportunity or on a solution of one.
_OF_EITHER = (NodeComment, TicketLink)
# What these are about is told otherwise: by a story, or by their steps.
APART = (HeardSetAside, KeyInsight, TreeChange)


def rows_of_trees():
    """All rows with words but those ``APART``, each with ``solves`` (a key or nothing) and ``tree``."""
    for model, (way, tree) in _WAYS.items():
        node = F(way) if way else Value(None, output_field=IntegerField())
        yield model.objects.annotate(solves=node, tree=F(tree))
    for model in _OF_EITHER:
        for way in ("opportunity", _SOLVED):
            kept = model.objects.filter(**{f"{way}__isnull": False})
            yield kept.annotate(solves=F(way), tree=F("outcome"))
    said = NodeComment.objects.filter(opportunity=None, solution=None)
    nothing = Value(None, output_field=IntegerField())
    yield said.annotate(solves=nothing, tree=F("outcome"))


def change_words(row, change):
    """Put ``change(value)`` in place of each column with words; save if any is another one.

    Versions rise, so that a form that was opened before cannot be saved over it.
    """
    names = []
    for name in COLUMNS[type(row)]:
        before = getattr(row, name)
        after = change(before)
        if after != before:
            longest = row._meta.get_field(name).max_length
            setattr(row, name, after[:longest] if longest else after)
            names.append(name)
    if names:
        _save(row, names)


def _save(row, names):
    saved = [*names, "version"] if hasattr(row, "version") else names
    if "version" in saved:
        row.version += 1
    try:
        with transaction.atomic():
            row.save(update_fields=saved)
    except IntegrityError:
        # Two versions or tickets of one name once the words are gone: told apart by their key.
        for name in {"name", "url"} & set(names):
            longest = row._meta.get_field(name).max_length
            end = f"#{row.pk}"
            setattr(row, name, getattr(row, name)[: longest - len(end)] + end)
        row.save(update_fields=saved)


def allow_blotting():
    """Let this transaction overwrite words of tests that have begun; their numbers stay locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('earshot.blotting', 'on', true)")
