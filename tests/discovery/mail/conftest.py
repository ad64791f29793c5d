import pytest

from discovery.mail import delivery
from tests.discovery.mail.smtp_server import Sink


@pytest.fixture
def sink(settings):
    """A running SMTP server that the outbox delivers to."""
    sink = Sink()
    sink.open()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_TIMEOUT = 3
    yield sink
    sink.end()


@pytest.fixture(autouse=True)
def journal_folder(settings, tmp_path, monkeypatch):
    settings.MAIL_JOURNAL = tmp_path / "journal"
    monkeypatch.setattr(delivery, "_journal", None)
    return settings.MAIL_JOURNAL
