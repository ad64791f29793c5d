"""What says nearly the same, and why."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from opportunities import meaning
from opportunities.operations import place_heard
from opportunities.operations.evidence import set_heard_aside
from opportunities.queries.alike import alike_nodes, alike_waiting
from tests.factories.opportunities import OpportunityFactory

RINGING = "I call everybody on the list and nobody answers"


def _place(text, size):
    return ([1.0, 0.0] if "£" in text else [0.0, 1.0]) + [0.0] * (size - 2)


@pytest.fixture
def model(settings):
    """A model on this machine to which everything about money means the same."""
    answers = {"status": 200, "size": 2}

    class Model(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            rows = [
                {"index": at, "embedding": _place(text, answers["size"])}
                for at, text in enumerate(json.loads(asked)["input"])
            ]
            answers["asked"] = answers.get("asked", 0) + len(rows)
            if "may_go_on" in answers:
                answers["may_go_on"].wait(20)
            body = json.dumps({"data": rows[: answers.get("most")]}).encode()
            body = answers.get("says", body)
            self.send_response(answers["status"])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.EMBEDDING_URL = f"http://127.0.0.1:{server.server_port}/v1"
    yield answers
    server.shutdown()
    server.server_close()


def test_nodes_are_found_by_stems_and_letters_with_the_reason(outcome):
    near = OpportunityFactory(outcome=outcome, text="Nobody answered my calls")
    OpportunityFactory(outcome=outcome, text="What next week costs")
    typo = OpportunityFactory(outcome=outcome, text="I call evrybody on the lst")

    found = alike_nodes(outcome, RINGING)

    assert {alike.row for alike in found} == {near, typo}
    reasons = {alike.row: alike.words for alike in found}
    assert reasons[near] == ["call", "answers"]
    assert not any(alike.by_meaning for alike in found)


def test_it_is_not_like_itself_nor_like_what_is_gone(outcome, hear, act):
    node = OpportunityFactory(outcome=outcome, text=RINGING)
    OpportunityFactory(outcome=outcome, text=RINGING, parked_at="2026-01-01T00:00Z")
    waits, placed, aside = hear(RINGING), hear(RINGING), hear(RINGING)
    act(place_heard, outcome, placed, opportunity=node)
    act(set_heard_aside, outcome, aside, reason="no")

    assert alike_nodes(outcome, RINGING, but=node.pk) == []
    assert [alike.row for alike in alike_waiting(outcome, RINGING)] == [waits]
    assert alike_waiting(outcome, RINGING, but=waits.pk) == []


def test_most_suggestions_are_right_and_few_are_missing(outcome):
    """Groups of sentences that mean the same, among others that share words with them."""
    told = (Path(__file__).parent / "samples/same_needs.txt").read_text()
    groups = [group.splitlines() for group in told.strip().split("\n\n")]
    group_of = {
        OpportunityFactory(outcome=outcome, text=text).pk: number
        for number, group in enumerate(groups)
        for text in group
    }

    found = [
        group_of[alike.row.pk] == group_of[node.pk]
        for node in outcome.opportunities.all()
        for alike in alike_nodes(outcome, node.text, but=node.pk)
    ]

    wanted = sum(len(group) * (len(group) - 1) for group in groups)
    assert sum(found) / len(found) >= 0.75
    assert sum(found) / wanted >= 0.9


@pytest.mark.parametrize(
    "text", ["", "?!", "' | & <->", "ß" * 240, "a b c", "%s %(x)s"]
)
def test_any_text_may_be_asked_about(outcome, text):
    OpportunityFactory(outcome=outcome, text="What next week costs")

    assert alike_nodes(outcome, text) == []


def test_a_model_finds_what_means_the_same(outcome, model):
    near = OpportunityFactory(outcome=outcome, text="£ next week")
    OpportunityFactory(outcome=outcome, text=RINGING)

    (found,) = alike_nodes(outcome, "How many £ go there")
    asked = model["asked"]
    alike_nodes(outcome, "How many £ go there")

    assert (found.row, found.by_meaning, found.share) == (near, True, 100)
    assert model["asked"] == asked


@pytest.mark.parametrize(
    "wrong", [{"status": 500}, {"status": 302}, {"most": 1}, {"says": b"{"}]
)
def test_a_model_that_fails_is_as_good_as_none_and_left_alone(outcome, model, wrong):
    node = OpportunityFactory(outcome=outcome, text=f"{RINGING} {wrong}")
    model.update(wrong)

    for _twice in range(2):
        found = alike_nodes(outcome, f"{RINGING} today {wrong}")
        assert [(one.row, one.by_meaning) for one in found] == [(node, False)]
    assert model["asked"] == 2


def test_a_slow_model_keeps_nobody_waiting_and_answers_the_next(
    outcome, model, monkeypatch
):
    node = OpportunityFactory(outcome=outcome, text="£ in a slow week")
    monkeypatch.setattr(meaning, "PATIENCE", 0.01)
    model["may_go_on"] = threading.Event()

    assert alike_nodes(outcome, "How many £ went slowly") == []
    # While it still thinks nobody else asks it.
    assert alike_nodes(outcome, "£ and £ again") == []
    model["may_go_on"].set()
    with meaning._asking:
        found = alike_nodes(outcome, "How many £ went slowly")

    assert [(one.row, one.by_meaning) for one in found] == [(node, True)]


def test_vectors_of_another_size_are_near_nothing(outcome, model):
    OpportunityFactory(outcome=outcome, text="£ of two numbers")
    assert len(alike_nodes(outcome, "Two numbers of £ are near")) == 1
    model["size"] = 3

    assert not any(one.by_meaning for one in alike_nodes(outcome, "£ of three"))


def test_an_address_where_nobody_is_costs_nothing(outcome, settings):
    settings.EMBEDDING_URL = "http://127.0.0.1:9/v1"

    assert not any(meaning.shares_by_meaning("one", ["two"]))
