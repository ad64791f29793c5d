"""Placing several, splitting one, setting aside, sides, and evidence that is no story."""

from datetime import date

import pytest

from interviews.transcripts.passages import Passage
from opportunities.models import Evidence, HeardSetAside, OtherEvidence, TreeChange
from opportunities.operations import (
    AlreadyPlaced,
    Gone,
    StaleEdit,
    place_heard,
    redo_change,
    undo_change,
    unplace_evidence,
)
from opportunities.operations.evidence import (
    add_other_evidence,
    bring_heard_back,
    edit_other_evidence,
    remove_other_evidence,
    set_heard_aside,
    split_heard,
    turn_evidence,
)
from opportunities.operations.redaction import blot_nodes
from opportunities.queries.inbox import inbox_of
from recruiting.operations.erasure import erase_participant

SAID = {
    "source": OtherEvidence.Source.SUPPORT,
    "basis": OtherEvidence.Basis.SAID,
    "text": "40 tickets about empty shifts",
    "url": "https://desk.example/q/7",
    "observed_on": date(2026, 11, 2),
    "is_against": False,
}


def test_several_go_to_one_new_node_with_every_source(act, hear, outcome):
    first, second = hear("Nobody answers my call"), hear("I call and nobody answers")

    change = act(place_heard, outcome, first, others=[second], text="Nobody answers")

    node = outcome.opportunities.get()
    assert (node.text, change.node) == ("Nobody answers", f"opportunity:{node.pk}")
    assert {row.heard for row in node.evidence.all()} == {first, second}
    assert not inbox_of(outcome).exists()


def test_of_several_all_are_placed_or_none(act, hear, outcome):
    first, second = hear("one"), hear("two")
    act(place_heard, outcome, second)

    with pytest.raises(AlreadyPlaced):
        act(place_heard, outcome, first, others=[second])

    assert [*inbox_of(outcome)] == [first]
    assert outcome.opportunities.count() == 1


def test_one_thing_heard_becomes_several_nodes_and_undo_takes_all_back(
    act, hear, outcome
):
    heard = hear("I can't see who is free and calling takes ages")

    act(split_heard, outcome, heard, texts=["who is free", "calling takes ages"])

    nodes = [*outcome.opportunities.order_by("position")]
    assert [node.text for node in nodes] == ["who is free", "calling takes ages"]
    assert [node.evidence.get().heard for node in nodes] == [heard, heard]

    act(undo_change, outcome)
    assert [*inbox_of(outcome)] == [heard]
    assert not outcome.opportunities.present().exists()

    act(redo_change, outcome)
    assert heard.evidence.count() == 2


def test_one_of_two_nodes_gives_its_story_back_by_undo(act, hear, outcome):
    heard = hear()
    act(split_heard, outcome, heard, texts=["one", "two"])
    placed = heard.evidence.select_related("opportunity__outcome").first()

    act(unplace_evidence, placed)
    assert not inbox_of(outcome).exists()
    act(undo_change, outcome)

    assert heard.evidence.count() == 2


def test_set_aside_with_its_reason_and_back(act, hear, outcome, member):
    heard = hear()

    act(set_heard_aside, outcome, heard, reason="Another team’s")
    assert not inbox_of(outcome).exists()
    aside = outcome.heard_set_aside.get()
    assert (aside.reason, aside.by) == ("Another team’s", member)
    with pytest.raises(Gone):
        act(set_heard_aside, outcome, heard, reason="again")

    act(undo_change, outcome)
    assert inbox_of(outcome).exists()
    act(redo_change, outcome)
    assert outcome.heard_set_aside.get().reason == "Another team’s"
    act(bring_heard_back, outcome, heard)
    assert [*inbox_of(outcome)] == [heard]
    with pytest.raises(Gone):
        act(bring_heard_back, outcome, heard)


def test_what_somebody_has_placed_is_not_set_aside(act, hear, outcome):
    heard = hear()
    act(place_heard, outcome, heard)

    with pytest.raises(AlreadyPlaced):
        act(set_heard_aside, outcome, heard, reason="no")

    assert not HeardSetAside.objects.exists()


def test_a_story_speaks_against_and_keeps_that_through_undo(act, hear, outcome):
    act(place_heard, outcome, hear())
    placed = Evidence.objects.select_related("opportunity__outcome").get()

    act(turn_evidence, placed, is_against=True)
    act(unplace_evidence, placed)
    act(undo_change, outcome)

    assert Evidence.objects.get().is_against


def test_other_evidence_is_added_changed_and_removed(act, grow, outcome):
    node = grow(cover={})["cover"]
    act(add_other_evidence, node, **SAID)
    other = node.other_evidence.get()
    assert {name: getattr(other, name) for name in SAID} == SAID

    seen = {**SAID, "text": other.text}
    act(edit_other_evidence, other, seen=seen, **{**SAID, "text": "41 tickets"})
    with pytest.raises(StaleEdit):
        act(edit_other_evidence, other, seen=seen, **{**SAID, "text": "42 tickets"})

    act(remove_other_evidence, other)
    assert not node.other_evidence.exists()
    act(undo_change, outcome)
    again = node.other_evidence.get()
    assert (again.pk, again.text) == (other.pk, "41 tickets")


def test_names_leave_reasons_and_other_evidence(act, hear, grow, outcome, admin):
    heard = hear("I ring Zaphodine")
    person = heard.snapshot.participant
    type(person).objects.filter(pk=person.pk).update(name="Zaphodine Quux")
    person.refresh_from_db()
    node = grow(cover={})["cover"]
    act(place_heard, outcome, hear(snapshot=heard.snapshot), opportunity=node)
    act(add_other_evidence, node, **{**SAID, "text": "Zaphodine wrote us"})
    act(set_heard_aside, outcome, heard, reason="Only Zaphodine says so")

    erase_participant(person, by=admin)

    kept = f"{[*OtherEvidence.objects.values()]}{[*HeardSetAside.objects.values()]}"
    kept += f"{[*TreeChange.objects.values('change', 'inverse')]}"
    assert "Zaphodine" not in kept


def test_redacted_words_leave_reasons_and_other_evidence(act, hear, grow, outcome):
    said = "the cold vestibule behind the counter"
    passage = Passage(tuple(said.split()))
    heard = hear(f"I hate {said}")
    node = grow(cover={})["cover"]
    act(place_heard, outcome, hear(snapshot=heard.snapshot), opportunity=node)
    act(add_other_evidence, node, **{**SAID, "text": f"tickets of {said}"})
    act(set_heard_aside, outcome, heard, reason=f"Mind {said}")

    blot_nodes(None, interview=heard.snapshot.interview, words=[passage])

    kept = f"{[*OtherEvidence.objects.values()]}{[*HeardSetAside.objects.values()]}"
    kept += f"{[*TreeChange.objects.values('change', 'inverse')]}"
    assert "vestibule" not in kept
