from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, now

from discovery.audit.models import AuditEvent
from recruiting.models import Consent
from snapshots.models import Rendering, ShareLink, ShareOpening
from snapshots.operations.publishing import withdraw_snapshot
from snapshots.operations.sharing import (
    MOST_LIVE_LINKS,
    count_opening,
    create_share_link,
    revoke_share_link,
)
from snapshots.passcodes import hash_passcode
from tests.factories.recruiting import ConsentFactory
from tests.factories.snapshots import MomentFactory
from tests.factories.stories import StoryPageFactory
from tests.factories.workspaces import MembershipFactory

BROWSER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"}


@pytest.fixture
def link(story, member):
    link, link.token = create_share_link(target=story, by=member)
    return link


@pytest.fixture
def url(link):
    return reverse("shared:snapshot", args=[link.token])


@pytest.fixture
def share(sign_in, address, story, member):
    """Ask for a link to the page as its author does."""

    def share(target=story, **given):
        asked = {"lifetime": "90", "passcode_choice": "none", **given}
        return sign_in(member).post(address("share_links", target), asked)

    return share


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
    assert "snapshot tells one real customer" in response.text
    for secret in ("Sarah", "Whitcombe", "sarah@example.org"):
        assert secret not in response.text


def test_the_page_is_kept_private(client, url):
    response = client.get(url)

    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == "private, no-store"


def test_openings_are_counted_by_day_and_nothing_else(client, url, link):
    client.get(url, headers=BROWSER)
    client.get(url, headers=BROWSER)

    link.refresh_from_db()
    opening = ShareOpening.objects.get()
    assert link.opened_count == 2
    assert (opening.day, opening.count) == (localdate(), 2)


def test_only_readers_count(client, sign_in, url, link, member):
    client.head(url, headers=BROWSER)
    for agent in (
        "",
        "Slackbot-LinkExpanding 1.0",
        "facebookexternalhit/1.1",
        "curl/8",
    ):
        client.get(url, headers={"user-agent": agent})
    client.get(url, headers={**BROWSER, "sec-purpose": "prefetch"})
    sign_in(member).get(url, headers=BROWSER)

    link.refresh_from_db()
    assert link.opened_count == 0


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
        lambda link, member: type(member.user).objects.update(is_active=False),
    ],
    ids=["revoked", "expired", "unpublished", "withdrawn", "left", "shut out"],
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


def test_a_quote_leaves_only_after_a_yes(client, url, story):
    assert "By the time" not in client.get(url).text

    answer(story.participant, Consent.Purpose.QUOTE, True)

    assert "By the time someone said yes" in client.get(url).text


def test_a_withdrawn_quote_is_gone_at_once(client, url, story):
    answer(story.participant, Consent.Purpose.QUOTE, True)
    answer(story.participant, Consent.Purpose.QUOTE, False)

    response = client.get(url)

    assert "By the time" not in response.text
    assert "[removed at the participant’s request]" in response.text


def test_a_link_is_created_and_shown_once(share, address, story, member, sign_in):
    response = share(label="Board", lifetime="7")

    link = ShareLink.objects.get()
    assert "http://localhost:8000/s/" in response.text
    assert (link.label, link.shows_name, link.has_passcode) == ("Board", False, False)
    assert localdate(link.expires_at) == localdate() + timedelta(days=7)
    again = sign_in(member).get(address("share_links", story)).text
    assert "localhost:8000/s/" not in again


def test_a_name_is_not_shared_by_a_forged_tick(share):
    share(shows_name="on")

    assert not ShareLink.objects.get().shows_name


@pytest.mark.parametrize("day", ["", "2020-01-01", "2999-01-01", "soon"])
def test_a_link_needs_a_day_to_come(share, day):
    response = share(lifetime="day", expires_on=day)

    assert response.status_code == 422
    assert not ShareLink.objects.exists()


def test_a_draft_is_not_shared(share, story, member):
    withdraw_snapshot(snapshot=story, by=member)

    response = share()

    assert response.status_code == 422
    assert not ShareLink.objects.exists()


def test_the_dialog_says_in_a_sentence_who_sees_what(
    sign_in, address, story, member, settings
):
    before = sign_in(member).get(address("share_links", story)).text
    answer(story.participant, Consent.Purpose.QUOTE, True)
    answer(story.participant, Consent.Purpose.SHARING, True)
    after = sign_in(member).get(address("share_links", story)).text

    assert "They will see P-017, a drawn portrait and the story; not" in before
    assert "the name or the quote." in before
    assert "Sarah Whitcombe has not agreed to being shown outside" in before
    assert "Write down their yes" in before
    assert "Write down their yes" not in after
    assert "P-017, a drawn portrait, the quote and the story; not the name." in after
    assert "Sarah Whitcombe, a drawn portrait, the quote and the story." in after


def test_no_page_has_more_links_than_anybody_can_watch(share, story, member):
    ShareLink.objects.bulk_create(
        ShareLink(
            workspace=story.workspace,
            snapshot=story,
            token_hash=str(number),
            created_by=member,
            expires_at=now() + timedelta(days=1),
        )
        for number in range(MOST_LIVE_LINKS)
    )

    response = share()

    assert response.status_code == 422
    assert "This page has 50 open links" in response.text


def test_the_day_of_a_link_can_be_changed(sign_in, link, member, story):
    url = reverse("snapshots:share_link", args=[story.workspace.slug, link.pk])
    change = {"label": "Board", "lifetime": "30", "passcode_choice": "none"}

    response = sign_in(member).post(url, change)

    link.refresh_from_db()
    assert response.status_code == 303
    assert localdate(link.expires_at) == localdate() + timedelta(days=30)
    event = AuditEvent.objects.get(action="share_link_changed")
    assert event.fields == ["expires_at", "label"]


def test_what_is_not_touched_stays(sign_in, link, member, story):
    url = reverse("snapshots:share_link", args=[story.workspace.slug, link.pk])
    before = link.expires_at

    sign_in(member).post(url, {"lifetime": "keep", "passcode_choice": "none"})

    link.refresh_from_db()
    assert link.expires_at == before
    assert not AuditEvent.objects.filter(action="share_link_changed").exists()


def test_all_open_links_are_listed_with_those_of_leavers_first(
    sign_in, link, story, member, team, django_assert_num_queries
):
    left = MembershipFactory(workspace=story.workspace, user__name="Gone Away")
    create_share_link(target=story, by=left, label="Forgotten")
    type(left).objects.filter(pk=left.pk).update(removed_at=now())
    ended, _token = create_share_link(target=story, by=member, label="Ended")
    revoke_share_link(link=ended, by=member)
    client = sign_in(member)
    url = reverse("snapshots:all_links", args=[story.workspace.slug])

    text = client.get(url).text

    assert "Ended" not in text
    assert "closed: its author has left" in text
    assert text.index("Forgotten") < text.index("A link without a label")


def test_of_another_teams_draft_no_link_tells(sign_in, workspace, member, researcher):
    page = StoryPageFactory(team__workspace=workspace, question="Why do they leave?")
    link, _token = create_share_link(target=page, by=researcher)
    one = reverse("snapshots:share_link", args=[workspace.slug, link.pk])
    every = reverse("snapshots:all_links", args=[workspace.slug])
    client = sign_in(member)

    assert client.get(one).status_code == 404
    assert "Why do they leave?" not in client.get(every).text
    # Whoever keeps the panel sees all of them.
    assert "Why do they leave?" in sign_in(researcher).get(every).text


def test_the_list_of_links_asks_as_often_for_many(
    sign_in, link, story, member, django_assert_max_num_queries
):
    client = sign_in(member)
    url = reverse("snapshots:all_links", args=[story.workspace.slug])
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for number in range(3):
        other, _token = create_share_link(target=story, by=member, label=str(number))
        count_opening(link=other)

    with django_assert_max_num_queries(len(one)):
        assert "Opened once" in client.get(url).text


def test_revoking_closes_the_link(sign_in, address, link, story, member, client, url):
    where = [story.workspace.slug, link.pk]
    sign_in(member).post(reverse("snapshots:share_link_revocation", args=where))

    client.logout()
    assert client.get(url).status_code == 404


def test_a_shared_page_has_no_script_and_sets_no_cookie(client, url):
    response = client.get(url)

    assert "<script" not in response.text
    assert not response.cookies
    assert "hx-" not in response.text


def test_a_preview_in_a_chat_tells_no_more_than_the_page(client, url, story):
    text = client.get(url).text
    head = text[: text.index("</head>")]

    assert "P-017" in head
    assert "Sarah" not in head
    assert "og:image" not in head

    Rendering.objects.update(state=Rendering.State.READY)

    assert f'content="http://localhost:8000{url}card.png"' in client.get(url).text


def test_a_passcode_hides_the_picture_from_chats(client, url, link, story, member):
    client.get(url)
    Rendering.objects.update(state=Rendering.State.READY)
    link.passcode_hash = hash_passcode("open sesame")
    link.save()

    assert client.get(f"{url}card.png").status_code == 302
    assert "og:image" not in client.get(url).text


def test_the_new_link_and_the_list_stand_before_the_form_of_another(
    sign_in, address, story, member
):
    asked = {"lifetime": "90", "passcode_choice": "none"}
    client, links = sign_in(member), address("share_links", story)
    before = client.get(links).text
    text = client.post(links, asked).text

    name = f"Link of {date_format(localdate(), 'j M')}"
    assert f'placeholder="{name}"' in before and "Another link" not in before
    places = [
        text.index(words)
        for words in ("Here is the link", f"<b>{name}</b>", "Another link", "Create")
    ]
    assert places == sorted(places)
    assert ShareLink.objects.get(label=name)


def test_a_link_without_a_name_is_named_by_no_change(sign_in, link, member):
    where = reverse("snapshots:share_link", args=[link.workspace.slug, link.pk])
    ShareLink.objects.update(label="")

    sign_in(member).post(where, {"lifetime": "keep", "passcode_choice": "none"})

    assert ShareLink.objects.get().label == ""
