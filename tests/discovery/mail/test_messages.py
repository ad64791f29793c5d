from email import message_from_bytes
from email.policy import default

import pytest
from icalendar import Calendar

from discovery.mail.messages import UnsafeHeaderError, as_bytes, refuse_unsafe_headers
from tests.factories.mail import OutgoingEmailFactory

pytestmark = pytest.mark.django_db

EVENT = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nMETHOD:CANCEL\r\nBEGIN:VEVENT\r\n"
    "UID:7@earshot\r\nSUMMARY:Łódź\r\nDTSTAMP:20261121T100000Z\r\n"
    "DTSTART:20261122T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def parsed(email):
    return message_from_bytes(as_bytes(email), policy=default)


def test_text_html_and_calendar_are_alternatives_and_the_calendar_an_attachment_too():
    message = parsed(
        OutgoingEmailFactory(html="<p>Hi</p>", calendar=EVENT, calendar_method="CANCEL")
    )

    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    calendar = next(
        p for p in message.walk() if p.get_content_type() == "text/calendar"
    )
    assert calendar.get_param("method") == "CANCEL"
    assert calendar.get_payload(decode=True).decode() == EVENT
    assert Calendar.from_ical(EVENT).events[0]["SUMMARY"] == "Łódź"


def test_the_same_row_gives_the_same_bytes_and_message_id():
    email = OutgoingEmailFactory(html="<p>Hi</p>", calendar=EVENT)

    assert as_bytes(email) == as_bytes(type(email).objects.get(pk=email.pk))
    assert parsed(email)["Message-ID"] == f"<outbox-{email.pk}@localhost>"


def test_list_headers_stand_in_one_piece_however_long():
    link = f"<https://example.com/unsubscribe/{'x' * 200}/>, <mailto:out@example.com>"
    headers = {
        "List-Unsubscribe": link,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }

    raw = as_bytes(OutgoingEmailFactory(headers=headers))

    assert f"List-Unsubscribe: {link}\r\n".encode() in raw


@pytest.mark.parametrize(
    "breach",
    [
        {"subject": "Hello\r\nBcc: everybody@example.com"},
        {"subject": "Hello\u2028Bcc: everybody@example.com"},
        {"to": "a@example.com\nBcc: b@example.com"},
        {"reply_to": "a@example.com\x0bX: y"},
        {"headers": {"List-Id": "x\r\nBcc: b@example.com"}},
        {"headers": {"Bcc": "b@example.com"}},
        {"headers": {"X: y\r\nBcc": "b@example.com"}},
    ],
)
def test_a_header_that_smuggles_another_is_refused(breach):
    with pytest.raises(UnsafeHeaderError):
        as_bytes(OutgoingEmailFactory(**breach))


def test_a_workspace_name_is_quoted_in_from():
    email = OutgoingEmailFactory(workspace__name='Evil" <x@y.z>, "Ünits')

    address = parsed(email)["From"].addresses[0]

    assert (address.display_name, address.addr_spec) == (
        'Evil" <x@y.z>, "Ünits',
        "earshot@localhost",
    )


def test_an_address_beyond_ascii_is_written_as_utf8():
    assert "To: jörg@example.com".encode() in as_bytes(
        OutgoingEmailFactory(to="jörg@example.com")
    )


def test_ordinary_list_headers_pass():
    refuse_unsafe_headers({"List-Id": "earshot.example.com", "Auto-Submitted": "auto"})
