"""The tree in real browsers, before the web process that serves events as well."""

from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from opportunities import operations as ops
from opportunities.models import Opportunity
from opportunities.tree import nest
from tests.browser.conftest import (
    assert_accessible,
    assert_fits,
    begins_to_listen,
    session_cookie,
)
from tests.discovery.live.server import WebServer
from tests.factories.accounts import UserFactory
from tests.factories.opportunities import OpportunityFactory, OutcomeFactory
from tests.factories.snapshots import HeardOpportunityFactory, SnapshotFactory
from tests.factories.workspaces import MembershipFactory
from tests.loop.stack import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def web(django_db_setup, django_db_blocker):
    """The real web process on the tests' own database; returns its address."""
    server = WebServer()
    server.start()
    yield f"http://127.0.0.1:{server.port}"
    server.stop()


@pytest.fixture
def people(workspace, team):
    """Two of one trio."""
    names = ["Ida Holm", "Tomas Vrba"]
    users = [UserFactory(name=name) for name in names]
    return [MembershipFactory(workspace=workspace, team=team, user=u) for u in users]


@pytest.fixture
def outcome(team):
    return OutcomeFactory(team=team, baseline="22%", target="40%", current="27%")


@pytest.fixture
def nodes(outcome):
    """cover > (reach, know), cost, gaps."""
    nodes = {}
    for name, parent in (
        ("cover", None),
        ("reach", "cover"),
        ("know", "cover"),
        ("cost", None),
        ("gaps", None),
    ):
        nodes[name] = OpportunityFactory(
            outcome=outcome, parent=nodes.get(parent), text=f"I can't {name}"
        )
    return nodes


@pytest.fixture
def hear(team, people):
    def hear(text):
        snapshot = SnapshotFactory(
            interview__team=team, published=True, published_by=people[0]
        )
        return HeardOpportunityFactory(snapshot=snapshot, text=text)

    return hear


@pytest.fixture
def enter(web, browser_page, outcome):
    """Open the tree for a member, on the real web process, in one of its views."""

    def enter(member, view="canvas", path="tree", **options):
        page = browser_page(**options)
        page.context.add_cookies([session_cookie(member.user, web)])
        args = [outcome.workspace.slug, outcome.pk]
        address = web + reverse(f"opportunities:{path}", args=args)
        if not options.get("script", True):
            page.goto(address)
        else:
            with begins_to_listen(page):
                page.goto(address)
            page.locator(".tree[data-view]").wait_for()
            if page.locator(".tree").get_attribute("data-view") != view:
                page.get_by_role("button", name=view.title()).click()
        return page

    return enter


def shape(outcome):
    def texts(branches):
        return {
            b.row.text.removeprefix("I can't "): texts(b.children) for b in branches
        }

    return texts(nest(outcome.opportunities.standing()).top)


def in_order(outcome):
    """The ids and parents of all nodes, from top to bottom."""

    def walk(branches, parent):
        for branch in branches:
            yield [str(branch.row.pk), parent]
            yield from walk(branch.children, str(branch.row.pk))

    return list(walk(nest(outcome.opportunities.standing()).top, ""))


def drawn(page):
    return page.evaluate(
        "[...document.querySelectorAll('.tree__item[data-on=opportunity]')]"
        ".map((item) => [item.dataset.pk, item.dataset.parent])"
    )


def eventually(outcome, wanted):
    """Wait until the database holds the wanted tree."""
    wait_until(lambda: shape(outcome) == wanted, f"the tree {wanted}")


def focus(page, node):
    page.locator(f"#opportunity-{node.pk} > .node").focus()


def card(page, text):
    """The card of the node that says ``text``."""
    return page.get_by_role("treeitem", name=text)


def focused(page):
    return page.evaluate("document.activeElement.closest('.tree__item')?.id")


def has_focus(page, node):
    """The focus is on the node, at the latest once the page shows what the server has."""
    expected = f"opportunity-{node.pk}"
    wait_until(lambda: focused(page) == expected, f"the focus on {node.text}")


def said(page, text):
    expect(page.locator("[data-announcer]")).to_contain_text(text)


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


@pytest.mark.parametrize("view", ["canvas", "outline"])
def test_nodes_move_by_drag(enter, people, nodes, outcome, view):
    page = enter(people[0], view=view)

    page.locator(f"#opportunity-{nodes['cost'].pk} > .node").drag_to(
        page.locator(f"#opportunity-{nodes['gaps'].pk} > .node")
    )

    eventually(outcome, {"cover": {"reach": {}, "know": {}}, "gaps": {"cost": {}}})
    said(page, "Moved “I can't cost” under “I can't gaps”")
    has_focus(page, nodes["cost"])


def test_a_node_cannot_be_dragged_into_its_own_branch(enter, people, nodes, outcome):
    page = enter(people[0])
    before = shape(outcome)

    page.locator(f"#opportunity-{nodes['cover'].pk} > .node").drag_to(
        page.locator(f"#opportunity-{nodes['know'].pk} > .node")
    )
    page.wait_for_timeout(500)

    assert shape(outcome) == before


def test_nodes_move_by_menu(enter, people, nodes, outcome):
    page = enter(people[0])

    page.locator(f"#opportunity-{nodes['gaps'].pk} .node__more").click()
    page.get_by_role("menuitem", name="Move to…").click()
    page.get_by_label("Under").select_option(label="\u2003\u2003I can't know")
    page.get_by_role("button", name="Move", exact=True).click()

    wanted = {"cover": {"reach": {}, "know": {"gaps": {}}}, "cost": {}}
    eventually(outcome, wanted)
    has_focus(page, nodes["gaps"])


def test_two_people_at_once_lose_no_change(enter, people, nodes, outcome):
    ida, tomas = enter(people[0]), enter(people[1], view="outline")

    focus(ida, nodes["cost"])
    ida.keyboard.press("Shift+Enter")
    ida.keyboard.type("I can't sleep")
    focus(tomas, nodes["gaps"])
    tomas.keyboard.press("F2")
    tomas.keyboard.press("ControlOrMeta+a")
    tomas.keyboard.type("I can't see gaps")
    ida.keyboard.press("Enter")
    # Her node comes while he is writing, and takes neither his words nor his focus.
    expect(card(tomas, "I can't sleep")).to_be_visible()
    assert tomas.evaluate("document.activeElement.value") == "I can't see gaps"
    tomas.keyboard.press("Enter")

    expect(card(ida, "I can't see gaps")).to_be_visible()
    wanted = {
        "cover": {"reach": {}, "know": {}},
        "cost": {},
        "sleep": {},
        "see gaps": {},
    }
    assert shape(outcome) == wanted


def test_a_stale_edit_shows_both_texts(enter, people, nodes):
    page = enter(people[0])
    node = nodes["cost"]
    focus(page, node)
    page.keyboard.press("F2")
    ops.reword_opportunity(
        node, text="Theirs", seen={"text": node.text}, by=people[1], client_id=uuid4()
    )
    page.keyboard.type("Mine")
    page.keyboard.press("Enter")

    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Theirs")
    expect(dialog).to_contain_text("Mine")
    dialog.get_by_role("button", name="Use yours").click()

    expect(card(page, "Mine")).to_be_visible()
    wait_until(lambda: Opportunity.objects.get(pk=node.pk).text == "Mine", "Mine", 5)


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


def test_moves_end_up_the_same_for_both(enter, people, nodes, outcome):
    ida, tomas = enter(people[0], view="outline"), enter(people[1], view="outline")
    focus(ida, nodes["cost"])
    focus(tomas, nodes["gaps"])

    ida.keyboard.press("Alt+ArrowRight")
    tomas.keyboard.press("Alt+ArrowUp")
    ida.keyboard.press("Alt+ArrowUp")
    tomas.keyboard.press("Alt+ArrowUp")

    wait_until(
        lambda: drawn(ida) == drawn(tomas) == in_order(outcome), "both to see the same"
    )
    whole = nest(outcome.opportunities.standing())
    assert whole.strays == []
    assert len(whole.by_pk) == 5


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
