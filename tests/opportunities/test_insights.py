from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from interviews.transcripts.passages import passages_of
from opportunities import operations as tree_ops
from opportunities.models import InsightEvidence, KeyInsight
from opportunities.operations import insights as ops
from opportunities.operations.erasure import forget_names
from opportunities.operations.redaction import blot_nodes, count_on_nodes
from opportunities.queries.promises import FEWEST, MOST
from tests.factories.opportunities import (
    DecisionFactory,
    KeyInsightFactory,
    OpportunityFactory,
)
from tests.factories.recruiting import ConsentFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory

TEXT = "Nobody can say that they would come"


@pytest.fixture
def insight(workspace, team, member):
    return KeyInsightFactory(workspace=workspace, team=team, owner=member, text=TEXT)


@pytest.fixture
def at(workspace):
    def at(name, *args):
        return reverse(f"opportunities:{name}", args=[workspace.slug, *args])

    return at


def card(owner, **more):
    return {"text": TEXT, "owner": owner.pk, "due_on": "", "decision": "", **more}


def test_a_decision_begins_on_an_insight_and_is_named_there(
    sign_in, member, outcome, insight, at
):
    node = OpportunityFactory(outcome=outcome)
    ops.add_evidence(insight, by=member, opportunity=node)
    client = sign_in(member)
    begin = f"{at('decision_new', outcome.pk, node.pk)}?insight={insight.pk}"
    assert begin in client.get(at("insight", insight.pk)).text
    assert f'name="insight" value="{insight.pk}"' in client.get(begin).text

    said = {"text": "Ask the three nearest", "owner": member.pk, "insight": insight.pk}
    said |= {"reason": "Six told of it", "client_id": uuid4()}
    answer = client.post(begin.partition("?")[0], said)

    insight.refresh_from_db()
    assert answer.url == at("insight", insight.pk)
    assert str(insight.decision) == "Ask the three nearest"
    assert begin not in client.get(at("insight", insight.pk)).text


def test_an_insight_begins_on_a_node_and_stands_on_it(
    sign_in, member, researcher, outcome, at
):
    node = OpportunityFactory(outcome=outcome)
    client = sign_in(member)
    form = client.get(f"{at('insight_new')}?opportunity={node.pk}").text
    assert node.text.replace("'", "&#x27;") in form

    body = card(researcher, team=outcome.team_id, opportunity=node.pk)
    body["client_id"] = uuid4()
    first = client.post(at("insight_new"), body)
    again = client.post(at("insight_new"), body)

    made = KeyInsight.objects.get()
    assert first.url == again.url == at("insight", made.pk)
    assert made.evidence.get().opportunity == node
    # The new owner hears of it, once.
    assert researcher.notifications.get().url == at("insight", made.pk)


def test_a_card_opens_to_quote_face_decision_and_who_was_told(
    sign_in, stakeholder, member, hear, outcome, insight, at
):
    heard = hear()
    insight.decision = DecisionFactory(
        opportunity=OpportunityFactory(outcome=outcome), owner=member
    )
    insight.save()
    ops.add_evidence(insight, by=member, heard=heard)
    ops.tell_insight(insight, members=[stakeholder], by=member)

    text = sign_in(stakeholder).get(at("insights")).text

    story = reverse(
        "snapshots:snapshot", args=[insight.workspace.slug, heard.snapshot_id]
    )
    for said in (TEXT, heard.snapshot.quote, "<svg", f'href="{story}"'):
        assert said in text
    assert at("decision", insight.decision_id) in text
    assert stakeholder.user.name in text
    # A stakeholder reads.
    assert "/words/" not in text
    assert at("insight_new") not in text


def test_a_quote_taken_back_is_gone_at_the_next_look(
    sign_in, stakeholder, member, hear, insight, at
):
    story = hear().snapshot
    ops.add_evidence(insight, by=member, snapshot=story)
    ConsentFactory(participant=story.participant, purpose="quote", is_granted=False)

    text = sign_in(stakeholder).get(at("insight", insight.pk)).text

    assert story.quote not in text
    assert "[removed at the participant’s request]" in text


def test_the_words_are_changed_in_place_and_nobody_overwrites_another(
    sign_in, member, insight, at
):
    client = sign_in(member)
    url = at("insight_words", insight.pk)
    htmx = {"HX-Request": "true"}

    ok = client.post(url, card(member, text="New", version=1), headers=htmx)
    stale = client.post(url, card(member, text="Mine", version=1), headers=htmx)

    assert ok.status_code == 200
    assert f'id="insight-{insight.pk}"' in ok.text
    assert stale.status_code == 422
    assert "It says now: “New”" in stale.text
    assert "Mine" in stale.text
    assert client.post(url, card(member, text="Mine", version=2)).status_code == 200
    insight.refresh_from_db()
    assert (insight.text, insight.version) == ("Mine", 3)


def test_moving_dropping_and_bringing_back(sign_in, member, team, at):
    rows = [
        KeyInsightFactory(team=team, owner=member, text=f"No {n}") for n in range(3)
    ]
    client = sign_in(member)

    client.post(at("insight_position", rows[2].pk), {"direction": "up"})
    client.post(at("insight_position", rows[0].pk), {"direction": "up"})
    client.post(at("insight_removal", rows[0].pk))

    current = KeyInsight.objects.current().values_list("text", flat=True)
    assert list(current) == ["No 2", "No 1"]
    assert "1 done or dropped" in client.get(at("insights")).text
    client.post(at("insight_return", rows[0].pk))
    assert KeyInsight.objects.current().count() == 3


@pytest.mark.parametrize(
    ("count", "said"), [(FEWEST - 1, "room for more"), (MOST + 1, "More than ten")]
)
def test_too_few_and_too_many_are_pointed_out(sign_in, member, team, at, count, said):
    for _ in range(count):
        KeyInsightFactory(team=team, owner=member)

    assert said in sign_in(member).get(at("insights")).text


def test_evidence_is_chosen_from_what_the_team_has(
    sign_in, member, hear, outcome, insight, at
):
    heard, node = hear(), OpportunityFactory(outcome=outcome)
    other = OpportunityFactory(outcome__team=TeamFactory(workspace=insight.workspace))
    client = sign_in(member)
    url = at("insight_evidence", insight.pk)
    about = [f"heard:{heard.pk}", f"snapshot:{heard.snapshot_id}"]
    about += [f"opportunity:{node.pk}"] * 2

    assert all(value in client.get(url).text for value in about)
    assert {client.post(url, {"about": value}).status_code for value in about} == {200}
    assert insight.evidence.count() == 3
    for wrong in (f"opportunity:{other.pk}", "heard:99999", "person:1", "heard:²", ""):
        assert client.post(url, {"about": wrong}).status_code == 422

    piece = insight.evidence.first()
    client.post(at("insight_evidence_removal", insight.pk, piece.pk))
    assert insight.evidence.count() == 2


def test_evidence_is_exactly_one_thing(hear, member, insight):
    heard = hear()
    fields = {"workspace": insight.workspace, "insight": insight, "added_by": member}
    for wrong in ({}, {"heard": heard, "snapshot": heard.snapshot}):
        with pytest.raises(IntegrityError), transaction.atomic():
            InsightEvidence.objects.create(**fields, **wrong)


def test_members_are_told_once(sign_in, member, stakeholder, colleague, insight, at):
    client = sign_in(member)
    url = at("insight_readers", insight.pk)
    client.post(url, {"members": [stakeholder.pk, member.pk]})

    assert client.post(url, {"members": [stakeholder.pk]}).status_code == 422
    # Who may not read it is told nothing of it.
    assert client.post(url, {"members": [colleague.pk]}).status_code == 422
    assert insight.told.count() == 2
    notice = stakeholder.notifications.get()
    assert TEXT not in notice.text
    assert not member.notifications.exists()


def test_another_team_reads_but_changes_nothing(sign_in, workspace, insight, at):
    other = MembershipFactory(
        workspace=workspace, role="member", team=TeamFactory(workspace=workspace)
    )
    client = sign_in(other)

    assert client.get(at("insight", insight.pk)).status_code == 200
    for name in ("words", "position", "removal", "return", "evidence", "readers"):
        assert client.post(at(f"insight_{name}", insight.pk)).status_code == 403
    assert (
        client.post(at("insight_follow_up", insight.pk), {"what": "done"}).status_code
        == 403
    )


def test_an_erased_person_leaves_the_words_of_an_insight(hear, member, insight):
    story = hear().snapshot
    person = story.participant
    person.name = "Sarah Whitcombe"
    person.save()
    other = KeyInsightFactory(team=insight.team, owner=member, text="Sarah is not she")
    insight.text = "Sarah cannot see who would come"
    insight.postponed_because = "Sarah Whitcombe is away"
    insight.save()
    ops.add_evidence(insight, by=member, snapshot=story)

    forget_names(person)

    insight.refresh_from_db()
    other.refresh_from_db()
    assert "Sarah" not in insight.text + insight.postponed_because
    assert insight.version == 2
    assert other.text == "Sarah is not she"


def test_redacted_words_leave_the_insight_that_stands_on_the_talk(
    hear, member, insight
):
    story = hear().snapshot
    ops.add_evidence(insight, by=member, snapshot=story)
    words = passages_of(TEXT, TEXT.index("they would"), len(TEXT))

    assert count_on_nodes(None, story.interview, words) == 1
    blot_nodes(None, story.interview, words)

    insight.refresh_from_db()
    assert "would come" not in insight.text


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_costs_the_same_queries(
    sign_in, member, team, outcome, hear, act, at, count
):
    for _ in range(count):
        row = KeyInsightFactory(
            team=team, owner=member, due_on=now().date() - timedelta(days=2)
        )
        node = OpportunityFactory(outcome=outcome)
        act(tree_ops.place_heard, outcome, hear(), opportunity=node)
        ops.add_evidence(row, by=member, opportunity=node)
        ops.add_evidence(row, by=member, heard=hear())
        ops.add_evidence(row, by=member, snapshot=hear().snapshot)
        ops.tell_insight(row, members=[member], by=member)
    client = sign_in(member)
    client.get(at("insights"))

    with CaptureQueriesContext(connection) as queries:
        client.get(at("insights"))

    assert len(queries) <= 26
