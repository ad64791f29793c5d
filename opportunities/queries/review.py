"""What a team looks at once a week: what was heard, what changed, what is due (F196, R64)."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import localdate

from opportunities.models import Decision
from opportunities.queries.inbox import inbox_of
from opportunities.queries.lints import load_lints

# Decisions to look at again within the week count as due.
SOON = timedelta(days=7)
MOST_CHANGES = 12


@dataclass(frozen=True)
class Review:
    """The parts of the weekly page; ``last`` is the review before, if there was one."""

    last: object
    since: int
    changes: list
    change_count: int
    people: list
    waiting: int
    lints: list
    due: list
    target: object


def load_review(outcome):
    """Everything since the last review; without one, since the tree began."""
    last = outcome.reviews.select_related("started_by__user").first()
    since = last.revision if last else 0
    new = outcome.changes.filter(revision__gt=since).select_related("by__user")
    changes = list(new.order_by("-revision")[:MOST_CHANGES])
    due = Decision.objects.filter(
        outcome=outcome, done_at=None, revisit_on__lte=localdate() + SOON
    )
    lints, _aside = load_lints(outcome)
    return Review(
        last=last,
        since=since,
        changes=changes,
        change_count=new.count(),
        people=list(dict.fromkeys(str(change.by) for change in changes)),
        waiting=inbox_of(outcome).count(),
        lints=Counter(lint.rule for lint in lints).most_common(),
        due=list(due.select_related("owner__user", "workspace").order_by("revisit_on")),
        target=outcome.opportunities.filter(is_target=True).first(),
    )
