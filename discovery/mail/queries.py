from django.db.models import Count

from discovery.mail.models import OutgoingEmail

State = OutgoingEmail.State
MOST_ROWS = 50

# In the order in which a person should look at them.
_LISTED = [
    State.UNCONFIRMED,
    State.FAILED,
    State.DEFERRED,
    State.QUEUED,
    State.CANCELLED,
]


def count_by_state(workspace):
    """How many e-mails of a workspace are in each state that occurs, and how many were sent."""
    rows = workspace.outgoing_emails.values("state").annotate(count=Count("pk"))
    counts = {row["state"]: row["count"] for row in rows.order_by()}
    counts.setdefault(State.SENT, 0)
    return [(state.label, counts[state]) for state in State if state in counts]


def emails_by_state(workspace):
    """The latest e-mails that did not simply go out: the state, its name, and up to 50 rows."""
    groups = []
    for state in _LISTED:
        emails = workspace.outgoing_emails.filter(state=state).order_by("-created_at")
        if rows := list(emails.defer("text", "html", "calendar")[:MOST_ROWS]):
            groups.append((state.value, state.label, rows))
    return groups
