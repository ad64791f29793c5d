"""Who is due for a digest, and putting it in the outbox once."""

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import now

from discovery.digests.digest import Window, decided_between
from discovery.digests.models import DigestIssue, Weekday
from discovery.digests.models.times import MORNING
from discovery.digests.reach import reach_of_member
from discovery.digests.stories import published_between
from discovery.digests.weekly import latest_time, name_of_week
from discovery.mail.operations import draft_email, queue_emails
from discovery.workspaces.models import Membership
from discovery.workspaces.permissions import Permission

logger = logging.getLogger(__name__)

# What was published a moment before its hour may be committed a moment after it.
SETTLING = timedelta(minutes=1)
# How late a digest still goes out, if nobody was there to send it at its hour.
LATEST = timedelta(hours=24)
WEEK = timedelta(days=7)
# Of a reader who paused; nobody wants to read half a year in a mail.
LONGEST_WINDOW = 2 * WEEK
# A mail server may be away for a while; a week's stories are still news then.
STILL_NEWS = timedelta(days=3)
AT_ONCE = 500
# Far fewer than workers write (30 ms each), so that a booking's mail queues behind none of them.
MAILS_A_SECOND = 10


@dataclass(frozen=True)
class Hour:
    """One hour of the week where some readers live, and when it last came."""

    zone: str
    weekday: int
    hour: int
    due_at: datetime

    @property
    def week(self):
        return name_of_week(self.due_at, self.zone)


def send_due_digests(moment=None):
    """Settle the week of every reader whose hour has come, and return how many mails there are."""
    moment = moment or now()
    count, last = 0, 0
    while readers := _due_readers(moment, after=last):
        last = readers[-1].pk
        by_workspace = defaultdict(list)
        for reader in readers:
            by_workspace[reader.workspace].append(reader)
        for workspace, members in by_workspace.items():
            try:
                count += _settle(workspace, members, ahead=count)
            except Exception:
                # They are due again in a minute; the others need not wait for them.
                logger.exception("The digests of %s could not be queued", workspace)
    return count


def _readers():
    """Everybody who reads snapshots, with the hour at which they want their digest."""
    active = Membership.objects.active().with_permission(Permission.SNAPSHOT_VIEW)
    return active.annotate(
        wants_it=Coalesce("digest_choice__is_on", True),
        at_weekday=Coalesce("digest_choice__weekday", Weekday.MONDAY.value),
        at_hour=Coalesce("digest_choice__hour", MORNING),
    ).filter(wants_it=True)


def _hours(moment):
    """The hours of the week that have come within the last day: few, however many readers."""
    wanted = (
        _readers().order_by().values_list("user__time_zone", "at_weekday", "at_hour")
    )
    for zone, weekday, hour in wanted.distinct():
        due_at = latest_time(weekday, hour, zone, moment - SETTLING)
        if due_at > moment - LATEST:
            yield Hour(zone, weekday, hour, due_at)


def _due_readers(moment, after):
    """The next few hundred readers whose week is not settled yet, each with its hour."""
    hours = {(h.zone, h.weekday, h.hour): h for h in _hours(moment)}
    if not hours:
        return []
    told = DigestIssue.objects.filter(membership=OuterRef("pk"))
    come = [
        Q(user__time_zone=hour.zone, at_weekday=hour.weekday, at_hour=hour.hour)
        & ~Exists(told.filter(week=hour.week))
        for hour in hours.values()
    ]
    last = told.exclude(week=None).order_by("-until").values("until")[:1]
    readers = (
        _readers()
        .filter(reduce(or_, come), pk__gt=after)
        .annotate(told_until=Subquery(last))
        .select_related("user", "workspace", "digest_choice")
        .prefetch_related("teams")
        .order_by("pk")[:AT_ONCE]
    )
    for reader in readers:
        reader.due = hours[reader.user.time_zone, reader.at_weekday, reader.at_hour]
    return list(readers)


@transaction.atomic
def _settle(workspace, members, ahead):
    """Write down that each of these weeks is settled, and queue the mails of those with news.

    They go out one after the other behind those ``ahead``. Two workers at once write the same
    rows: of each only one can be there.
    """
    news = News(workspace)
    issues = [_issue(member, news) for member in members]
    DigestIssue.objects.bulk_create(issues, ignore_conflicts=True)
    weeks = {(member.pk, member.due.week): member for member in members}
    kept = DigestIssue.objects.filter(
        membership__in=members, week__in={week for _, week in weeks}, has_news=True
    )
    pairs = [(issue, weeks.get((issue.membership_id, issue.week))) for issue in kept]
    drafts = [draft_digest(issue, member) for issue, member in pairs if member]
    for place, draft in enumerate(drafts, ahead):
        draft.due_at += timedelta(seconds=place // MAILS_A_SECOND)
    queue_emails(drafts)
    return len(drafts)


def _issue(member, news):
    until = member.due.due_at
    first = until - WEEK
    since = max(member.told_until or first, until - LONGEST_WINDOW)
    window = Window(since, until)
    return DigestIssue(
        workspace_id=member.workspace_id,
        membership=member,
        week=member.due.week,
        since=since,
        until=until,
        has_news=news.has(reach_of_member(member), window),
    )


class News:
    """Whether there is anything to tell; asked once for all who read the same."""

    def __init__(self, workspace):
        self._workspace, self._known = workspace, {}

    def has(self, reach, window):
        key = (reach, window)
        if key not in self._known:
            stories = published_between(
                self._workspace, reach, window.since, window.until
            )
            decisions = decided_between(self._workspace, reach, window)
            self._known[key] = stories.exists() or decisions.exists()
        return self._known[key]


def draft_digest(issue, member):
    """The mail of an issue: everything but its words, which come when it goes out."""
    return draft_email(
        "digest",
        key=f"digest:{member.pk}:{issue.week or issue.pk}",
        to=member.user.email,
        context=None,
        workspace=member.workspace,
        language=member.user.language,
        subject_ref=issue.subject_ref,
        headers={
            "List-Unsubscribe": f"<{issue.unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        expires_at=now() + STILL_NEWS,
    )


@transaction.atomic
def send_one_now(member):
    """Queue a digest of the last seven days for whoever asks; ``None`` if there is nothing to tell.

    It settles no week: the next one comes as if this had not been.
    """
    moment = now()
    window = Window(moment - WEEK, moment)
    if not News(member.workspace).has(reach_of_member(member), window):
        return None
    issue = DigestIssue.objects.create(
        workspace=member.workspace,
        membership=member,
        since=window.since,
        until=window.until,
        has_news=True,
    )
    queue_emails([draft_digest(issue, member)])
    return issue


# As long as a mail about it may still wait, and the last window is asked for.
KEPT_FOR = timedelta(days=60)


def forget_old_issues():
    """Issues are needed to tell the next week apart, and for nothing later."""
    old = DigestIssue.objects.filter(created_at__lt=now() - KEPT_FOR)
    return old.delete()[0]
