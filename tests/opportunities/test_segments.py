"""Counting people by segment, and which nodes have gone quiet."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.timezone import localdate

from opportunities.models import Evidence
from opportunities.operations import place_heard
from opportunities.queries.inbox import Waiting, count_voices
from opportunities.queries.quiet import mark_quiet
from opportunities.segments import build_matrix, values_of
from snapshots.models import Snapshot

BRANCHES = [(1, None, 1, "cover"), (2, 1, 2, "reach"), (3, None, 1, "cost")]


@dataclass
class Somebody:
    audience: str = "user"
    company: str = ""
    attributes: dict = field(default_factory=dict)
    tags: list = field(default_factory=list)


def test_a_person_is_in_the_segments_that_the_panel_knows():
    person = Somebody(attributes={"Plan": "Pro", "Size": ""}, tags=["a", "b"])

    found = [
        values_of(person, name)
        for name in ("audience", "company", "attribute:plan", "attribute:size", "tag")
    ]

    assert found == [["user"], [], ["Pro"], [], ["a", "b"]]


def test_each_person_counts_once_here_and_above():
    told = [
        (2, 7, ["user"]),
        (1, 7, ["user"]),
        (1, 8, ["buyer"]),
        (3, 9, []),
        (9, 1, []),
    ]

    matrix = build_matrix(BRANCHES, told, 12)

    assert matrix.columns == ["buyer", "user", ""]
    counts = [(row.key, *row.counts(matrix.columns)) for row in matrix.rows]
    assert counts == [(1, 1, 1, 0), (2, 0, 1, 0), (3, 0, 0, 1)]
    assert [len(row.everybody) for row in matrix.rows] == [2, 1, 1]


def test_many_segments_show_the_largest():
    told = [(1, number, [f"s{number % 30}"]) for number in range(31)]

    assert build_matrix(BRANCHES, told, 3).columns == ["s0", "s1", "s10"]


def test_voices_are_different_people_who_say_the_same():
    said = ["I call and nobody answers", "Nobody answers when I call", "What it costs"]
    waiting = [
        Waiting(number, said[number % 3], person, "", "")
        for number, person in enumerate([1, 2, 3, 1, 4])
    ]

    count_voices(waiting)

    assert [one.voices for one in waiting] == [3, 3, 1, 3, 3]


def test_a_node_is_quiet_until_anything_beneath_is_heard(act, hear, grow, outcome):
    nodes = grow(cover={"reach": {}, "ring": {}}, cost={})
    for name, weeks in (("reach", 12), ("ring", 11), ("cost", 40)):
        act(place_heard, outcome, hear(name), opportunity=nodes[name])
        placed = Evidence.objects.get(opportunity=nodes[name])
        pages = Snapshot.objects.filter(pk=placed.heard.snapshot_id)
        pages.update(talked_on=localdate() - timedelta(weeks=weeks))

    quiet = dict(mark_quiet(outcome))

    expected = {f"opportunity-{nodes[name].pk}" for name in ("reach", "cost")}
    assert set(quiet) == expected
