"""Seeing the tree and walking on it: views, keys, a finger, a small screen, no script."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from opportunities import operations as ops
from opportunities.models import Opportunity
from tests.browser.conftest import assert_accessible, assert_fits
from tests.browser.tree.looks import card, eventually, focus, focused, has_focus, shape
from tests.factories.opportunities import OpportunityFactory
from tests.loop.stack import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_move_mode_and_walking_on_the_canvas(enter, people, nodes, outcome):
    page = enter(people[0])
    focus(page, nodes["cover"])

    page.keyboard.press("ArrowDown")
    has_focus(page, nodes["reach"])
    page.keyboard.press("m")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    eventually(outcome, {"cover": {"know": {}, "reach": {}}, "cost": {}, "gaps": {}})
    page.keyboard.press("ArrowUp")
    has_focus(page, nodes["cover"])

    # Shift chooses more of the row, without what stands beneath; Ctrl shifts the view.
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("[aria-selected=true]")).to_have_count(2)
    has_focus(page, nodes["cost"])
    here = page.locator(f"#opportunity-{nodes['cost'].pk} > .node")
    across = here.bounding_box()["x"]
    page.keyboard.press("Control+ArrowLeft")
    wait_until(lambda: here.bounding_box()["x"] > across + 70, "the view to shift")
    has_focus(page, nodes["cost"])


def test_a_large_tree_shows_the_cards_near_the_view(enter, people, outcome):
    first, *_, last = OpportunityFactory.create_batch(305, outcome=outcome)
    page = enter(people[0])
    far = page.locator(f"#opportunity-{last.pk} > .node")
    expect(far).to_be_hidden()

    page.locator("[role=treeitem][tabindex='0']").focus()
    page.keyboard.press("End")

    has_focus(page, last)
    expect(far).to_be_in_viewport()
    expect(page.locator(f"#opportunity-{first.pk} > .node")).to_be_hidden()
    # A new one is written behind the last, far from where one stands.
    page.keyboard.press("Home")
    page.keyboard.press("Alt+Enter")
    page.keyboard.type("I can't sleep")
    page.keyboard.press("Enter")
    expect(card(page, "I can't sleep")).to_be_focused()


def test_walking_the_outline(enter, people, nodes):
    page = enter(people[0], view="outline")
    focus(page, nodes["cover"])

    page.keyboard.press("ArrowLeft")
    assert page.locator(f"#opportunity-{nodes['reach'].pk} > .node").is_hidden()
    page.keyboard.press("ArrowDown")
    has_focus(page, nodes["cost"])
    page.keyboard.press("Home")
    assert focused(page).startswith("outcome-")
    page.keyboard.press("End")
    has_focus(page, nodes["gaps"])
    page.keyboard.type("cos")
    has_focus(page, nodes["cost"])
    page.wait_for_timeout(800)
    page.keyboard.press("v")
    expect(page.locator(".tree")).to_have_attribute("data-view", "canvas")
    expect(card(page, "I can't cost")).to_be_in_viewport()
    has_focus(page, nodes["cost"])
    # A single key means nothing while the focus is elsewhere (trust.md D12).
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("v")
    expect(page.locator(".tree")).to_have_attribute("data-view", "canvas")


@pytest.mark.parametrize(("view", "theme"), [("canvas", "light"), ("outline", "dark")])
def test_the_tree_is_accessible(enter, people, nodes, hear, view, theme):
    placed = {"by": people[0], "client_id": uuid4()}
    ops.place_heard(
        nodes["know"].outcome, hear("Heard"), opportunity=nodes["know"], **placed
    )
    ops.set_target(nodes["know"], is_target=True, by=people[0], client_id=uuid4())
    ops.park_opportunity(nodes["gaps"], reason="Later", by=people[0], client_id=uuid4())
    hear("Waiting")
    page = enter(people[0], view=view, theme=theme)

    assert_accessible(page)
    focus(page, nodes["know"])
    page.keyboard.press("Enter")
    expect(page.locator("#tree-panel blockquote")).to_be_visible()
    assert_accessible(page)
    page.locator("#tree-waiting").click()
    expect(page.locator("[data-heard]")).to_be_visible()
    assert_accessible(page)


def test_a_phone_shows_the_outline(enter, people, nodes, outcome):
    page = enter(people[0], view="outline", width=360, height=740, touch=True)

    assert_fits(page)
    page.locator(f"#opportunity-{nodes['cost'].pk} .node__more").tap()
    page.get_by_role("menuitem", name="Move down").tap()
    eventually(outcome, {"cover": {"reach": {}, "know": {}}, "gaps": {}, "cost": {}})
    page.locator(f"#opportunity-{nodes['cost'].pk} .node__text").tap()
    expect(page.locator("#tree-panel #id_text")).to_be_visible()
    assert_fits(page)
    assert_accessible(page)


def test_the_outline_works_without_script(enter, people, nodes, outcome):
    page = enter(people[0], script=False, width=360)

    page.get_by_role("link", name="I can't gaps", exact=True).click()
    page.get_by_text("Move", exact=True).first.click()
    page.get_by_label("Move to…").select_option(str(nodes["cost"].pk))
    page.get_by_role("button", name="Move", exact=True).click()

    assert page.url.endswith(f"#opportunity-{nodes['gaps'].pk}")
    wanted = {"cover": {"reach": {}, "know": {}}, "cost": {"gaps": {}}}
    assert shape(outcome) == wanted
    page.get_by_role("link", name="Add opportunity").click()
    page.get_by_label("In the words of a customer").fill("I can't sleep")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_load_state()
    assert Opportunity.objects.filter(text="I can't sleep").exists()
    assert_fits(page)


def test_a_stakeholder_reads_and_changes_nothing(enter, stakeholder, nodes, outcome):
    page = enter(stakeholder)
    before = shape(outcome)

    focus(page, nodes["cost"])
    for key in ("Alt+ArrowRight", "Delete", "F2", "m", "Alt+Enter", "Control+z"):
        page.keyboard.press(key)
    page.locator(f"#opportunity-{nodes['cost'].pk} > .node").drag_to(
        page.locator(f"#opportunity-{nodes['gaps'].pk} > .node")
    )
    page.locator(f"#opportunity-{nodes['cost'].pk} .node__text").click()

    expect(page.locator("#tree-panel .headline")).to_have_text("I can't cost")
    # Who reads may talk about it, and nothing else.
    changing = page.locator("#tree-panel :is(.panel__words, .panel__actions)")
    assert changing.count() == 0
    assert shape(outcome) == before


class Fingers:
    """One or two fingers on a page, as the browser gets them from the screen."""

    def __init__(self, page):
        self.send = page.context.new_cdp_session(page).send

    def _touch(self, kind, points):
        at = [{"x": x, "y": y, "id": key} for key, (x, y) in enumerate(points)]
        self.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    def rest(self, *points):
        self._touch("touchStart", points)

    def glide(self, starts, ends, steps=5):
        for step in range(1, steps + 1):
            share = step / steps
            points = [
                (x + (to_x - x) * share, y + (to_y - y) * share)
                for (x, y), (to_x, to_y) in zip(starts, ends, strict=True)
            ]
            self._touch("touchMove", points)

    def lift(self):
        self._touch("touchEnd", [])

    def swipe(self, starts, ends):
        self.rest(*starts)
        self.glide(starts, ends)
        self.lift()


def middle(node):
    box = node.bounding_box()
    return (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_fingers_on_the_canvas(enter, people, nodes, outcome):
    page = enter(people[0], touch=True)
    fingers = Fingers(page)
    cost, gaps = (
        page.locator(f"#opportunity-{nodes[name].pk} > .node")
        for name in ("cost", "gaps")
    )
    before = cost.bounding_box()

    fingers.swipe([(600, 700)], [(680, 740)])
    shifted = lambda: cost.bounding_box()["x"] > before["x"] + 70  # noqa: E731
    wait_until(shifted, "the canvas to follow the finger")
    fingers.swipe([(550, 700), (650, 700)], [(500, 700), (700, 700)])
    nearer = lambda: cost.bounding_box()["width"] > before["width"] * 1.8  # noqa: E731
    wait_until(nearer, "the canvas to come nearer")
    page.get_by_role("button", name="Show all of it").tap()
    cost.tap()
    expect(page.locator("#tree-panel #id_text")).to_be_visible()
    page.locator("#tree-panel [data-close-panel]").tap()

    # A finger that rests lifts the card: lifted again it opens the menu, moved it drags.
    fingers.rest(middle(cost))
    expect(page.locator(".node--ghost")).to_be_visible()
    fingers.lift()
    expect(page.locator("#node-menu")).to_be_visible()
    page.keyboard.press("Escape")
    here = middle(cost)
    fingers.rest(here)
    expect(page.locator(".node--ghost")).to_be_visible()
    fingers.glide([here], [middle(gaps)])
    fingers.lift()
    eventually(outcome, {"cover": {"reach": {}, "know": {}}, "gaps": {"cost": {}}})


def test_a_walk_through_the_tree_on_a_big_screen(enter, people, nodes):
    page = enter(people[0], view=None, path="presentation")
    heading = page.get_by_role("heading", level=1)

    page.keyboard.press("Home")
    expect(heading).to_have_text(str(nodes["cover"].outcome))
    for key, stop in (
        ("ArrowRight", "cover"),
        (" ", "reach"),
        ("PageDown", "know"),
        ("ArrowLeft", "reach"),
        ("ArrowUp", "cover"),
    ):
        page.keyboard.press(key)
        expect(heading).to_have_text(f"I can't {stop}")
    expect(heading).to_be_focused()
    page.go_back()
    expect(heading).to_have_text("I can't reach")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(rf"#opportunity-{nodes['reach'].pk}$"))
