"""What happened with one person, newest first: read by way of reverse relations (see C. of 0010)."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

MOST = 100


@dataclass
class Event:
    at: datetime
    icon: str
    text: str
    note: str = ""
    url: str = ""


def timeline_of(person):
    """Invitations, interviews, snapshots, nominations and consents as one list of ``Event``."""
    events = [
        Event(
            person.created_at,
            "user-plus",
            _("Came by: %s") % person.get_channel_display(),
        ),
        *nominations(person),
        *consents(person),
        *invitations(person),
        *interviews(person),
        *snapshots(person),
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)[:MOST]


def nominations(person):
    for row in person.nominations.select_related("nominated_by__user")[:MOST]:
        text = _("%s nominated them") % row.nominated_by
        yield Event(row.created_at, "user-plus", text, row.reason)


def consents(person):
    for row in person.consents.order_by("-at")[:MOST]:
        said = _("Agreed to %s") if row.is_granted else _("No longer agrees to %s")
        yield Event(
            row.at,
            "check" if row.is_granted else "x",
            said % row.get_purpose_display(),
            row.get_source_display(),
        )


def invitations(person):
    rows = person.invitations.select_related("team", "invited_by__user")
    for row in rows.order_by("-created_at")[:MOST]:
        who = row.invited_by or row.team
        yield Event(row.created_at, "mail", _("Invited by %s") % who, row.reason)
        if row.opened_at:
            yield Event(row.opened_at, "mail-open", _("Opened the invitation"))
        if row.booked_at:
            yield Event(row.booked_at, "calendar-check", _("Picked a time"))


def interviews(person):
    for row in person.interviews.select_related("team").order_by("-during")[:MOST]:
        yield Event(
            row.starts_at,
            "messages-square",
            _("Interview with %(team)s: %(state)s")
            % {"team": row.team, "state": row.get_state_display()},
        )


def snapshots(person):
    workspace = person.workspace
    rows = person.snapshots.filter(published_at__isnull=False).order_by("-published_at")
    for row in rows[:MOST]:
        yield Event(
            row.published_at,
            "gallery-vertical-end",
            _("Snapshot published"),
            row.story_title,
            f"{reverse('home:home', args=[workspace.slug])}snapshots/{row.pk}/",
        )
