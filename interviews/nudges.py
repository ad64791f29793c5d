"""What the room shows of the silent words to the one who leads (F138)."""

from django.utils.translation import gettext_lazy

from interviews.forms.notes import NudgeForm
from interviews.operations.nudges import lead_of

# What is said most often without a word (R29-R34).
WORDS = [
    gettext_lazy("Ask what happened next"),
    gettext_lazy("Let them talk"),
    gettext_lazy("Go back to the story"),
    gettext_lazy("Ask for the last time"),
    gettext_lazy("5 minutes left"),
]
MOST_SHOWN = 3


def nudge_context(interview, membership):
    """What the room shows of nudges: the lead's that wait, or the member's own newest."""
    lead = lead_of(interview)
    is_lead = lead is not None and lead.pk == membership.pk
    rows = interview.nudges.select_related("sent_by__user").exclude(text="")
    rows = rows.filter(seen_at=None) if is_lead else rows.filter(sent_by=membership)
    return {
        "lead": lead,
        "is_lead": is_lead,
        "nudges": list(rows.order_by("-pk")[:MOST_SHOWN]),
        "nudge_words": WORDS,
        "nudge_form": NudgeForm(),
    }
