"""How the prompts of a guide have fared, from the talks in which they were asked."""

from django.db.models import Max

from discovery.coach import read_note
from interviews.models import AskedQuestion, Note
from interviews.prompt_stories import Asked, Heard, follow_stories

# The newest talks say enough, and reading their notes stays a matter of milliseconds.
MOST_TALKS = 40


def records_of(guide):
    """Return ``{question: Record}`` for a guide, from its newest talks, in three queries."""
    asked = AskedQuestion.objects.filter(
        question__guide=guide, interview__started_at__isnull=False
    )
    talks = asked.values("interview").annotate(last=Max("asked_at")).order_by("-last")
    keys = [row["interview"] for row in talks[:MOST_TALKS]]
    if not keys:
        return {}
    rows = asked.filter(interview__in=keys).values_list(
        "interview", "question", "asked_at", "interview__started_at"
    )
    return follow_stories(
        (
            Asked(talk, question, _seconds(began, at))
            for talk, question, at, began in rows
        ),
        (Heard(*row) for row in _notes(keys)),
        _tells_a_story,
    )


def _seconds(began, at):
    return int((at - began).total_seconds())


def _notes(keys):
    kinds = [Note.Kind.QUOTE, Note.Kind.FACT]
    notes = Note.objects.filter(interview__in=keys, deleted_at=None, kind__in=kinds)
    return notes.values_list("interview", "second", "text", "is_story_step")


def _tells_a_story(text):
    return not any(hint.label == "generalisation" for hint in read_note(text))
