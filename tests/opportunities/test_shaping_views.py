"""The pages and answers for shaping: with a script, in the panel, and without either."""

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from opportunities import operations as ops
from opportunities.operations.nodes import name_of
from opportunities.queries.branches import load_branches
from tests.factories.opportunities import OutcomeFactory

JSON = {"Accept": "application/json"}


@pytest.fixture
def at(outcome):
    """The address of a page of the tree."""
    slug = outcome.workspace.slug

    def at(name, **kwargs):
        kwargs = {"workspace_slug": slug, "outcome_id": outcome.pk} | kwargs
        return reverse(f"opportunities:{name}", kwargs=kwargs)

    return at


@pytest.fixture
def member_client(sign_in, member):
    return sign_in(member)


@pytest.fixture
def nodes(grow, act):
    nodes = grow(a={"x": {}}, b={})
    act(ops.add_solution, nodes["a"], text="A board")
    return nodes | {"board": nodes["a"].solutions.get()}


def texts(outcome):
    return [
        (node.text, [child.text for child in node.children])
        for node in load_branches(outcome)
    ]


def test_a_solution_is_dragged_to_another_opportunity(
    member_client, at, nodes, outcome
):
    asked = {
        "do": "move",
        "nodes": name_of(nodes["board"]),
        "parent": name_of(nodes["b"]),
        "seen_parent": name_of(nodes["a"]),
    }

    response = member_client.post(at("selection"), asked, headers=JSON)

    told = response.json()
    assert (response.status_code, told["node"]) == (200, name_of(nodes["board"]))
    assert texts(outcome)[1] == ("I can't b", ["A board"])
    again = member_client.post(at("selection"), asked, headers=JSON)
    assert (again.status_code, again.json()["error"]) == (
        409,
        "Somebody has moved it under “I can't b” meanwhile.",
    )


def test_several_are_chosen_and_moved_without_a_script(
    member_client, at, nodes, outcome
):
    page = member_client.get(at("selection"))
    assert [line.row.text for line in page.context["outline"]] == [
        "I can't a",
        "A board",
        "I can't x",
        "I can't b",
    ]
    chosen = [name_of(nodes["x"]), name_of(nodes["board"])]

    asked = {"do": "move", "nodes": chosen, "parent": name_of(nodes["b"])}
    response = member_client.post(at("selection"), asked)

    assert response.status_code == 302
    assert texts(outcome) == [
        ("I can't a", []),
        ("I can't b", ["I can't x", "A board"]),
    ]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"do": "move"}, "Choose something first."),
        ({"do": "move", "nodes": "tree:1 x"}, "Choose something first."),
        ({"do": "fly", "nodes": "opportunity:1"}, "Select a valid choice"),
        ({"do": "move", "nodes": "opportunity:1", "parent": "x"}, "Choose a place"),
        ({"do": "delete", "nodes": "opportunity:999999999"}, "Somebody has deleted"),
    ],
)
def test_nonsense_is_refused_in_words(member_client, at, nodes, asked, says):
    response = member_client.post(at("selection"), asked, headers=JSON)

    assert response.status_code in (409, 422)
    assert says in response.json()["error"]
    assert member_client.post(at("selection"), asked).status_code in (409, 422)


def test_a_branch_is_deleted_and_brought_back(member_client, at, nodes, outcome):
    asked = {"do": "delete", "nodes": name_of(nodes["a"])}
    member_client.post(at("selection"), asked)
    assert texts(outcome) == [("I can't b", [])]

    page = member_client.get(at("parked"))
    (entry,) = page.context["deleted"]
    revision = entry.change.revision
    member_client.post(at("deleted_return"), {"revision": revision})

    assert texts(outcome)[0] == ("I can't a", ["I can't x", "A board"])
    gone = member_client.post(
        at("deleted_return"), {"revision": revision}, headers=JSON
    )
    assert gone.status_code == 409


def test_parked_ones_come_back_together(member_client, at, nodes, outcome):
    chosen = f"{name_of(nodes['a'])} {name_of(nodes['b'])}"
    asked = {"do": "park", "nodes": chosen, "reason": "Later"}
    member_client.post(at("selection"), asked, headers=JSON)
    page = member_client.get(at("parked"))
    assert {row.text for row in page.context["parked"]} == {"I can't a", "I can't b"}

    said = {"nodes": chosen.split(), "client_id": uuid4()}
    member_client.post(at("parked_return"), said)

    assert len(texts(outcome)) == 2


def test_merging_shows_all_and_keeps_one(member_client, at, nodes, outcome):
    chosen = [name_of(nodes["a"]), name_of(nodes["b"])]
    asked = member_client.post(at("selection"), {"do": "merge", "nodes": chosen})
    page = member_client.get(asked["Location"])
    assert [row.node.text for row in page.context["rows"]] == ["I can't a", "I can't b"]

    without = member_client.post(at("merging"), {"nodes": chosen})
    assert without.status_code == 422
    said = {"nodes": chosen, "keep": nodes["b"].pk, "text": "I can't ab"}
    member_client.post(at("merging"), said)

    assert texts(outcome) == [("I can't ab", ["I can't x", "A board"])]


def test_splitting_in_the_panel(member_client, at, nodes, outcome):
    url = at("splitting", opportunity_id=nodes["a"].pk)
    assert member_client.get(url).context["hanging"].solutions == [nodes["board"]]
    said = {
        "text": "I can't a1",
        "new_text": "I can't a2",
        "goes": [f"solution:{nodes['board'].pk}", "comment:3", "x"],
    }

    response = member_client.post(url, said, headers={"HX-Request": "true"})

    told = json.loads(response["HX-Trigger"])["tree:changed"]
    assert told["said"] == "Split “I can't a” and one more"
    assert texts(outcome)[:2] == [
        ("I can't a1", ["I can't x"]),
        ("I can't a2", ["A board"]),
    ]


def test_lines_are_pasted_and_copied(member_client, at, nodes, outcome):
    parent = name_of(nodes["b"])
    said = {"lines": "- one\n  - two\n", "parent": parent}
    member_client.post(at("lines"), said)

    page = member_client.get(at("lines"), {"parent": parent})

    assert page.context["written"] == "- I can't b\n\t- one\n\t\t- two"
    empty = member_client.post(at("lines"), {"lines": " \n"})
    assert empty.status_code == 422
    much = member_client.post(at("lines"), {"lines": "a\n" * 5001}, headers=JSON)
    assert much.status_code == 409
    assert much.json()["error"] == ("That is more than 5000 lines. Paste it in parts.")


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ("id,parent_id,title\n1,,A", 409),
        ('[{"title": "A"}]', 409),
        ("<?xml version='1.0'?><opml/>", 409),
        ("[x] A\n[1] B", 302),
    ],
)
def test_what_another_tool_has_written_is_led_to_the_import(
    member_client, at, lines, status
):
    page = member_client.post(at("lines"), {"lines": lines})
    assert page.status_code == status
    assert ("Import reads it" in page.text) is (status == 409)


def test_branches_are_copied_from_another_tree_of_the_workspace(
    member_client, at, nodes, outcome, team
):
    other = OutcomeFactory(team=team)
    said = {"tree": outcome.pk, "nodes": name_of(nodes["a"]), "lines": "not these"}
    url = at("lines", outcome_id=other.pk)

    member_client.post(url, said, headers=JSON)
    assert texts(other) == [("I can't a", ["I can't x", "A board"])]

    strange = OutcomeFactory()
    response = member_client.post(url, said | {"tree": strange.pk}, headers=JSON)
    assert response.status_code == 404


def test_pages_take_as_many_queries_for_more_nodes(
    member_client, at, nodes, grow, act, hear, outcome
):
    def count(page, query):
        with CaptureQueriesContext(connection) as seen:
            assert member_client.get(at(page), query).status_code == 200
        return len(seen)

    def counts(names):
        query = {"nodes": names}
        return [count(p, query) for p in ("selection", "lines", "parked", "merging")]

    act(ops.park_opportunity, nodes["x"], reason="Later")
    act(ops.place_heard, outcome, hear(), opportunity=nodes["a"])
    names = [name_of(nodes["a"]), name_of(nodes["b"])]
    counts(names)
    few = counts(names)
    for node in grow(c={}, d={}, e={}, f={}).values():
        act(ops.add_solution, node, text="An idea")
        act(ops.place_heard, outcome, hear(), opportunity=node)
        names.append(name_of(node))
    more = [name_of(node) for node in grow(g={}, h={}).values()]
    act(ops.park_nodes, outcome, more, reason="Later")
    act(ops.delete_nodes, outcome, [names.pop()])

    assert counts(names) == few


def test_of_two_texts_the_person_chooses(member_client, at, nodes, act):
    node = nodes["b"]
    act(ops.reword_opportunity, node, text="theirs", seen={"text": node.text})
    url = at("opportunity", opportunity_id=node.pk)

    page = member_client.post(url, {"text": "mine", "seen_text": node.text})
    assert page.status_code == 409
    shown = page.content.decode()
    assert 'name="text" value="mine"' in shown
    assert 'name="seen_text" value="theirs"' in shown
    member_client.post(url, {"text": "mine", "seen_text": "theirs"})

    node.refresh_from_db()
    assert node.text == "mine"


def test_titles_of_ten_thousand_characters_are_refused_in_words(
    member_client, at, nodes, outcome
):
    long = "word " * 2_000
    url = at("opportunity", opportunity_id=nodes["a"].pk)

    for address, said in (
        (url, {"text": long}),
        (at("opportunity_new"), {"text": long}),
        (at("merging"), {"keep": nodes["a"].pk, "text": long, "nodes": ["x"]}),
    ):
        response = member_client.post(address, said, headers=JSON)
        assert response.status_code == 422
        assert "240 characters" in str(response.json())
    # Pasted, the words go on in the description.
    member_client.post(at("lines"), {"lines": long}, headers=JSON)
    node = outcome.opportunities.latest("pk")
    assert (len(node.text), len(node.description)) == (240, 2_000)
