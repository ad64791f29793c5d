"""A page on its way to somebody without an account: made with a passcode, read, taken back."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from snapshots.models import ShareLink
from snapshots.operations.sharing import create_share_link
from tests.browser.conftest import assert_good_for_all
from tests.factories.snapshots import MomentFactory, SnapshotFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(team, member):
    snapshot = SnapshotFactory(
        interview__team=team,
        interview__participant__name="Sarah Whitcombe",
        context="Bakery manager, two shops in York.",
        published=True,
        published_by=member,
    )
    MomentFactory(snapshot=snapshot, title="Sally wakes")
    return snapshot


def test_a_page_is_shared_with_a_passcode_read_and_taken_back(
    browser_page, member, story
):
    where = [story.workspace.slug, story.pk]
    mine = browser_page(member, path=reverse("snapshots:snapshot", args=where))
    mine.get_by_role("link", name="Share", exact=True).click()
    dialog = mine.locator("#share-links")
    expect(dialog.locator("mark")).to_have_text("Sally")
    assert_good_for_all(mine, within="#dialog")

    dialog.get_by_label("For whom").fill("Board of April")
    dialog.get_by_label("They also need this passcode").check()
    dialog.get_by_label("The passcode").fill("coats and ovens")
    dialog.get_by_role("button", name="Create link").click()
    expect(dialog).to_contain_text("Please read the words below first")
    dialog.get_by_label("I have read it").check()
    dialog.get_by_role("button", name="Create link").click()

    address = dialog.get_by_label("The link", exact=True).input_value()
    path = address.removeprefix("http://localhost:8000")
    reader = browser_page(path=path, script=False)
    reader.get_by_label("Passcode").fill("coats and ovens")
    reader.get_by_role("button", name="Open the page").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(
        story.participant.pseudonym
    )
    expect(reader.locator("body")).not_to_contain_text("Sarah")

    dialog.get_by_role("button", name="Revoke").click()
    expect(dialog).to_contain_text("Revoked.")
    assert ShareLink.objects.get().revoked_at
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text(
        "This link no longer works"
    )


def test_the_passcode_page_is_accessible_and_fits(browser_page, story, member):
    _link, token = create_share_link(
        target=story, by=member, passcode="coats-and-ovens"
    )
    page = browser_page(path=f"/s/{token}/")

    assert_good_for_all(page, sizes=((1440, "light"), (320, "dark")))
