from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from recruiting.models import Consent
from snapshots.models import ShareLink
from snapshots.operations.publishing import withdraw_snapshot
from snapshots.operations.sharing import create_share_link, revoke_share_link
from tests.factories.recruiting import ConsentFactory
from tests.factories.snapshots import MomentFactory


@pytest.fixture
def link(story, member):
    link, link.token = create_share_link(target=story, by=member)
    return link


@pytest.fixture
def url(link):
    return reverse("shared:snapshot", args=[link.token])


def answer(participant, purpose, is_granted):
    return ConsentFactory(
        participant=participant, purpose=purpose, is_granted=is_granted
    )


def test_the_token_is_stored_nowhere(link):
    assert len(link.token) >= 32
    assert link.token not in str(ShareLink.objects.values().get())


def test_a_stranger_reads_the_story_under_a_pseudonym(client, url, story):
    story.context = "Sarah, of Whitcombe Bakery in York"
    story.save()
    MomentFactory(snapshot=story, title="Sarah wakes", text="sarah@example.org writes")

    response = client.get(url)

    assert response.status_code == 200
    assert "P-017" in response.text
    assert "By the time someone said yes" in response.text
    for secret in ("Sarah", "Whitcombe", "sarah@example.org"):
        assert secret not in response.text


def test_the_page_is_kept_private(client, url):
    response = client.get(url)

    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == "private, no-store"


def test_openings_are_counted_and_nothing_else(client, url, link):
    client.get(url)
    client.get(url)

    link.refresh_from_db()
    assert link.opened_count == 2


def test_the_name_is_shown_only_if_the_person_agrees(client, url, link, story):
    ShareLink.objects.update(shows_name=True)
    assert "Sarah Whitcombe" not in client.get(url).text

    answer(story.participant, Consent.Purpose.SHARING, True)

    assert "Sarah Whitcombe" in client.get(url).text


@pytest.mark.parametrize(
    "end",
    [
        lambda link, member: revoke_share_link(link=link, by=member),
        lambda link, member: ShareLink.objects.update(
            expires_at=now() - timedelta(seconds=1)
        ),
        lambda link, member: withdraw_snapshot(snapshot=link.snapshot, by=member),
        lambda link, member: answer(
            link.snapshot.participant, Consent.Purpose.SHARING, False
        ),
        lambda link, member: type(member).objects.update(removed_at=now()),
    ],
    ids=["revoked", "expired", "unpublished", "consent withdrawn", "author left"],
)
def test_a_link_that_has_ended_shows_nothing(client, link, url, member, end):
    end(link, member)

    assert client.get(url).status_code == 404
    for name in ("photo", "pdf", "pdf_file"):
        ended = client.get(reverse(f"shared:{name}", args=[link.token]))
        assert ended.status_code == 404


@pytest.mark.parametrize("token", ["admin", "1", "0" * 64, "ä", "x" * 5000])
def test_a_guess_shows_nothing(client, link, token):
    assert client.get(f"/s/{token}/").status_code == 404


def test_a_withdrawn_quote_is_gone_at_once(client, url, story):
    answer(story.participant, Consent.Purpose.QUOTE, False)

    response = client.get(url)

    assert "By the time" not in response.text
    assert "[removed at the participant’s request]" in response.text


def test_a_link_is_created_and_shown_once(sign_in, address, story, member):
    client = sign_in(member)
    inputs = {"label": "Board", "expires_on": (now() + timedelta(days=5)).date()}

    response = client.post(address("share_links", story), inputs)

    link = ShareLink.objects.get()
    assert "http://localhost:8000/s/" in response.text
    assert (link.label, link.shows_name) == ("Board", False)
    assert "/s/" not in client.get(address("share_links", story)).text


def test_a_name_is_not_shared_by_a_forged_tick(sign_in, address, story, member):
    inputs = {"expires_on": now().date(), "shows_name": "on"}

    sign_in(member).post(address("share_links", story), inputs)

    assert not ShareLink.objects.get().shows_name


@pytest.mark.parametrize("day", ["", "2020-01-01", "2999-01-01", "soon"])
def test_a_link_needs_a_day_to_come(sign_in, address, story, member, day):
    response = sign_in(member).post(address("share_links", story), {"expires_on": day})

    assert response.status_code == 422
    assert not ShareLink.objects.exists()


def test_a_draft_is_not_shared(sign_in, address, draft, member):
    response = sign_in(member).post(
        address("share_links", draft), {"expires_on": now().date()}
    )

    assert response.status_code == 422
    assert not ShareLink.objects.exists()


def test_revoking_closes_the_link(sign_in, address, link, story, member, client, url):
    where = [story.workspace.slug, link.pk]
    sign_in(member).post(reverse("snapshots:share_link_revocation", args=where))

    client.logout()
    assert client.get(url).status_code == 404
