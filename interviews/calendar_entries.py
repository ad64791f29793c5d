"""Interviews as iCalendar: what goes with a mail, what a download holds, and a feed.

Pure: no Django. Follows trust.md B1.13: the method of the file is that of the mail, the UID
never changes, the sequence rises with every change, times are in UTC (a zone's
abbreviation would be misread), the organiser is the address that the mail comes from.
Each person gets a copy of their own that names nobody else's address.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Earshot//Earshot//EN"

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]


@dataclass(frozen=True)
class Entry:
    """One interview as one person's calendar shows it; times are aware."""

    uid: str
    sequence: int
    start: datetime
    end: datetime
    summary: str
    description: str
    location: str
    url: str
    stamp: datetime
    organizer_name: str
    organizer_email: str
    attendee_name: str = ""
    attendee_email: str = ""
    is_cancelled: bool = False


def write_calendar(entries: Iterable[Entry], method: Method, name: str = "") -> str:
    """Return an iCalendar file; lines end in CRLF and are folded at 75 octets."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry, method))
    written: bytes = calendar.to_ical()
    return written.decode()


def _event(entry: Entry, method: Method) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.stamp.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", entry.start.astimezone(UTC))
    event.add("dtend", entry.end.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    if entry.location:
        event.add("location", entry.location)
    if entry.url:
        event.add("url", entry.url)
    event.add("transp", "OPAQUE")
    is_cancelled = entry.is_cancelled or method == "CANCEL"
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event["organizer"] = _address(entry.organizer_email, entry.organizer_name)
    if entry.attendee_email:
        event.add("attendee", _attendee(entry), encode=False)
    return event


def _attendee(entry: Entry) -> vCalAddress:
    """Somebody who has agreed already, and whose answer nobody waits for."""
    attendee = _address(entry.attendee_email, entry.attendee_name)
    attendee.params["CUTYPE"] = vText("INDIVIDUAL")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    return attendee


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    if name:
        address.params["CN"] = vText(name)
    return address
