"""Several trees: which outcome serves which, and trees that are put away (F198)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import localdate

from discovery.audit.models import AuditEvent
from opportunities.forms import ServesForm
from opportunities.operations import add_opportunity
from opportunities.operations.decisions import decide
from opportunities.operations.outcomes import (
    bring_tree_back,
    put_tree_away,
    serve_outcome,
)
from opportunities.operations.promises import due_promises
from opportunities.operations.refusals import ServesItself
from opportunities.queries.promises import count_overdue, promises_due
from tests.factories.opportunities import (
    EvidenceFactory,
    OpportunityFactory,
    OutcomeFactory,
)
from tests.factories.workspaces import MembershipFactory, TeamFactory


@pytest.fixture
def outcome(team):
    return OutcomeFactory(team=team, title="Shops fill a shift within the hour")


@pytest.fixture
def business(team):
    return OutcomeFactory(team=team, title="More shops stay", kind="business")


@pytest.fixture
def trees(workspace):
    return reverse("opportunities:trees", args=[workspace.slug])


def url(outcome, name):
    return reverse(f"opportunities:{name}", args=[outcome.workspace.slug, outcome.pk])


def test_an_outcome_stands_under_the_one_it_serves(
    sign_in, member, outcome, business, trees
):
    client = sign_in(member)
    OpportunityFactory(outcome=outcome, text="I ring five people", is_target=True)
    OpportunityFactory(outcome=outcome, parked_at="2026-01-01T00:00Z")

    answer = client.post(url(outcome, "serves"), {"serves": business.pk})
    page = client.get(trees).text

    assert answer.status_code == 302
    above, beneath = page.split("trees--beneath")
    assert business.title in above and outcome.title not in above
    assert "1 opportunity<" in beneath and "I ring five people" in beneath
    assert outcome.title in client.get(url(business, "outcome")).text
    assert AuditEvent.objects.filter(action="outcome_edited").exists()


def test_no_outcome_serves_itself_by_whatever_way(sign_in, member, outcome, business):
    serve_outcome(outcome, serves=business, by=member)
    third = OutcomeFactory(team=outcome.team)
    serve_outcome(third, serves=outcome, by=member)

    for serves in (outcome, third, business):
        with pytest.raises(ServesItself):
            serve_outcome(business, serves=serves, by=member)
    answer = sign_in(member).post(url(business, "serves"), {"serves": third.pk})

    assert answer.status_code == 409
    assert "there for this outcome already" in answer.text
    business.refresh_from_db()
    assert business.serves is None


def test_outcomes_of_other_companies_are_no_answer(sign_in, member, outcome):
    foreign = OutcomeFactory()

    answer = sign_in(member).post(url(outcome, "serves"), {"serves": foreign.pk})

    assert answer.status_code == 422
    outcome.refresh_from_db()
    assert outcome.serves is None


def test_a_tree_is_put_away_with_what_came_of_it_and_comes_back(
    sign_in, member, outcome, business, trees
):
    client = sign_in(member)
    serve_outcome(outcome, serves=business, by=member)

    client.post(url(business, "ending"), {"came_of_it": "Reached in March"})
    page = client.get(trees).text

    assert "1 tree put away" in page and "Reached in March" in page
    # What served it stands by itself meanwhile.
    assert outcome.title in page and "trees--beneath" not in page
    led = client.get(url(business, "tree"), follow=True)
    assert led.redirect_chain[0][0] == trees and "is put away. You find" in led.text
    script = {"HX-Request": "true"}
    assert client.get(url(business, "tree"), headers=script).status_code == 404
    answer = client.post(url(business, "tree_return"))
    assert answer.url == url(business, "tree")
    assert client.get(answer.url).status_code == 200
    assert "trees--beneath" in client.get(trees).text
    wrote = AuditEvent.objects.values_list("action", flat=True)
    assert {"outcome_put_away", "outcome_brought_back"} <= set(wrote)


def test_other_teams_put_nothing_away_and_bring_nothing_back(
    sign_in, workspace, outcome, trees
):
    other = MembershipFactory(
        workspace=workspace, role="member", team=TeamFactory(workspace=workspace)
    )
    client = sign_in(other)

    for name in ("serves", "ending"):
        assert client.post(url(outcome, name)).status_code == 403
    outcome.archived_at = outcome.created_at
    outcome.save()

    assert client.post(url(outcome, "tree_return")).status_code == 403
    assert "Bring back" not in client.get(trees).text
    outcome.refresh_from_db()
    assert outcome.archived_at


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_queries(
    sign_in, member, team, trees, count, django_assert_max_num_queries
):
    above = OutcomeFactory(team=team)
    for _ in range(count):
        OutcomeFactory(team=team, serves=above)
        OutcomeFactory(team=team, archived_at=above.created_at)
    client = sign_in(member)
    client.get(trees)

    with django_assert_max_num_queries(16):
        assert client.get(trees).text.count('class="node node--outcome"') == count + 1


def test_nothing_is_changed_that_is_put_away_meanwhile(act, member, outcome):
    put_tree_away(outcome, came_of_it="Reached in March", by=member)

    # The outcome of a page that was read before.
    with pytest.raises(PermissionDenied, match="put away"):
        act(add_opportunity, outcome, text="I ring five people")
    with pytest.raises(PermissionDenied, match="put away"):
        put_tree_away(outcome, came_of_it="Not ours to move", by=member)
    outcome.refresh_from_db()
    assert outcome.came_of_it == "Reached in March"
    for _press in range(2):
        bring_tree_back(outcome, by=member)

    assert act(add_opportunity, outcome, text="I ring five people")
    assert AuditEvent.objects.filter(action="outcome_brought_back").count() == 1


def test_nothing_leads_to_a_tree_that_is_put_away(
    sign_in, member, outcome, hear, workspace
):
    heard = hear()
    node = OpportunityFactory(outcome=outcome, text="I ring five people")
    EvidenceFactory(opportunity=node, heard=heard, placed_by=member)
    about = {"reason": "", "owner": member, "revisit_on": None}
    decision = decide(node, text="First the call list", by=member, **about)
    put_tree_away(outcome, came_of_it="Reached in March", by=member)
    client = sign_in(member)
    inside = f"/tree/{outcome.pk}/"

    slug = workspace.slug
    work = client.get(reverse("opportunities:decision", args=[slug, decision.pk])).text
    snapshot = heard.snapshot_id
    led_to = client.get(reverse("opportunities:led_to", args=[slug, snapshot])).text
    search = reverse("home:search", args=[slug])
    found = client.get(search, {"q": "ring five"}).text

    for page in (work, led_to):
        assert "I ring five people" in page and "tree put away" in page
        assert inside not in page
    assert "Reached in March" in work
    assert inside not in found


def test_nobody_is_reminded_of_a_choice_on_a_tree_that_is_put_away(
    member, outcome, workspace
):
    about = {"owner": member, "revisit_on": localdate() - timedelta(days=2)}
    node = OpportunityFactory(outcome=outcome)
    decision = decide(node, text="First the list", reason="", by=member, **about)

    def reminded():
        due = [row.pk for row in promises_due(member)]
        late = count_overdue(workspace, None)
        return due, late, due_promises()

    before = [decision.pk], 1, [(type(decision), decision.pk)]
    assert reminded() == before
    put_tree_away(outcome, came_of_it="", by=member)
    assert reminded() == ([], 0, [])
    bring_tree_back(outcome, by=member)
    assert reminded() == before


def test_what_it_serves_stays_though_that_is_put_away(member, outcome, business):
    serve_outcome(outcome, serves=business, by=member)
    put_tree_away(business, came_of_it="", by=member)
    outcome.refresh_from_db()

    form = ServesForm({"serves": business.pk}, outcome=outcome)

    assert form.is_valid() and form.cleaned_data["serves"] == business
    assert not ServesForm({"serves": business.pk}, outcome=OutcomeFactory()).is_valid()
