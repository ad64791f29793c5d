"""Two people shape one tree at once."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from opportunities import operations as ops
from opportunities.models import Opportunity
from opportunities.tree import nest
from tests.browser.tree.looks import card, drawn, focus, in_order, shape
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
