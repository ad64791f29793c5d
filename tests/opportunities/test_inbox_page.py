"""What somebody new is led to: where a page of the inbox goes on."""

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
