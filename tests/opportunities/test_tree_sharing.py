"""A tree by link: what leaves the company is titles and numbers, and only while it may."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from discovery.audit.models import AuditEvent
from opportunities.models import TreeLink
from opportunities.operations.erasure import forget_names
from opportunities.operations.sharing import (
    revoke_tree_link,
)
from tests.factories.opportunities import (
    EvidenceFactory,
    OpportunityFactory,
)
from tests.factories.solving import SolutionFactory
from tests.factories.workspaces import MembershipFactory

BROWSER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"}
CODE = "xk4m-7qwp-r2ht"


def test_titles_and_numbers_leave_and_nothing_else(client, share, grow, hear, member):
    nodes = grow(plan={"reach": {}}, pay={})
    heard = hear(quote="I rang eleven people")
    person = heard.snapshot.participant
    EvidenceFactory(opportunity=nodes["reach"], heard=heard, placed_by=member)
    first = person.name.split()[0]
    type(nodes["reach"]).objects.filter(pk=nodes["reach"].pk).update(
        text=f"{first} cannot reach anybody",
        description="said at the counter",
        owner=member,
        is_target=True,
    )
    SolutionFactory(opportunity=nodes["reach"], text="A call list", description="Psst")

    response = client.get(share(label="The board").page)

    page = response.text
    for said in ("plan", "cannot reach anybody", "A call list", "1 person told of it"):
        assert said in page
    kept = ("at the counter", "eleven people", "Psst", "The board", "Target", "<script")
    for secret in (first, str(member), *kept):
        assert secret not in page
    assert person.pseudonym in page
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == "private, no-store"
    assert len(re.findall("<(?:ul|li)[ >]", page)) == len(
        re.findall("</ul>|</li>", page)
    )


def test_a_branch_shows_nothing_beside_it(client, share, grow):
    nodes = grow(plan={"reach": {"call": {}}, "write": {}}, pay={})
    page = share(opportunity=nodes["reach"]).page

    for address in (page, f"{page}picture.svg"):
        told = client.get(address).text
        assert "reach" in told and "call" in told
        for other in ("plan", "write", "pay"):
            assert f"t {other}" not in told and f"t&#x27;{other}" not in told


def ended(link, **change):
    TreeLink.objects.filter(pk=link.pk).update(**change)


GONE = {
    "revoked": lambda link: revoke_tree_link(link=link, by=link.created_by),
    "expired": lambda link: ended(link, expires_at=now() - timedelta(minutes=1)),
    "author left": lambda link: _set(link.created_by, removed_at=now()),
    "author shut out": lambda link: _set(link.created_by.user, is_active=False),
    "archived": lambda link: _set(link.outcome, archived_at=now()),
}
RESTING = {
    "parked": lambda link: _set(link.opportunity, parked_at=now()),
    "parked above": lambda link: _set(link.opportunity.parent, parked_at=now()),
    "deleted": lambda link: _set(link.opportunity, deleted_at=now()),
    "merged": lambda link: _set(
        link.opportunity, deleted_at=now(), merged_into=link.opportunity.parent
    ),
}


def _set(row, **values):
    type(row).objects.filter(pk=row.pk).update(**values)


@pytest.mark.parametrize("why", GONE)
def test_what_has_ended_is_not_told_from_a_guess(client, share, grow, why):
    link = share(opportunity=grow(plan={"reach": {}})["reach"])
    assert client.get(link.page).status_code == 200

    GONE[why](link)

    guessed = told_by(client.get(reverse("shared_tree:tree", args=["x" * 32])))
    for address in (link.page, f"{link.page}picture.svg"):
        assert told_by(client.get(address)) == guessed


@pytest.mark.parametrize("why", RESTING)
def test_a_branch_off_the_tree_says_so_kindly_and_no_more(client, share, grow, why):
    link = share(opportunity=grow(plan={"reach": {}})["reach"])

    RESTING[why](link)

    page = client.get(link.page)
    assert page.status_code == 404 and "Your link is right" in page.text
    assert client.get(f"{link.page}picture.svg").text.count("Your link is right") == 1
    for secret in ("reach", "plan", str(link.outcome), why):
        assert secret not in page.text


def test_a_branch_that_moved_is_shown_where_it_is(client, share, grow):
    nodes = grow(plan={"reach": {"call": {}}}, pay={})
    link = share(opportunity=nodes["reach"])

    _set(nodes["reach"], parent=nodes["pay"])

    page = client.get(link.page).text
    assert "call" in page and "pay" not in page


def told_by(response):
    """All that somebody could tell an answer from another by, but for what differs each time."""
    text = re.sub(r'(nonce="|X-CSRFToken": ")[^"]+', "", response.text)
    headers = {**response.headers, "Content-Security-Policy": "", "Content-Length": ""}
    return response.status_code, text, headers


def test_the_passcode_stands_before_page_and_picture(client, share, grow, outcome):
    grow(plan={})
    link = share(passcode=CODE)
    picture = f"{link.page}picture.svg"

    before = client.get(link.page)
    assert client.get(picture).status_code == 302
    assert "plan" not in before.text and str(outcome) not in before.text
    assert client.post(link.page, {"passcode": "wrong-code"}).status_code == 422
    assert client.post(link.page, {"passcode": CODE}).status_code == 303

    assert "plan" in client.get(link.page).text
    assert "plan" in client.get(picture).text
    assert CODE not in str(TreeLink.objects.values().get())


def test_tries_of_a_passcode_are_limited(client, share):
    page = share(passcode=CODE).page
    for _ in range(10):
        client.post(page, {"passcode": "wrong-code"})

    wrong = client.post(page, {"passcode": "wrong-code"})
    right = client.post(page, {"passcode": CODE})
    assert right.status_code == 429
    # Nobody learns by a try too many that it was the right one.
    assert told_by(right) == told_by(wrong)


def test_openings_are_counted_without_a_trace_of_who(client, share):
    link = share()
    client.get(link.page, headers=BROWSER)
    client.get(link.page, headers={"user-agent": "Slackbot 1.0"})

    link.refresh_from_db()
    assert link.opened_count == 1
    assert list(link.openings.values_list("day", "count")) == [(localdate(), 1)]


def test_the_panel_makes_a_link_shows_it_once_and_takes_it_back(
    sign_in, member, panel, grow, client
):
    node = grow(plan={})["plan"]
    asked = {"lifetime": "90", "passcode_choice": "none", "under": node.pk}

    told = sign_in(member).post(panel, asked).text

    link = TreeLink.objects.get()
    address = re.search(r"/t/[\w-]+/", told)[0]
    assert link.opportunity == node
    assert localdate(link.expires_at) == localdate() + timedelta(days=90)
    assert address not in client.get(panel).text
    overview = reverse("snapshots:all_links", args=[link.workspace.slug])
    revocation = reverse(
        "opportunities:tree_link_revocation", args=[link.workspace.slug, link.pk]
    )
    assert revocation in client.get(overview).text
    client.post(revocation, {"from": "all"})
    assert revocation not in client.get(overview).text
    client.logout()
    assert client.get(address).status_code == 404
    actions = AuditEvent.objects.values_list("action", flat=True)
    assert {"share_link_created", "share_link_revoked"} <= set(actions)


def test_another_teams_tree_is_not_theirs_to_share(sign_in, workspace, panel):
    client = sign_in(MembershipFactory(workspace=workspace))

    assert client.get(panel).status_code == 403
    assert client.post(panel, {"lifetime": "90"}).status_code == 403


@pytest.mark.parametrize("under", ["0", "x", "99999999999999999999"])
def test_a_branch_that_is_not_there_is_not_shared(sign_in, member, panel, under):
    assert sign_in(member).get(panel, {"under": under}).status_code == 404


def test_an_erased_person_is_not_named_by_a_label(share, hear):
    person = hear().snapshot.participant
    link = share(label=f"For {person.name}")

    forget_names(person)

    link.refresh_from_db()
    assert link.label == f"For {person.pseudonym}"


def test_the_page_speaks_german(client, share, grow):
    grow(plan={})
    page = client.get(share().page, headers={"accept-language": "de"}).text

    assert "Ergebnis" in page and "Bedürfnis" in page


def test_a_larger_tree_needs_no_more_queries(client, share, grow, outcome, hear):
    nodes = grow(plan={"reach": {}})
    EvidenceFactory(opportunity=nodes["reach"], heard=hear())
    link = share(opportunity=nodes["plan"], shows_quotes=True)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(link.page).status_code == 200
        return len(queries)

    before = count()
    for _ in range(5):
        more = OpportunityFactory(outcome=outcome, parent=nodes["reach"])
        SolutionFactory(opportunity=more)
        EvidenceFactory(opportunity=more, heard=hear())
    assert count() == before <= 12
