"""A whole tree in JSON and back, and what other tools call the states of a node."""

import json
from uuid import uuid4

import pytest

from opportunities import operations as ops
from opportunities.formats import reading, states
from opportunities.formats.records import UNREAD, Record
from opportunities.formats.soundness import sound
from opportunities.formats.writing import write_csv, write_json
from opportunities.operations.importing import (
    NO_OWNER,
    NOT_AIMED,
    arrive,
    import_records,
)
from opportunities.queries.exporting import load_records
from tests.factories.opportunities import OutcomeFactory
from tests.factories.solving import AssumptionFactory, SolutionFactory
from tests.factories.workspaces import MembershipFactory


@pytest.fixture
def whole(act, outcome, grow, member):
    """A tree on which everything says all that it can say."""
    nodes = grow(cover={"reach": {}, "ask": {}}, pay={"late": {}})
    for name, said in {
        "cover": {"kind": "pain", "horizon": "now", "description": "On Mondays"},
        "reach": {"kind": "desire", "owner": member},
        "pay": {"horizon": "later", "owner": member},
    }.items():
        outcome.opportunities.filter(pk=nodes[name].pk).update(**said)
    said = {"status": "testing", "horizon": "next", "owner": member}
    solution = SolutionFactory(opportunity=nodes["reach"], outcome=outcome, **said)
    said = {"kind": "viability", "importance": 90, "evidence_strength": 0}
    AssumptionFactory(solution=solution, outcome=outcome, **said)
    outcome.opportunities.filter(pk=nodes["reach"].pk).update(is_target=True)
    act(ops.park_opportunity, nodes["pay"], reason="Payroll is not ours")
    return outcome


def bring(act, outcome, text):
    found = reading.read_json(text.encode())
    assert found.remarks == []
    act(import_records, outcome, found.records, under=None)


def test_a_whole_tree_comes_back_from_json(act, whole, team):
    told = write_json("", load_records(whole, is_whole=True))
    other = OutcomeFactory(team=team)
    bring(act, other, told)
    assert write_json("", load_records(other, is_whole=True)) == told
    assert "Payroll is not ours" in told

    act(ops.undo_change, other)
    assert load_records(other, is_whole=True) == []
    act(ops.redo_change, other)
    assert write_json("", load_records(other, is_whole=True)) == told


def test_what_is_parked_leaves_in_no_other_format(whole):
    text = write_csv("", load_records(whole))
    assert text.startswith("id,parent_id,type,title,description,status\r\n")
    assert "I can't pay" not in text
    assert "I can't late" not in text


def test_a_second_target_and_an_unknown_owner_are_remarked(act, whole, member):
    rows = [
        Record("1", "", "opportunity", "A", more={"target": "yes", "owner": "Nobody"}),
        Record("2", "", "opportunity", "B", more={"owner": member.user.email.upper()}),
    ]
    found = arrive(whole, rows)
    assert [(one.title, one.text) for one in found.remarks] == [
        ("A", NO_OWNER),
        ("A", NOT_AIMED),
    ]
    assert [node.more.get("owner") for node in found.nodes] == [None, member.pk]


def test_a_name_of_two_people_owns_nothing(outcome, member):
    MembershipFactory(workspace=member.workspace, user__name=member.user.name)
    rows = [Record("1", "", "opportunity", "A", more={"owner": member.user.name})]
    assert [one.text for one in arrive(outcome, rows).remarks] == [NO_OWNER]


@pytest.mark.parametrize(
    ("kind", "said", "status", "more", "remark"),
    [
        ("opportunity", "Identified", "", {}, None),
        ("opportunity", "Now", "now", {}, None),
        ("opportunity", "in_progress", "now", {}, None),
        ("opportunity", "not_started", "", {}, None),
        ("opportunity", "LATER ", "later", {}, None),
        ("opportunity", "Not now", "parked", "Not now", states.SET_ASIDE),
        ("opportunity", "Addressed", "parked", "Addressed", states.SET_ASIDE),
        ("opportunity", "Blue", "", {}, states.NO_STATE),
        ("solution", "Idea", "idea", {}, None),
        ("solution", "Not now", "dropped", {}, None),
        ("solution", "in_progress", "building", {}, None),
        ("solution", "Done", "done", {}, None),
        ("solution", "Next", "", {"horizon": "next"}, None),
        ("solution", "Blue", "", {}, states.NO_STATE),
        ("assumption", "not started", "", {}, None),
        ("assumption", "done", "", {}, states.NO_STATE),
    ],
)
def test_states_of_other_tools_are_read_or_remarked(kind, said, status, more, remark):
    above = {"opportunity": "", "solution": "o", "assumption": "s"}
    rows = [
        Record("o", "", "opportunity", "O"),
        Record("s", "o", "solution", "S"),
        Record("x", above[kind], kind, "X", status=said, line=7),
    ]
    found = sound(rows)
    record = next(one for one in found.records if one.id == "x")
    reason = {"parked_reason": more} if isinstance(more, str) else more
    assert (record.status, record.more) == (status, reason)
    told = [(one.text, one.line, one.word) for one in found.remarks]
    assert told == ([(remark, 7, said.strip())] if remark else [])


def test_a_table_of_another_tool_names_rows_and_columns_that_are_not_read():
    rows = "id,type,title,assumption_type,is_focus,confidence\n1,need,A,,true,\n"
    rows += '2,opportunity,"B\nb",,false,\n3,pain,C,Strange,,9\n'
    found = reading.read_csv(rows.encode())
    assert [one.more for one in found.records] == [
        {"kind": "need", "target": "yes"},
        {},
        {},
    ]
    assert [(one.text, one.line, one.word) for one in found.remarks] == [
        (states.NO_KIND, 4, "Strange"),
        (UNREAD, 0, "confidence"),
    ]


def test_the_preview_names_the_row_of_a_remark(sign_in, member, url):
    rows = "title,status,points\nA,Blue,3\nB,Not now,1"
    page = sign_in(member).post(url("import_tree"), {"lines": rows}).content.decode()
    assert "Row 2, <strong" in page
    assert "Its state “Blue” is not known here" in page
    assert "“Not now”: it is parked" in page
    assert "There is no place here for: points." in page


def test_what_was_looked_at_is_parked_when_it_is_added(sign_in, member, url, outcome):
    client = sign_in(member)
    found = client.post(url("import_tree"), {"lines": "title,status\nB,Not now"})
    said = {"found": found.context["found"], "client_id": uuid4()}
    assert json.loads(said["found"])["nodes"][0]["status"] == "parked"
    client.post(url("import_end"), said)
    node = outcome.opportunities.get()
    assert (node.parked_at is None, node.parked_reason) == (False, "Not now")


def test_sticky_notes_wait_beside_the_tree_and_are_no_story(
    sign_in, member, url, outcome, grow
):
    grow(cover={})
    client = sign_in(member)
    assert f"{url('import_tree')}?waits=1" in client.get(url("inbox")).text
    assert "checked" in client.get(url("import_tree"), {"waits": 1}).text
    notes = "I can't cover\nMy bike has no place"
    found = client.post(url("import_tree"), {"lines": notes, "waits": "on"})
    ((note, alike),) = found.context["alike"]
    assert (note.title, alike.text) == ("I can't cover", "I can't cover")
    said = {"found": found.context["found"], "client_id": uuid4()}
    client.post(url("import_end"), said)
    waiting = outcome.opportunities.filter(parked_at__isnull=False)
    assert {row.parked_reason for row in waiting} == {"Not heard in a story yet"}
    assert "My bike has no place" in client.get(url("parked")).text
    ops.undo_change(outcome, by=member, client_id=uuid4())
    assert not waiting.filter(deleted_at=None).exists()
