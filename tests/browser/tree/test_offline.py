"""The tree without a network, after a sign-in has ended, and with two who get in each other's way."""

from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from opportunities import operations as ops
from tests.browser.conftest import CUT_OFF, assert_accessible, session_cookie
from tests.browser.tree.looks import card, drawn, eventually, focus, in_order
from tests.factories.solving import SolutionFactory
from tests.loop.stack import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def write(page, text):
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def waiting(page):
    return page.locator("#tree-unsent [data-count]")


def test_an_hour_without_a_network_loses_nothing(enter, people, nodes, outcome):
    page = enter(people[0], view="outline")
    CUT_OFF.add(page)
    page.context.set_offline(True)
    focus(page, nodes["cost"])
    page.keyboard.press("Shift+Enter")
    write(page, "I can't sleep")
    expect(card(page, "I can't sleep")).to_contain_text("Waits on this device")
    expect(card(page, "I can't sleep")).to_be_focused()

    # On goes the work, with what waits as with all else.
    page.keyboard.press("Alt+Enter")
    write(page, "I can't rest")
    expect(card(page, "I can't rest")).to_be_focused()
    page.keyboard.press("Shift+Enter")
    write(page, "I can't nap")
    expect(card(page, "I can't nap")).to_be_focused()
    page.keyboard.press("F2")
    page.keyboard.press("ControlOrMeta+a")
    write(page, "I can't dream")
    expect(card(page, "I can't dream")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    for name in ("gaps", "know"):
        focus(page, nodes[name])
        page.keyboard.press("F2")
        page.keyboard.press("ControlOrMeta+a")
        write(page, f"Mine of {name}")
    focus(page, nodes["cover"])
    page.keyboard.press("Alt+ArrowDown")
    expect(waiting(page)).to_have_text("8")
    assert_accessible(page, within="#tree-unsent")
    assert_accessible(page, within="#tree")

    # Others do not wait; then the tab is closed, and another one opened when the network is back.
    who = {"by": people[1], "client_id": uuid4()}
    node = nodes["gaps"]
    ops.reword_opportunity(node, text="Theirs", seen={"text": node.text}, **who)
    ops.delete_opportunity(nodes["know"], by=people[1], client_id=uuid4())
    page.close(run_before_unload=False)
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(page.url.split("#")[0])

    lines = again.locator("#tree-unsent li")
    expect(lines).to_have_count(2)
    expect(waiting(again)).to_be_hidden()
    wanted = {"cost": {}, "cover": {"reach": {}}, "sleep": {"dream": {}, "rest": {}}}
    eventually(outcome, wanted | {"Theirs": {}})
    expect(lines.nth(0)).to_contain_text("Theirs")
    expect(lines.nth(0)).to_contain_text("Mine of gaps")
    expect(lines.nth(1)).to_contain_text("Somebody has deleted that meanwhile.")
    expect(lines.nth(1)).to_contain_text("Mine of know")
    lines.nth(1).get_by_role("button", name="Let it go").click()
    lines.nth(0).get_by_role("button", name="Use yours").click()
    expect(again.locator("#tree-unsent")).to_be_hidden()
    eventually(outcome, wanted | {"Mine of gaps": {}})
    # Eight were kept, one was let go, two were theirs: each was made once.
    assert outcome.changes.count() == 9
    wait_until(lambda: drawn(again) == in_order(outcome), "the same on the page")


def test_only_what_is_to_go_looks_like_it(enter, people, nodes):
    # Of another kind, with the same number.
    SolutionFactory(opportunity=nodes["cover"], pk=nodes["cost"].pk)
    page = enter(people[0], view="outline")
    CUT_OFF.add(page)
    page.context.set_offline(True)
    focus(page, nodes["cost"])
    page.keyboard.press("Delete")

    expect(waiting(page)).to_have_text("1")
    leaving = page.locator(".node--leaving")
    expect(leaving).to_have_count(1)
    expect(leaving).to_contain_text("I can't cost")


def test_who_is_signed_out_meanwhile_signs_in_and_loses_nothing(
    enter, people, nodes, outcome, web
):
    page = enter(people[0], view="outline")
    CUT_OFF.add(page)
    Session.objects.all().delete()
    focus(page, nodes["gaps"])
    page.keyboard.press("Alt+ArrowRight")

    notice = page.locator("#tree-unsent")
    expect(notice).to_contain_text("You are signed out.")
    expect(notice.get_by_role("link", name="Sign in again")).to_be_visible()
    page.context.add_cookies([session_cookie(people[0].user, web)])
    page.evaluate("dispatchEvent(new Event('focus'))")

    expect(notice).to_be_hidden()
    eventually(outcome, {"cover": {"reach": {}, "know": {}}, "cost": {"gaps": {}}})


def test_two_who_put_each_under_the_other_both_see_what_became_of_it(
    enter, people, nodes, outcome
):
    ida, tomas = enter(people[0], view="outline"), enter(people[1], view="outline")
    CUT_OFF.add(ida)
    ida.context.set_offline(True)
    focus(ida, nodes["cost"])
    ida.keyboard.press("Alt+ArrowRight")
    expect(waiting(ida)).to_have_text("1")
    focus(tomas, nodes["cover"])
    tomas.keyboard.press("Alt+ArrowDown")
    tomas.keyboard.press("Alt+ArrowRight")
    moved = {"cost": {"cover": {"reach": {}, "know": {}}}, "gaps": {}}
    eventually(outcome, moved)

    ida.context.set_offline(False)

    line = ida.locator("#tree-unsent li")
    expect(line).to_contain_text("That would put it beneath itself.")
    expect(line).to_contain_text("I can't cost")
    wait_until(
        lambda: drawn(ida) == drawn(tomas) == in_order(outcome), "both to see the same"
    )
    line.get_by_role("button", name="Let it go").click()
    expect(ida.locator("#tree-unsent")).to_be_hidden()
    eventually(outcome, moved)
