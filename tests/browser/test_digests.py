from datetime import timedelta

from django.utils.timezone import now
from playwright.sync_api import expect

from discovery.digests.models import ChatPost, DigestChoice
from discovery.digests.operations.posting import deliver_post
from tests.browser.conftest import assert_good_for_all
from tests.discovery.digests.conftest import chat  # noqa: F401
from tests.factories.digests import ChatHookFactory
from tests.factories.opportunities import OutcomeFactory
from tests.factories.snapshots import SnapshotFactory


def test_reader_sees_what_a_digest_tells_and_chooses(browser_page, team, stakeholder):
    page = SnapshotFactory(interview__team=team, published=True)
    page.published_at = now() - timedelta(hours=1)
    page.save()
    outcome = OutcomeFactory(team=team)
    browser = browser_page(
        stakeholder, path=f"/w/{team.workspace.slug}/digest/", width=1440
    )
    mail = browser.frame_locator("iframe")
    expect(mail.locator("body")).to_contain_text(page.quote)
    assert browser.get_by_label(outcome.title).is_hidden()

    browser.get_by_label("Only what I choose").check()
    browser.get_by_label(outcome.title).check()
    assert_good_for_all(browser)
    browser.get_by_role("button", name="Save").click()

    browser.get_by_text("Saved.").wait_for()
    assert browser.get_by_label(outcome.title).is_checked()
    assert DigestChoice.objects.get().outcome_ids == [outcome.pk]


def test_admin_tries_a_chat_out_and_sees_how_it_ended(browser_page, admin, chat):  # noqa: F811
    hook = ChatHookFactory(workspace=admin.workspace, address=chat.url)
    browser = browser_page(
        admin, path=f"/w/{admin.workspace.slug}/settings/chats/{hook.pk}/", width=1440
    )

    browser.get_by_role("button", name="Try it out").click()
    browser.locator("#posts .chip", has_text="Waiting").wait_for()
    deliver_post(ChatPost.objects.get().pk)

    browser.locator("#posts .chip", has_text="Posted").wait_for()
    assert chat.posts
    assert_good_for_all(browser)
