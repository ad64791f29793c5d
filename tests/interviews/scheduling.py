"""A team that can be booked, and what somebody posts who books it."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from django.utils.timezone import now

from interviews.operations.booking import book_interview
from tests.factories.interviews import AvailabilityFactory, BookingPageFactory
from tests.factories.workspaces import MembershipFactory


def open_all_week(membership, opens=time(8), closes=time(20)):
    for weekday in range(7):
        AvailabilityFactory(
            membership=membership, weekday=weekday, starts_at=opens, ends_at=closes
        )


def bookable_page(team, members=3):
    """A booking page of a team whose members are there all day, every day."""
    for _ in range(members):
        open_all_week(MembershipFactory(workspace=team.workspace, team=team))
    return BookingPageFactory(team=team)


def in_days(days, hour=10):
    day = now() + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def seen(start, zone="Europe/London"):
    """What somebody in ``zone`` saw when they chose ``start``."""
    local = start.astimezone(ZoneInfo(zone))
    return {
        "start": start,
        "wall_time": f"{local:%Y-%m-%dT%H:%M}",
        "time_zone": zone,
    }


def posted(start, zone="Europe/London"):
    """The fields of the button."""
    about = seen(start, zone)
    return {
        "start": f"{start:%Y-%m-%dT%H:%M:%SZ}",
        "wall": about["wall_time"],
        "zone": zone,
    }


def book(page, participant, start=None, **about):
    return book_interview(
        page=page, participant=participant, **seen(start or in_days(3)), **about
    )
