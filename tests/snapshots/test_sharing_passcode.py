"""The passcode before a shared page."""

import pytest
from django.urls import reverse

from discovery.audit.models import AuditEvent
from discovery.workspaces.models import RateLimit
from snapshots.models import ShareLink
from snapshots.operations.sharing import create_share_link
from snapshots.views.share_guard import cookie_name

CODE = "xk4m-7qwp-r2ht"


@pytest.fixture
def link(story, member):
    link, link.token = create_share_link(target=story, by=member, passcode=CODE)
    return link


@pytest.fixture
def url(link):
    return reverse("shared:snapshot", args=[link.token])


def test_without_the_passcode_nothing_is_told(client, url, link, story):
    responses = [client.get(url)]
    for name in ("photo", "pdf", "pdf_file"):
        responses.append(client.get(reverse(f"shared:{name}", args=[link.token])))

    assert [r.status_code for r in responses] == [200, 302, 302, 302]
    for secret in ("P-017", "Sarah", story.quote, story.workspace.name):
        assert secret not in responses[0].text
    assert all(r["Referrer-Policy"] == "no-referrer" for r in responses)
    assert all(r["Cache-Control"] == "private, no-store" for r in responses)
    link.refresh_from_db()
    assert link.opened_count == 0


@pytest.mark.parametrize("typed", [CODE, " XK4M-7qwp-r2ht\n", "ｘｋ4m-7qwp-r2ht"])
def test_the_passcode_opens_the_page_for_this_browser(client, url, typed):
    response = client.post(url, {"passcode": typed})

    assert response.status_code == 303
    assert "P-017" in client.get(url).text


def test_the_cookie_is_for_this_link_only_and_not_for_scripts(client, url, link):
    response = client.post(url, {"passcode": CODE})

    cookie = response.cookies[cookie_name(link)]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        url,
        True,
        "Lax",
    )
    assert link.token not in cookie.value


def test_a_wrong_passcode_is_said_to_be_wrong(client, url):
    response = client.post(url, {"passcode": "open sesame"})

    assert response.status_code == 422
    assert "This is not the passcode of this page." in response.text


def test_another_passcode_shuts_out_whoever_was_let_in(
    client, url, link, sign_in, member
):
    client.post(url, {"passcode": CODE})
    change = reverse("snapshots:share_link", args=[link.workspace.slug, link.pk])
    asked = {"lifetime": "keep", "passcode_choice": "new", "passcode": "another-code"}

    told = sign_in(member).post(change, asked)
    client.logout()

    assert "another-code" in told.text
    assert "P-017" not in client.get(url).text
    client.post(url, {"passcode": "another-code"})
    assert "P-017" in client.get(url).text
    assert AuditEvent.objects.get(action="share_link_changed").fields == [
        "passcode_hash"
    ]


def test_a_cookie_of_one_link_opens_no_other(client, url, link, story, member):
    other, token = create_share_link(target=story, by=member, passcode="other-code")
    client.post(url, {"passcode": CODE})
    mine = client.cookies[cookie_name(link)].value
    client.cookies[cookie_name(other)] = mine

    assert "P-017" not in client.get(reverse("shared:snapshot", args=[token])).text


@pytest.mark.parametrize("code", ["", "short", "password123"])
def test_a_weak_passcode_is_refused(sign_in, address, story, member, code):
    asked = {"lifetime": "90", "passcode_choice": "new", "passcode": code}

    response = sign_in(member).post(address("share_links", story), asked)

    assert response.status_code == 422
    assert not ShareLink.objects.exists()


def test_the_passcode_is_stored_hashed_and_shown_once(sign_in, address, story, member):
    asked = {"lifetime": "90", "passcode_choice": "new", "passcode": CODE}

    response = sign_in(member).post(address("share_links", story), asked)

    assert CODE in response.text
    assert CODE not in str(ShareLink.objects.values().get())
    assert CODE not in sign_in(member).get(address("share_links", story)).text


def test_many_tries_from_one_address_are_not_compared(client, url):
    for _ in range(10):
        client.post(url, {"passcode": "wrong-code"})

    response = client.post(url, {"passcode": CODE})

    assert response.status_code == 429
    assert "many tries" in response.text
    # Somebody elsewhere, who knows it, is let in.
    elsewhere = client.post(url, {"passcode": CODE}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 303


def test_under_siege_the_true_reader_still_gets_in(client, url):
    for number in range(61):
        client.post(url, {"passcode": "wrong"}, REMOTE_ADDR=f"192.0.2.{number}")

    attacker = [
        client.post(url, {"passcode": "wrong"}, REMOTE_ADDR="198.51.100.1").status_code
        for _ in range(3)
    ]
    reader = client.post(url, {"passcode": CODE}, REMOTE_ADDR="203.0.113.9")

    assert attacker == [422, 422, 429]
    assert reader.status_code == 303


def test_a_new_passcode_ends_every_siege(client, url, link):
    RateLimit.objects.all().delete()
    for _ in range(11):
        client.post(url, {"passcode": "wrong-code"})
    ShareLink.objects.update(passcode_hash="")

    assert "P-017" in client.get(url).text
