import asyncio
import smtplib

import pytest
from django.urls import reverse

from discovery.local.catcher import serve
from tests.discovery.live.test_threads import in_a_loop_of_its_own
from tests.discovery.mail.test_messages import EVENT


@pytest.fixture
def caught(settings, tmp_path):
    """Hand a message to a real catcher, and return the name under which it lies."""
    settings.LOCAL_MAILS = tmp_path

    def catch(message, to="mara@example.com"):
        in_a_loop_of_its_own(_deliver(tmp_path, message, to))
        return max(path.stem for path in tmp_path.glob("*.eml"))

    return catch


async def _deliver(folder, message, to):
    server = asyncio.create_task(serve("127.0.0.1", 18925, folder))
    await asyncio.sleep(0.1)

    def send():
        with smtplib.SMTP("127.0.0.1", 18925, timeout=5) as smtp:
            smtp.sendmail("earshot@localhost", [to], message)

    await asyncio.to_thread(send)
    server.cancel()


MESSAGE = (
    b"From: Earshot <earshot@localhost>\r\nTo: mara@example.com\r\nSubject: Come and talk\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n'
    b"--x\r\nContent-Type: text/plain\r\n\r\nHello <b>\r\n"
    b"--x\r\nContent-Type: application/ics\r\n"
    b'Content-Disposition: attachment; filename="invite.ics"\r\n\r\n'
    + EVENT.encode("ascii", "replace")
    + b"\r\n--x--\r\n"
)
HTML = b"Subject: x\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script><p>Hi</p>\r\n"


def test_a_caught_mail_is_listed_and_shown_with_its_invitation(client, caught):
    name = caught(MESSAGE)

    listed = client.get(reverse("local:mails"), {"q": "MARA"})
    shown = client.get(reverse("local:mail", args=[name]))
    calendar = client.get(reverse("local:mail_attachment", args=[name, "invite.ics"]))

    assert "Come and talk" in listed.text
    assert "Come and talk" not in client.get(reverse("local:mails"), {"q": "ola"}).text
    assert "Hello &lt;b&gt;" in shown.text
    assert calendar.content.startswith(b"BEGIN:VCALENDAR")


def test_the_html_of_a_mail_is_shut_in(client, caught):
    page = client.get(reverse("local:mail_html", args=[caught(HTML)]))

    assert "sandbox" in page["Content-Security-Policy"]
    assert "script-src" not in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "SAMEORIGIN"


def test_a_mail_is_laid_out_by_its_doctype(client, caught):
    whole = HTML.replace(b"<script>", b"<!doctype html><html><head></head><script>")
    page = client.get(reverse("local:mail_html", args=[caught(whole)])).text

    assert page.startswith('<!doctype html><html><head><base target="_blank">')


@pytest.mark.parametrize("name", ["nobody", "0-1", "etc-passwd"])
def test_an_unknown_name_is_not_found(client, settings, tmp_path, name):
    settings.LOCAL_MAILS = tmp_path

    assert client.get(reverse("local:mail", args=[name])).status_code == 404


def test_nobody_sees_the_mails_of_a_production_system(client, caught, settings):
    name = caught(MESSAGE)
    settings.LOCAL_MODE = False

    assert client.get(reverse("local:mails")).status_code == 404
    assert client.get(reverse("local:mail", args=[name])).status_code == 404
