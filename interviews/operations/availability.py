"""When members can be booked, and the rules of a team's booking page."""

from datetime import time

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from discovery.audit.operations import record
from interviews.models import Availability, BookingPage, BusyTime

WEEKDAYS = range(5)
FIRST_HOURS = (time(10), time(16))


@transaction.atomic
def save_hours(*, membership, stretches, time_zone, by):
    """Replace a member's week by ``stretches``: triples of weekday, start and end in wall time."""
    membership.availabilities.all().delete()
    Availability.objects.bulk_create(
        Availability(
            workspace=membership.workspace,
            membership=membership,
            weekday=weekday,
            starts_at=starts_at,
            ends_at=ends_at,
            time_zone=time_zone,
        )
        for weekday, starts_at, ends_at in stretches
    )
    record("availability_saved", membership, by=by, fields=["availabilities"])


def save_first_hours(*, membership, by):
    """Open the middle of every working day, as a beginning."""
    save_hours(
        membership=membership,
        stretches=[(weekday, *FIRST_HOURS) for weekday in WEEKDAYS],
        time_zone=membership.user.time_zone,
        by=by,
    )


@transaction.atomic
def add_busy_time(*, membership, start, end, by):
    """Keep a member free of interviews from ``start`` to ``end``."""
    busy = BusyTime.objects.create(
        workspace=membership.workspace,
        membership=membership,
        during=DateTimeTZRange(start, end),
    )
    record("busy_time_added", busy, by=by)
    return busy


@transaction.atomic
def remove_busy_time(*, busy, by):
    record("busy_time_removed", busy, by=by)
    busy.delete()


@transaction.atomic
def open_booking_page(*, team, by):
    """Give a team its booking page with rules to start from; the page it has if there is one."""
    page, created = BookingPage.objects.get_or_create(
        team=team,
        defaults={
            "workspace": team.workspace,
            "heading": _("Twenty minutes, one story"),
            "pitch": _(
                "Tell us about the last time you worked with us. We listen, you talk. "
                "No sales, nothing to prepare."
            ),
        },
    )
    if created:
        record("booking_page_opened", page, by=by)
    return page


@transaction.atomic
def save_booking_page(*, page, by, fields):
    """Save the rules of a booking page; ``fields`` are the names of what has changed."""
    page.save()
    record("booking_page_saved", page, by=by, fields=fields)
    return page
