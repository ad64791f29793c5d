"""Panels that are pages of their own: where they go on, and what they refuse."""

import pytest

ON_HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.mark.parametrize(
    ("shown", "leads_on"), [("inbox", True), ("tree", False), (None, False)]
)
def test_placing_on_a_page_of_its_own_goes_on_to_the_rest_of_the_inbox(
    sign_in, member, hear, url, shown, leads_on
):
    heard = hear("I call everybody on the list and nobody answers")
    client = sign_in(member)
    at = {"HTTP_HX_CURRENT_URL": f"https://testserver{url(shown)}"} if shown else {}

    answer = client.post(url("placing", heard.pk), {"place": "under:"}, **ON_HTMX, **at)

    assert answer.headers.get("HX-Redirect") == (url("inbox") if leads_on else None)
    assert ("HX-Trigger" in answer.headers) is not leads_on
    if leads_on:
        assert "I call everybody on the list" in client.get(url("inbox")).text


@pytest.mark.parametrize(("shown", "leads_on"), [("lines", True), ("tree", False)])
def test_a_panel_that_closes_leads_to_the_tree_where_it_is_a_page(
    sign_in, member, url, shown, leads_on
):
    client = sign_in(member)
    at = {"HTTP_HX_CURRENT_URL": f"https://testserver{url(shown)}"}

    answer = client.post(url("lines"), {"lines": "I wonder"}, **ON_HTMX, **at)

    assert answer.headers.get("HX-Redirect", "").startswith(url("tree")) is leads_on
    assert ("HX-Trigger" in answer.headers) is not leads_on


def test_nothing_that_is_chosen_cannot_be_merged(sign_in, member, url, node):
    answer = sign_in(member).post(url("selection"), {"do": "merge"})

    assert answer.status_code == 422
    assert "Choose what to merge first." in answer.text
