"""Two people edit one page at once: who is where, what each sees, and a line that is cut."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from discovery.live.operations import connection
from snapshots.models import Snapshot
from snapshots.operations.parts import add_part
from tests.browser.conftest import CUT_OFF, assert_good_for_all
from tests.factories.snapshots import MomentFactory, SnapshotFactory

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "Sees next week's labour cost only after the rota is out. " * 5


@pytest.fixture
def draft(team, member):
    snapshot = SnapshotFactory(
        interview__team=team, interview__participant__workspace=team.workspace
    )
    MomentFactory(snapshot=snapshot, feeling=-2)
    add_part(snapshot=snapshot, kind="insights", by=member, text="Tried five apps.")
    return snapshot


@pytest.fixture
def path(draft):
    for key in connection().scan_iter("earshot:presence:*"):
        connection().delete(key)
    return reverse("snapshots:snapshot", args=[draft.workspace.slug, draft.pk])


def tell(page, event):
    """What the event stream would bring; the live server of the tests has none."""
    page.evaluate(
        "event => document.querySelector('live-region').dispatchEvent("
        "new CustomEvent(`live:${event}`, {bubbles: true, detail: {}}))",
        event,
    )


def shown(page):
    """The words of every part, as somebody sees them."""
    return page.locator("#sheet form[data-part] textarea").evaluate_all(
        "texts => texts.map((text) => text.value)"
    )


def test_two_edit_one_page_and_end_with_the_same(
    browser_page, member, researcher, draft, path
):
    ours = browser_page(member, path=path, width=1440)
    theirs = browser_page(researcher, path=path, width=1440)

    # Each is seen by the other, at the part they are in.
    with theirs.expect_response("**/presence/"):
        theirs.get_by_label("Memorable quote").focus()
    tell(ours, "present")
    expect(ours.locator("form[data-part=quote] .part-here")).to_contain_text(
        str(researcher).split(" ")[0]
    )
    expect(ours.locator(".people-here li")).to_have_count(1)
    assert_good_for_all(ours, sizes=((1440, "light"),))

    # One is cut off and goes on writing, while the other writes too.
    CUT_OFF.add(theirs)
    theirs.context.set_offline(True)
    theirs.get_by_label("Memorable quote").fill("Written offline.")
    with ours.expect_response("**/texts/story_title/"):
        ours.get_by_label("The story in a line").fill("A baker calls in sick")
    expect(theirs.locator("save-state")).to_have_attribute("data-state", "failed")
    theirs.context.set_offline(False)
    expect(theirs.locator("save-state")).to_have_attribute(
        "data-state", "saved", timeout=20_000
    )

    for page in (ours, theirs):
        tell(page, "changed")
    expect(ours.get_by_label("Memorable quote")).to_have_value("Written offline.")
    expect(theirs.get_by_label("The story in a line")).to_have_value(
        "A baker calls in sick"
    )
    assert shown(ours) == shown(theirs)
    kept = Snapshot.objects.get()
    assert (kept.quote, kept.story_title) == (
        "Written offline.",
        "A baker calls in sick",
    )

    # Who leaves is gone.
    theirs.goto(reverse("snapshots:library", args=[draft.workspace.slug]))
    tell(ours, "present")
    expect(ours.locator(".part-here")).to_have_count(0)


def test_what_falls_off_the_sheet_is_shown_where_it_happens(
    browser_page, member, draft, path
):
    for kind, many in (("insights", 5), ("opportunities", 6)):
        for number in range(many):
            words = f"{number} {LONG}"[:238]
            add_part(snapshot=draft, kind=kind, by=member, text=words)
    MomentFactory.create_batch(6, snapshot=draft, text=LONG[:120])
    page = browser_page(member, path=path, width=1440)
    used = page.locator(".page-room__used")
    expect(used).to_contain_text("% of the sheet used")
    expect(page.locator(".sheet-end")).to_have_count(0)
    # Without a story title the map still belongs to the story.
    page.evaluate("document.fonts.ready.then(() => null)")
    shares = page.locator("[data-share]").all_inner_texts()
    assert int(shares[1].strip("%")) < int(shares[2].strip("%"))

    # Measured while it is typed, before anything is saved.
    for saving in ("**/parts/**", "**/texts/**"):
        page.route(saving, lambda route: None)
    for text in page.locator("form[data-part^=moments] [name=text]").all():
        text.fill(LONG[:200])
    for title in page.locator("form[data-part^=moments] [name=title]").all():
        title.fill(LONG[:60])
    page.get_by_label("Memorable quote").fill(LONG + LONG[:110])
    page.locator("form[data-part^=insights] textarea").last.fill(LONG)

    expect(used).to_contain_text("too much for one sheet")
    expect(page.locator(".sheet-end")).to_have_text("The sheet ends here")
    expect(page.locator(".off-page").first).to_have_text(
        "These words fall off the page."
    )
    expect(page.locator("form:focus-within .part-room")).to_contain_text("characters")
