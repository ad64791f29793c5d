"""Shaping the tree: by keys, by dragging, by menu, one node and several."""

import pytest
from playwright.sync_api import expect

from tests.browser.tree.looks import card, eventually, focus, has_focus, said

pytestmark = pytest.mark.django_db(transaction=True)


def test_nodes_move_by_keyboard_and_keep_the_focus(enter, people, nodes, outcome):
    page = enter(people[0], view="outline")
    focus(page, nodes["cost"])

    page.keyboard.press("Alt+ArrowRight")
    said(page, "Moved “I can't cost” under “I can't cover”, position 3 of 3.")
    eventually(outcome, {"cover": {"reach": {}, "know": {}, "cost": {}}, "gaps": {}})

    page.keyboard.press("Alt+ArrowUp")
    eventually(outcome, {"cover": {"reach": {}, "cost": {}, "know": {}}, "gaps": {}})
    page.keyboard.press("Alt+ArrowLeft")
    page.keyboard.press("Alt+ArrowDown")
    wanted = {"cover": {"reach": {}, "know": {}}, "gaps": {}, "cost": {}}
    eventually(outcome, wanted)
    has_focus(page, nodes["cost"])

    page.keyboard.press("Control+z")
    said(page, "Took back")
    eventually(outcome, {"cover": {"reach": {}, "know": {}}, "cost": {}, "gaps": {}})
    has_focus(page, nodes["cost"])


@pytest.mark.parametrize("view", ["canvas", "outline"])
def test_nodes_move_by_drag(enter, people, nodes, outcome, view):
    page = enter(people[0], view=view)
    cards = {
        name: page.locator(f"#opportunity-{node.pk} > .node")
        for name, node in nodes.items()
    }

    # Into its own branch it cannot go.
    cards["cover"].drag_to(cards["know"])
    cards["cost"].drag_to(cards["gaps"])

    eventually(outcome, {"cover": {"reach": {}, "know": {}}, "gaps": {"cost": {}}})
    said(page, "Moved “I can't cost” under “I can't gaps”")
    has_focus(page, nodes["cost"])


def test_nodes_move_by_menu(enter, people, nodes, outcome):
    page = enter(people[0])

    page.locator(f"#opportunity-{nodes['gaps'].pk} .node__more").click()
    page.get_by_role("menuitem", name="Move to…").click()
    page.get_by_label("Under").select_option(label="\u2003\u2003I can't know")
    page.get_by_role("button", name="Move", exact=True).click()

    wanted = {"cover": {"reach": {}, "know": {"gaps": {}}}, "cost": {}}
    eventually(outcome, wanted)
    has_focus(page, nodes["gaps"])


def test_adding_solving_aiming_and_deleting(enter, people, nodes, outcome):
    page = enter(people[0])
    more = page.locator(f"#opportunity-{nodes['cost'].pk} > .node .node__more")

    more.click()
    page.get_by_role("menuitem", name="Add a solution").click()
    page.keyboard.type("An open shifts board")
    page.keyboard.press("Enter")
    expect(card(page, "An open shifts board")).to_be_visible()
    more.click()
    page.get_by_role("menuitem", name="Make it the target").click()
    expect(page.locator(".node--target")).to_contain_text("I can't cost")
    more.click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_role("dialog")).to_contain_text("goes along: 1")
    page.get_by_role("button", name="Cancel").click()
    focus(page, nodes["gaps"])
    page.keyboard.press("Delete")

    expect(page.locator(f"#opportunity-{nodes['gaps'].pk}")).to_have_count(0)
    has_focus(page, nodes["cost"])


def test_what_was_heard_is_dragged_onto_a_node(enter, people, nodes, hear):
    heard = hear("I never know who could come")
    page = enter(people[0])

    page.get_by_role("link", name="1 to place", exact=True).click()
    page.locator("[data-heard] .node__words").drag_to(
        page.locator(f"#opportunity-{nodes['know'].pk} > .node")
    )

    expect(page.locator("#tree-panel")).to_contain_text("All is placed")
    expect(page.locator("#tree-waiting")).to_be_hidden()
    node = page.locator(f"#opportunity-{nodes['know'].pk} > .node")
    expect(node).to_contain_text("1 person, this week")
    assert heard.evidence.get().opportunity == nodes["know"]


def test_what_was_heard_is_placed_by_keyboard_and_leads_back_to_the_quote(
    enter, people, nodes, hear
):
    heard = hear("I can't know who could come")
    page = enter(people[0])

    page.get_by_role("link", name="1 to place", exact=True).press("Enter")
    page.get_by_role("link", name="Choose its place").press("Enter")
    expect(page.locator("#tree-panel")).to_contain_text("These sound alike")
    page.get_by_label("Where does it belong?").select_option(f"on:{nodes['know'].pk}")
    page.get_by_role("button", name="Place it").press("Enter")
    expect(page.locator("#tree-panel")).to_contain_text("All is placed")
    focus(page, nodes["know"])
    page.keyboard.press("Enter")

    panel = page.locator("#tree-panel")
    expect(panel.locator("blockquote")).to_have_text(heard.snapshot.quote)
    expect(panel.get_by_role("link", name="Read the story")).to_be_visible()


PASTE = """(card, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  card.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_several_are_shaped_with_one_change_each(enter, people, nodes, outcome):
    page = enter(people[0], view="outline")

    focus(page, nodes["reach"])
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    bar = page.get_by_role("toolbar", name="chosen")
    expect(bar).to_contain_text("2 chosen")
    bar.get_by_role("button", name="Move to…").click()
    page.get_by_label("Find the place").fill("gaps")
    page.get_by_role("button", name="Move", exact=True).click()
    moved = {"cover": {}, "cost": {}, "gaps": {"reach": {}, "know": {}}}
    eventually(outcome, moved)
    said(page, "Moved “I can't reach” and one more under “I can't gaps”, from")
    expect(page.locator("[aria-selected=true]")).to_have_count(2)
    page.keyboard.press("Escape")

    # Picked up and put down: two clicks instead of dragging (D11).
    page.locator(f"#opportunity-{nodes['gaps'].pk} > .node .node__more").click()
    page.get_by_role("menuitem", name="Pick up").click()
    card(page, "I can't cost").click()
    eventually(outcome, {"cover": {}, "cost": {"gaps": {"reach": {}, "know": {}}}})

    # Lines of another tool, pasted where the focus is.
    focus(page, nodes["cover"])
    here = page.locator(f"#opportunity-{nodes['cover'].pk} > .node")
    here.evaluate(PASTE, "- I can't call\n  - I can't text")
    said(page, "Added “I can't call” and one more")
    page.keyboard.press("Control+z")
    said(page, "Took back")
    expect(card(page, "I can't call")).to_have_count(0)

    focus(page, nodes["cost"])
    page.keyboard.press("Delete")
    expect(page.get_by_role("dialog")).to_contain_text("goes along: 3")
    page.get_by_role("button", name="Delete").click()
    eventually(outcome, {"cover": {}})
    has_focus(page, nodes["cover"])
