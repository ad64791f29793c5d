import re
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from discovery.workspaces.permissions import Role
from opportunities import operations as ops
from opportunities.models import Opportunity
from snapshots.operations.publishing import withdraw_snapshot
from tests.factories.opportunities import (
    EvidenceFactory,
    OpportunityFactory,
    OutcomeFactory,
)
from tests.factories.recruiting import ConsentFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory


def own_queries(queries):
    """The queries that are about trees, not about the door or the rail."""
    tables = ('"opportunities_', '"snapshots_')
    plain = [query["sql"].split('AS "quote_answer"')[-1] for query in queries]
    mains = [sql.partition(" FROM ")[2] for sql in plain]
    return [main for main in mains if main.startswith(tables)]


JSON = {"Accept": "application/json"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def url(outcome):
    def url(name, *args):
        slug = outcome.workspace.slug
        return reverse(f"opportunities:{name}", args=[slug, outcome.pk, *args])

    return url


@pytest.fixture
def node(outcome):
    return OpportunityFactory(outcome=outcome)


def test_the_tree_of_ones_team_is_opened(sign_in, member, outcome, url):
    here = reverse("opportunities:current_tree", args=[outcome.workspace.slug])

    response = sign_in(member).get(here)

    assert response.url == url("tree")


def test_who_sees_all_teams_chooses_among_their_trees(
    sign_in, stakeholder, outcome, node
):
    here = reverse("opportunities:current_tree", args=[outcome.workspace.slug])
    client = sign_in(stakeholder)
    only = client.get(here)
    node.is_target = True
    node.save()

    OutcomeFactory(workspace=outcome.workspace, team=outcome.team)
    text = client.get(here).text

    assert only.status_code == 302
    assert str(outcome) in text
    assert "when someone drops out" in text


def test_a_team_without_a_tree_learns_how_to_begin(sign_in, member):
    here = reverse("opportunities:current_tree", args=[member.workspace.slug])

    response = sign_in(member).get(here)

    start = reverse("opportunities:outcome_new", args=[member.workspace.slug])
    assert f'href="{start}"' in response.text


def test_a_stakeholder_finds_no_button_to_begin(sign_in, stakeholder):
    here = reverse("opportunities:current_tree", args=[stakeholder.workspace.slug])

    response = sign_in(stakeholder).get(here)

    assert response.status_code == 200
    assert "tree/new/" not in response.text


def test_an_outcome_is_created(sign_in, member):
    here = reverse("opportunities:outcome_new", args=[member.workspace.slug])

    response = sign_in(member).post(here, {"title": "Shifts are filled", "due_on": ""})

    made = member.workspace.outcomes.get()
    assert response.url.endswith(f"/tree/{made.pk}/")
    assert made.team == member.current_team


def test_an_outcome_needs_a_title(sign_in, member):
    here = reverse("opportunities:outcome_new", args=[member.workspace.slug])

    response = sign_in(member).post(here, {"title": "", "metric": "kept"})

    assert response.status_code == 422
    assert 'value="kept"' in response.text


@pytest.mark.parametrize("count", [3, 300])
def test_the_page_costs_the_same_queries_whatever_its_size(
    sign_in, member, outcome, url, count
):
    parents = [None]
    rows = []
    for number in range(count):
        row = Opportunity(
            workspace=outcome.workspace,
            outcome=outcome,
            parent=parents[number // 4],
            position=f"a{number:05}1",
            text=f"I can't {number}",
        )
        row.save()
        parents.append(row)
        rows.append(row)
    EvidenceFactory(opportunity=rows[-1], placed_by=member)
    client = sign_in(member)
    client.get(url("history"))  # the first request of a session is written down

    with CaptureQueriesContext(connection) as queries:
        response = client.get(url("tree"))

    assert response.text.count('data-on="opportunity"') == count
    # All nodes, evidence, inbox; besides the outcome, door and rail.
    assert len(own_queries(queries)) == 3
    assert len(queries) <= 9


def test_cards_that_were_drawn_are_drawn_again_in_another_language(
    sign_in, member, grow, url
):
    grow(a={})
    client = sign_in(member)
    english = client.get(url("tree")).text

    member.user.language = "de"
    member.user.save()

    assert "</svg>Need</p>" in english
    assert "</svg>Bedürfnis</p>" in client.get(url("tree")).text


def test_the_tree_is_whole_html(sign_in, member, grow, act, url):
    nodes = grow(a={"x": {"y": {}}, "z": {}}, b={})
    act(ops.add_solution, nodes["x"], text="An idea")
    act(ops.add_solution, nodes["b"], text="Another")

    text = sign_in(member).get(url("tree"), headers=HTMX).text

    assert text.count("<li ") + text.count("<li>") == text.count("</li>")
    assert text.count("<ul ") == text.count("</ul>")
    order = [
        text.index(said)
        for said in ("t a<", "t x<", "t y<", "An idea<", "t z<", "t b<")
    ]
    assert order == sorted(order)


def test_a_card_tells_who_was_heard_on_it_and_beneath(
    sign_in, member, grow, hear, act, outcome, url
):
    nodes = grow(a={"x": {}}, b={})
    for on in ("a", "x", "x"):
        act(ops.place_heard, outcome, hear(), opportunity=nodes[on])

    text = sign_in(member).get(url("tree")).text

    assert text.count("3 people, this week") == 1
    assert text.count("2 people, this week") == 1
    assert text.count("no story yet") == 1


def test_stakeholders_read_without_tools(sign_in, stakeholder, node, url):
    client = sign_in(stakeholder)

    text = client.get(url("tree")).text
    panel = client.get(url("opportunity", node.pk)).text

    assert node.text in unescape(text)
    assert "node-menu" not in text
    forms = re.findall(
        r'method="post" action="/w/[^"]*', panel.split('id="tree-panel"')[1]
    )
    assert [form.endswith("/comments/") for form in forms] == [True]


def reading(node):
    return [
        ("tree", ()),
        ("outcome", ()),
        ("history", ()),
        ("opportunity", (node.pk,)),
    ]


def changing(node, solution, evidence):
    return [
        ("opportunity_new", (), {"text": "I can't sleep"}),
        ("opportunity", (node.pk,), {"text": "I can't wake"}),
        ("outcome", (), {"title": "Changed"}),
        ("position", (node.pk,), {"parent": ""}),
        ("target", (node.pk,), {"is_target": "on"}),
        ("parking", (node.pk,), {"reason": "later"}),
        ("comeback", (node.pk,), {}),
        ("removal", (node.pk,), {}),
        ("solution_new", (node.pk,), {"text": "An idea"}),
        ("solution", (solution.pk,), {"text": "A better idea"}),
        ("solution_removal", (solution.pk,), {}),
        ("decision_new", (node.pk,), {"text": "Try it"}),
        ("evidence_removal", (node.pk, evidence.pk), {}),
        ("placing", (evidence.heard_id,), {"parent": ""}),
        ("undo", (), {}),
        ("redo", (), {}),
    ]


@pytest.fixture
def everything(node, member, act):
    """All addresses that change something, with what they take."""
    act(ops.add_solution, node, text="An idea")
    evidence = EvidenceFactory(opportunity=node, placed_by=member)
    snapshot = evidence.heard.snapshot
    snapshot.published_at, snapshot.published_by = snapshot.created_at, member
    snapshot.save()
    return changing(node, node.solutions.get(), evidence)


def snapshot_of(outcome):
    outcome.refresh_from_db()
    return [
        outcome.title,
        list(outcome.opportunities.order_by("pk").values()),
        list(outcome.solutions.values()),
        outcome.changes.count(),
        outcome.decisions.count(),
    ]


def test_nobody_else_changes_anything(
    sign_in, outcome, workspace, stranger, stakeholder, everything, url
):
    other_team = MembershipFactory(
        workspace=workspace, team=TeamFactory(workspace=workspace)
    )
    colleague = MembershipFactory(workspace=workspace, role=Role.COLLEAGUE)
    before = snapshot_of(outcome)

    for who, status in (
        (stranger, 404),
        (stakeholder, 403),
        (colleague, 403),
        (other_team, 403),
    ):
        client = sign_in(who)
        answers = [client.post(url(n, *a), p).status_code for n, a, p in everything]
        assert answers == [status] * len(everything)

    assert snapshot_of(outcome) == before


def test_only_posts_change_anything(sign_in, member, everything, url):
    client = sign_in(member)
    also_read = {
        "opportunity_new",
        "opportunity",
        "outcome",
        "solution",
        "decision_new",
        "placing",
    }

    for name, args, _body in everything:
        expected = 200 if name in also_read else 405
        assert client.get(url(name, *args)).status_code == expected, name
        assert client.put(url(name, *args)).status_code == 405


def test_trees_are_read_by_all_who_may_and_nobody_else(
    sign_in, node, stranger, stakeholder, colleague, researcher, url
):
    for who, status in (
        (stranger, 404),
        (colleague, 403),
        (stakeholder, 200),
        (researcher, 200),
    ):
        client = sign_in(who)
        answers = [
            client.get(url(name, *args)).status_code for name, args in reading(node)
        ]
        assert answers == [status] * 4


def test_the_tree_of_another_workspace_is_not_found(sign_in, member):
    elsewhere = OutcomeFactory()
    here = reverse("opportunities:tree", args=[member.workspace.slug, elsewhere.pk])

    assert sign_in(member).get(here).status_code == 404


def test_a_script_hears_what_it_did(sign_in, member, grow, url):
    nodes = grow(a={}, b={})
    body = {"parent": nodes["a"].pk, "after": "", "client_id": uuid4()}

    response = sign_in(member).post(url("position", nodes["b"].pk), body, headers=JSON)

    assert response.json() == {
        "revision": 1,
        "node": f"opportunity:{nodes['b'].pk}",
        "said": "Moved “I can't b” under “I can't a”, position 1 of 1.",
    }


def test_a_script_may_ask_twice(sign_in, member, node, url, outcome):
    client = sign_in(member)
    body = {"text": "I can't sleep", "parent": node.pk, "client_id": uuid4()}

    answers = [
        client.post(url("opportunity_new"), body, headers=JSON) for _ in range(2)
    ]

    assert answers[0].json() == answers[1].json()
    assert outcome.opportunities.count() == 2


def test_a_plain_form_goes_back_to_the_node(sign_in, member, grow, url):
    nodes = grow(a={}, b={})
    client = sign_in(member)

    response = client.post(url("position", nodes["b"].pk), {"direction": "in"})

    assert response.url == url("tree") + f"#opportunity-{nodes['b'].pk}"
    nodes["b"].refresh_from_db()
    assert nodes["b"].parent == nodes["a"]


def test_a_step_that_leads_nowhere_is_said(sign_in, member, node, url):
    response = sign_in(member).post(url("position", node.pk), {"direction": "up"})

    assert response.status_code == 409
    assert "cannot go further" in response.text


def test_htmx_gets_the_fresh_panel_and_an_event(sign_in, member, node, url):
    body = {"text": "I can't wake", "seen_text": node.text, "kind": "pain"}

    response = sign_in(member).post(url("opportunity", node.pk), body, headers=HTMX)

    assert "I can&#x27;t wake" in response.text
    assert "<html" not in response.text
    assert '"tree:changed"' in response.headers["HX-Trigger"]


def test_a_stale_edit_shows_both_texts(sign_in, member, node, url, act):
    act(ops.reword_opportunity, node, text="Theirs", seen={"text": node.text})
    body = {"text": "Mine", "seen_text": node.text}
    client = sign_in(member)

    script = client.post(url("opportunity", node.pk), body, headers=JSON)
    page = client.post(url("opportunity", node.pk), body)

    assert script.status_code == page.status_code == 409
    assert script.json()["conflict"] == {
        "field": "text",
        "theirs": "Theirs",
        "mine": "Mine",
    }
    assert "<dd>Theirs</dd>" in page.text
    assert "<dd>Mine</dd>" in page.text


def test_saving_unchanged_words_changes_nothing(sign_in, member, node, url, outcome):
    body = {"text": node.text, "seen_text": node.text, "kind": "need"}

    response = sign_in(member).post(url("opportunity", node.pk), body, headers=HTMX)

    assert response.status_code == 200
    assert not outcome.changes.exists()


def test_a_circle_is_refused(sign_in, member, grow, url):
    nodes = grow(a={"x": {}})
    body = {"parent": nodes["x"].pk}

    response = sign_in(member).post(url("position", nodes["a"].pk), body, headers=JSON)

    assert response.status_code == 422
    assert "beneath itself" in response.json()["error"]


def test_a_parent_is_not_deleted(sign_in, member, grow, url):
    nodes = grow(a={"x": {}})

    response = sign_in(member).post(url("removal", nodes["a"].pk), headers=JSON)

    assert response.status_code == 409
    assert "stands under it" in response.json()["error"]


@pytest.mark.parametrize("text", ["", "   ", "x" * 241, "\u200b \x00"])
def test_words_that_do_not_fit_are_refused(sign_in, member, node, url, text):
    client = sign_in(member)

    for name, args in (("opportunity", (node.pk,)), ("opportunity_new", ())):
        assert client.post(url(name, *args), {"text": text}).status_code == 422
        assert (
            client.post(url(name, *args), {"text": text}, headers=JSON).status_code
            == 422
        )


@pytest.mark.parametrize("key", ["x", "-1", "9" * 30, "1 or 1=1", "٣"])
def test_keys_that_are_none_are_refused(sign_in, member, node, url, key):
    client = sign_in(member)

    assert client.post(url("position", node.pk), {"parent": key}).status_code == 422
    assert (
        client.post(url("position", node.pk), {"parent": "", "after": key}).status_code
        == 422
    )


def test_a_parent_that_is_not_there_is_said(sign_in, member, node, url):
    body = {"text": "I can't sleep", "parent": "999999"}

    assert sign_in(member).post(url("opportunity_new"), body).status_code == 409


def test_the_inbox_shows_what_waits(sign_in, member, hear, act, node, outcome, url):
    waiting, placed = hear("I can't reach anybody"), hear("I can't see the cost")
    act(ops.place_heard, outcome, placed, opportunity=node)
    client = sign_in(member)

    inbox = client.get(url("inbox")).text
    tree = client.get(url("tree")).text

    assert waiting.text in inbox.replace("&#x27;", "'")
    assert "see the cost" not in inbox
    assert "1 to place" in tree


def test_similar_nodes_are_offered_with_the_reason(sign_in, member, hear, url, outcome):
    OpportunityFactory(outcome=outcome, text="I can't tell who could come in right now")
    OpportunityFactory(outcome=outcome, text="What will next week cost?")
    heard = hear("I never know who could come in")

    text = sign_in(member).get(url("placing", heard.pk)).text

    assert "both say" in text
    assert "come" in text
    similar = text.split("similar-title")[2].split("</section>")[0]
    assert "next week cost" not in similar


def test_placing_by_the_select_of_the_plain_form(sign_in, member, hear, node, url):
    client = sign_in(member)
    first, second = hear("one"), hear("two")

    client.post(url("placing", first.pk), {"place": f"on:{node.pk}"})
    client.post(url("placing", second.pk), {"place": f"under:{node.pk}"})

    assert first.evidence.get().opportunity == node
    assert second.evidence.get().opportunity.parent == node


def test_placing_nowhere_is_asked_again(sign_in, member, hear, url):
    heard = hear()

    assert (
        sign_in(member).post(url("placing", heard.pk), {"place": ""}).status_code == 422
    )


def test_the_panel_leads_to_quote_and_story(
    sign_in, stakeholder, member, hear, act, node, outcome, url
):
    heard = hear()
    act(ops.place_heard, outcome, heard, opportunity=node)

    text = sign_in(stakeholder).get(url("opportunity", node.pk)).text

    story = reverse(
        "snapshots:snapshot", args=[outcome.workspace.slug, heard.snapshot_id]
    )
    assert heard.snapshot.quote in text
    assert f'href="{story}"' in text


def test_nobody_is_quoted_who_took_that_back_nor_from_a_page_that_is_written_again(
    sign_in, stakeholder, member, hear, act, node, outcome, url
):
    heard = hear("Words that are being written")
    act(ops.place_heard, outcome, heard, opportunity=node)
    client = sign_in(stakeholder)
    story = heard.snapshot
    ConsentFactory(participant=story.participant, purpose="quote", is_granted=False)

    text = client.get(url("opportunity", node.pk)).text
    assert story.quote not in text
    assert "[removed at the participant’s request]" in text

    withdraw_snapshot(snapshot=story, by=member)
    text = client.get(url("opportunity", node.pk)).text
    assert f"/snapshots/{story.pk}/" not in text
    assert heard.text not in text
    assert "This story is being written again." in text


def test_deciding_and_finding_it_under_insights(
    sign_in, member, researcher, stakeholder, hear, act, node, outcome, url
):
    heard = hear()
    act(ops.place_heard, outcome, heard, opportunity=node)
    body = {"text": "Try a call list", "reason": "Six told us", "owner": researcher.pk}
    insights = reverse("opportunities:insights", args=[outcome.workspace.slug])

    response = sign_in(member).post(url("decision_new", node.pk), body)
    text = sign_in(stakeholder).get(insights).text

    assert "How we came to this" in text
    assert response.url.endswith(f"/decisions/{node.decisions.get().pk}/")
    assert researcher.notifications.count() == 1
    for said in (
        "Try a call list",
        "Six told us",
        node.text.replace("'", "&#x27;"),
        heard.snapshot.quote,
    ):
        assert said in text


def test_a_decision_needs_words_and_an_owner_of_this_workspace(
    sign_in, member, stranger, node, url
):
    client = sign_in(member)

    assert client.post(url("decision_new", node.pk), {"text": "x"}).status_code == 422
    body = {"text": "x", "owner": stranger.pk}
    assert client.post(url("decision_new", node.pk), body).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_insights_cost_the_same_queries(sign_in, member, act, outcome, hear, count):
    for _ in range(count):
        node = OpportunityFactory(outcome=outcome)
        act(ops.place_heard, outcome, hear(), opportunity=node)
        ops.decide(
            node,
            text="Try",
            reason="",
            owner=member,
            revisit_on=None,
            by=member,
            client_id=uuid4(),
        )
    client = sign_in(member)
    here = reverse("opportunities:insights", args=[outcome.workspace.slug])
    client.get(here)

    with CaptureQueriesContext(connection) as queries:
        client.get(here)

    # How many, the decisions, the trees they stand on, the evidence and its stories; the key insights, what
    # was put away, and how much of either is late.
    assert len(own_queries(queries)) == 9


def test_history_names_who_did_what(sign_in, member, node, act, url):
    act(ops.set_target, node, is_target=True)

    text = sign_in(member).get(url("history")).text

    assert "the target" in text
    assert member.user.name in text


def test_undo_answers_plain_and_script(sign_in, member, node, act, url, outcome):
    act(ops.set_target, node, is_target=True)
    client = sign_in(member)

    assert client.post(url("undo"), headers=JSON).json()["said"].startswith("Took back")
    assert client.post(url("redo")).status_code == 302
    assert client.post(url("redo")).status_code == 409
    assert outcome.opportunities.filter(is_target=True).exists()


def test_parked_nodes_are_listed_beside_the_tree(sign_in, member, node, act, url):
    act(ops.park_opportunity, node, reason="Not this quarter")

    text = sign_in(member).get(url("tree")).text

    assert "Not this quarter" in text
    assert f'id="opportunity-{node.pk}"' not in text
