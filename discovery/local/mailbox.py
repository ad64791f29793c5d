"""The mails that the local catcher has kept, read back as messages."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

MOST_MAILS = 200


@dataclass(frozen=True)
class CaughtMail:
    """One mail as a reader sees it, with its attachments by name."""

    name: str
    arrived_at: datetime
    subject: str
    sender: str
    to: str
    text: str = ""
    html: str = ""
    headers: list = field(default_factory=list)
    attachments: dict = field(default_factory=dict)


def latest_mails(folder, query=""):
    """The newest mails first; with a query, those whose address or subject holds it."""
    paths = sorted(Path(folder).glob("*.eml"), reverse=True)[:MOST_MAILS]
    mails = [_read(path) for path in paths]
    query = query.strip().lower()
    return [mail for mail in mails if query in f"{mail.to} {mail.subject}".lower()]


def find_mail(folder, name):
    """The mail of that name, or ``None``; a name is digits and a hyphen, never a path."""
    if not name.replace("-", "").isdigit():
        return None
    path = Path(folder) / f"{name}.eml"
    return _read(path) if path.is_file() else None


def _read(path):
    message = message_from_bytes(path.read_bytes(), policy=default)
    return CaughtMail(
        name=path.stem,
        arrived_at=datetime.fromtimestamp(int(path.stem.split("-")[0]) / 1e9, UTC),
        subject=str(message["subject"] or ""),
        sender=str(message["from"] or ""),
        to=str(message["x-envelope-to"] or message["to"] or ""),
        text=_content(message, "plain"),
        html=_content(message, "html"),
        headers=[(key, str(value)) for key, value in message.items()],
        attachments={
            part.get_filename(): part.get_payload(decode=True)
            for part in message.iter_attachments()
            if part.get_filename()
        },
    )


def _content(message, kind):
    part = message.get_body((kind,))
    return part.get_content() if part else ""
