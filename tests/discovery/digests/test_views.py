import pytest
from django.urls import reverse
from django.utils.timezone import now

from discovery.audit.models import AuditEvent
from discovery.digests.models import ChatHook, ChatPost, DigestChoice
from discovery.digests.operations.posting import deliver_post
from discovery.mail.models import OutgoingEmail
from tests.factories.digests import ChatHookFactory
from tests.factories.opportunities import OutcomeFactory
from tests.factories.workspaces import TeamFactory


@pytest.fixture
def url(workspace):
    return lambda name, *args: reverse(f"digests:{name}", args=[workspace.slug, *args])


CHOICE = {"is_on": "on", "weekday": "4", "hour": "15", "scope": "chosen"}


def test_choice_is_kept(sign_in, stakeholder, team, url):
    client = sign_in(stakeholder)

    response = client.post(url("choice"), CHOICE | {"team_ids": [team.pk]})

    assert response.status_code == 302
    choice = DigestChoice.objects.get(membership=stakeholder)
    assert (choice.weekday, choice.hour) == (4, 15)
    assert (choice.scope, choice.team_ids) == ("chosen", [team.pk])
    assert "checked" in client.get(url("choice")).text


def test_choosing_nothing_is_asked_about(sign_in, stakeholder, url):
    response = sign_in(stakeholder).post(url("choice"), CHOICE)

    assert response.status_code == 422
    assert "Tick a team or an outcome below." in response.text
    assert not DigestChoice.objects.exists()


def test_team_of_another_workspace_cannot_be_chosen(sign_in, stakeholder, url):
    foreign = CHOICE | {"team_ids": [TeamFactory().pk]}

    assert sign_in(stakeholder).post(url("choice"), foreign).status_code == 422


def test_preview_is_the_mail_itself_and_harmless(sign_in, stakeholder, publish, url):
    publish(moment=now(), days=1.5, quote="<script>alert(2)</script>")
    client = sign_in(stakeholder)

    response = client.get(url("preview"))

    assert "&lt;script&gt;alert(2)" in response.text
    assert "<script>" not in response.text
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert url("preview") in client.get(url("choice")).text
    assert not OutgoingEmail.objects.exists()


def test_one_now_and_not_a_hundred(sign_in, stakeholder, publish, url):
    publish(moment=now(), days=1)
    client = sign_in(stakeholder)

    for _ in range(5):
        client.post(url("sending"))

    assert OutgoingEmail.objects.filter(template="digest").count() == 3


def test_one_now_without_news(sign_in, stakeholder, url):
    response = sign_in(stakeholder).post(url("sending"), follow=True)

    assert "Nothing was published in the last seven days" in response.text
    assert not OutgoingEmail.objects.exists()


@pytest.fixture
def link(stakeholder):
    from discovery.digests.models.mail import unsubscribe_url  # noqa: PLC0415

    return "/digest/" + unsubscribe_url(stakeholder.pk).rpartition("/digest/")[2]


def test_mailbox_stops_the_digest_with_one_post(client, stakeholder, link):
    response = client.post(link, {"List-Unsubscribe": "One-Click"})

    assert (response.status_code, response["Content-Type"]) == (200, "text/plain")
    assert not DigestChoice.objects.get(membership=stakeholder).is_on


def test_looking_stops_nothing_and_the_form_does(client, stakeholder, link):
    assert "Stop the digest" in client.get(link).text
    assert not DigestChoice.objects.exists()

    assert "You will get no more digests" in client.post(link).text
    assert DigestChoice.objects.get(membership=stakeholder).scope == "all"


@pytest.mark.parametrize("change", ["token", "member"])
def test_guessed_link_is_nobodys(client, stakeholder, link, change):
    if change == "token":
        link = link.replace("-0-", "-0-0")
    else:
        stakeholder.removed_at = now()
        stakeholder.save()

    assert client.post(link).status_code == 404
    assert not DigestChoice.objects.exists()


HOOK = {
    "name": "#customers",
    "kind": "slack",
    "occasion": "each",
    "weekday": "0",
    "hour": "8",
    "is_on": "on",
}
ADDRESS = "https://hooks.slack.com/services/T0/B0/abcdSECRETx7Qa"


def test_address_is_sealed_and_never_shown_again(sign_in, admin, url):
    client = sign_in(admin)

    response = client.post(url("hook_new"), HOOK | {"address": ADDRESS}, follow=True)

    hook = ChatHook.objects.get()
    assert hook.address == ADDRESS
    assert "SECRET" not in hook.sealed_address
    for shown in (response.text, client.get(url("hooks")).text):
        assert "SECRET" not in shown
        assert "hooks.slack.com/…x7Qa" in shown
    line = AuditEvent.objects.get(action="chat_hook_added")
    assert "x7Qa" not in f"{line.fields}{line.reason}"


def test_change_without_an_address_keeps_it(sign_in, admin, url):
    hook = ChatHookFactory(workspace=admin.workspace)

    sign_in(admin).post(
        url("hook", hook.pk), HOOK | {"name": "#stories", "address": ""}
    )

    changed = ChatHook.objects.get()
    assert (changed.name, changed.address) == ("#stories", hook.address)


def test_archived_outcome_stays_chosen(sign_in, admin, url, team):
    gone = OutcomeFactory(team=team, title="Gone", archived_at=now())
    never = OutcomeFactory(team=team, title="Never chosen", archived_at=now())
    hook = ChatHookFactory(workspace=admin.workspace, outcome_ids=[gone.pk])
    client = sign_in(admin)

    page = client.get(url("hook", hook.pk)).text
    assert gone.title in page
    assert never.title not in page
    client.post(url("hook", hook.pk), HOOK | {"address": "", "outcome_ids": [gone.pk]})

    hook.refresh_from_db()
    assert hook.outcome_ids == [gone.pk]


@pytest.mark.parametrize(
    "address",
    ["http://chat.example.com/x", "https://a:b@chat.example.com/", "nonsense"],
)
def test_address_we_cannot_post_to_is_refused(sign_in, admin, url, address):
    response = sign_in(admin).post(url("hook_new"), HOOK | {"address": address})

    assert response.status_code == 422
    assert not ChatHook.objects.exists()


def test_key_of_a_program_is_shown_once(sign_in, admin, url):
    hook = ChatHookFactory(workspace=admin.workspace, kind="json")
    client = sign_in(admin)

    shown = client.post(url("hook_key", hook.pk)).text

    key = ChatHook.objects.get().key
    assert key in shown
    assert key not in client.get(url("hook", hook.pk)).text
    client.post(url("hook_key", hook.pk))
    assert ChatHook.objects.get().key != key


def test_trial_shows_how_it_ended(sign_in, admin, url, chat):
    hook = ChatHookFactory(workspace=admin.workspace, address=chat.url, is_on=False)
    client = sign_in(admin)
    chat.answer_with(400)

    client.post(url("hook_trial", hook.pk))
    assert 'hx-trigger="every 1500ms"' in client.get(url("hook_result", hook.pk)).text
    deliver_post(ChatPost.objects.get().pk)

    result = client.get(url("hook_result", hook.pk)).text
    assert "the chat answered 400" in result
    assert "hx-trigger" not in result
    assert "This is a test from Earshot" in str(chat.posts[0][2])
    hook.refresh_from_db()
    assert hook.failures == 0


def test_page_does_not_wait_for_the_next_attempt(sign_in, admin, url):
    hook = ChatHookFactory(workspace=admin.workspace)
    ChatPost.objects.create(
        workspace=hook.workspace, hook=hook, occasion="weekly", attempts=1, status=503
    )

    result = sign_in(admin).get(url("hook_result", hook.pk)).text

    assert "again at" in result
    assert "hx-trigger" not in result


def test_removed_chat_is_forgotten(sign_in, admin, url):
    hook = ChatHookFactory(workspace=admin.workspace)

    sign_in(admin).post(url("hook_removal", hook.pk))

    assert not ChatHook.objects.exists()
    assert AuditEvent.objects.filter(action="chat_hook_removed").exists()


@pytest.mark.parametrize("count", [1, 6])
def test_list_of_chats_costs_the_same_whatever_its_length(
    sign_in, admin, url, count, django_assert_max_num_queries
):
    for hook in ChatHookFactory.create_batch(count, workspace=admin.workspace):
        for _ in range(3):
            ChatPost.objects.create(
                workspace=hook.workspace, hook=hook, occasion="test", state="sent"
            )
    client = sign_in(admin)

    with django_assert_max_num_queries(14):
        assert client.get(url("hooks")).text.count("Posted") == count
