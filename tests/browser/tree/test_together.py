"""Two people shape one tree at once."""

from urllib.parse import urljoin
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from opportunities import operations as ops
from opportunities.models import Opportunity
from opportunities.tree import nest
from tests.browser.tree.looks import card, drawn, eventually, focus, in_order, shape
from tests.loop.stack import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_when_it_is_saves_itself_and_a_stale_choice_shows_both(enter, people, nodes):
    page = enter(people[0])
    node = nodes["cost"]
    words = page.locator(f"#opportunity-{node.pk} .node__text").first
    page.goto(urljoin(page.url, words.get_attribute("href")))
    plan, when = page.locator("node-plan"), page.get_by_label("When")
    expect(plan.get_by_role("button", name="Save")).to_be_hidden()
    when.select_option("later")
    expect(plan.get_by_role("status")).to_have_text("Saved")
    theirs = {"wanted": {"horizon": "next"}, "seen": {"horizon": "later"}}
    made = {"by": people[1], "client_id": uuid4()}
    ops.edit_node(node.outcome, f"opportunity:{node.pk}", **theirs, **made)

    when.select_option("now")
    said = "Somebody else has chosen “Next” meanwhile, and you “Now”."
    expect(plan.get_by_role("status")).to_have_text(said)
    assert Opportunity.objects.get(pk=node.pk).horizon == "next"
    plan.get_by_role("button", name="Use yours").click()

    expect(plan.get_by_role("status")).to_have_text("Saved")
    assert Opportunity.objects.get(pk=node.pk).horizon == "now"


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


def test_a_refused_undo_is_told_until_the_next_one_succeeds(
    enter, people, nodes, outcome
):
    ida, tomas = people
    place = {"parent": nodes["cover"].pk, "after": ops.LAST}
    ops.move_opportunity(nodes["cost"], **place, by=ida, client_id=uuid4())
    for text, by in (("Ida's", ida), ("Tomas's", tomas)):
        node = Opportunity.objects.get(pk=nodes["gaps"].pk)
        seen = {"text": node.text}
        ops.reword_opportunity(node, text=text, seen=seen, by=by, client_id=uuid4())
    page = enter(ida)
    refusal = page.locator(".message--error")

    focus(page, nodes["cost"])
    page.keyboard.press("ControlOrMeta+z")
    expect(refusal).to_contain_text("Not taken back")
    page.keyboard.press("ControlOrMeta+z")

    eventually(outcome, {"cover": {"reach": {}, "know": {}}, "cost": {}, "Tomas's": {}})
    expect(refusal).to_have_count(0)
