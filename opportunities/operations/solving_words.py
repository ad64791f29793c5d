"""Where words stand that a team wrote while it solved: for those who erase and redact (C5)."""

from django.db import connection
from django.db.models import F

from opportunities.models import (
    Assumption,
    AssumptionTest,
    Idea,
    IdeaRound,
    StoryStep,
    TestParticipant,
)

# The columns, and for each kind of row the way to the opportunity that is solved.
COLUMNS = ("failure", "actor", "method", "behaviour", "learned", "note")
_WAYS = {
    IdeaRound: "opportunity",
    Idea: "round__opportunity",
    StoryStep: "solution__opportunity",
    Assumption: "solution__opportunity",
    AssumptionTest: "assumption__solution__opportunity",
    TestParticipant: "test__assumption__solution__opportunity",
}


def solving_rows():
    """All rows with words, each with ``solves``: the key of its opportunity."""
    return [model.objects.annotate(solves=F(way)) for model, way in _WAYS.items()]


def allow_blotting():
    """Let this transaction overwrite words of tests that have begun; their numbers stay locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('earshot.blotting', 'on', true)")


def leave_tests(participant):
    """Take somebody off the tests in which nobody saw them; what was seen stays as a count."""
    own = TestParticipant.objects.filter(participant=participant)
    own.filter(did_it=None).delete()
    own.update(note="")
