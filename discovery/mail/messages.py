"""The bytes of an e-mail: the same bytes for the same row, however often it is tried."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from django.conf import settings

# Control characters, and what some programs take for the end of a line (trust.md A11.1).
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
LONGEST_HEADER = 900
LONGEST_DISPLAY_NAME = 60

OWN_HEADERS = {
    *("from", "to", "cc", "bcc", "sender", "reply-to", "subject", "date", "message-id"),
    *("mime-version", "content-type", "content-transfer-encoding", "return-path"),
}


class UnsafeHeaderError(ValueError):
    """A header, address or name that could smuggle another header in."""


def refuse_unsafe(*values):
    for value in values:
        if UNSAFE.search(value):
            raise UnsafeHeaderError("A header holds a control character.")


def refuse_unsafe_headers(headers):
    """Extra headers are for lists and threads; whom a mail is from and to is not theirs to say."""
    for name, value in headers.items():
        refuse_unsafe(name, value)
        is_token = re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", name)
        if not is_token or name.lower() in OWN_HEADERS:
            raise UnsafeHeaderError(f"The header {name!r} cannot be set.")
        if not value.isascii() or len(value) > LONGEST_HEADER:
            raise UnsafeHeaderError(f"The header {name!r} is too long or not ASCII.")


def message_id(email):
    """The same for each attempt, so that a mailbox can drop a rare second copy."""
    return f"<outbox-{email.pk}@{urlsplit(settings.SITE_URL).hostname}>"


def sender_address():
    """The envelope's sender and the address in From: the installation's, never a visitor's."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def as_bytes(email):
    """Render a row as a message, with CRLF, ready for DATA."""
    refuse_unsafe(email.to, email.reply_to, email.subject)
    refuse_unsafe_headers(email.headers)
    policy = SMTP if email.to.isascii() and email.reply_to.isascii() else SMTPUTF8
    message = EmailMessage(policy=policy)
    message["From"] = _from(email)
    message["To"] = email.to
    if email.reply_to:
        message["Reply-To"] = email.reply_to
    message["Subject"] = email.subject
    message["Date"] = format_datetime(email.created_at)
    message["Message-ID"] = message_id(email)
    _add_content(message, email)
    for number, part in enumerate(p for p in message.walk() if p.is_multipart()):
        part.set_boundary(f"=_earshot_{email.pk}_{number}")
    # Written by hand: the library would wrap a long address into an encoded word.
    extra = "".join(f"{name}: {value}\r\n" for name, value in email.headers.items())
    return extra.encode("ascii") + message.as_bytes()


def _from(email):
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    if email.workspace:
        name = UNSAFE.sub(" ", email.workspace.name)[:LONGEST_DISPLAY_NAME]
    return Address(display_name=name, addr_spec=address)


def _add_content(message, email):
    message.set_content(email.text)
    if email.html:
        message.add_alternative(email.html, subtype="html")
    if email.calendar:
        method = {"method": email.calendar_method or "REQUEST"}
        message.add_alternative(
            email.calendar, subtype="calendar", cte="base64", params=method
        )
        # Some programs offer "add to calendar" only for an attachment.
        message.add_attachment(
            email.calendar.encode(),
            maintype="application",
            subtype="ics",
            filename="invite.ics",
        )
