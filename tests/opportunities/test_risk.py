import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opportunities.crowding import GAP_ACROSS, GAP_DOWN, MARGIN, spread
from opportunities.risk import Belief, find_riskiest, strength_after, suggest_verdict

SHARES = st.integers(0, 100)


def test_the_riskiest_is_important_with_the_weakest_evidence():
    beliefs = [
        Belief(1, 7, 90, 40),
        Belief(2, 7, 80, 10),
        Belief(3, 7, 95, 80),
        Belief(4, 7, 20, 0),
        Belief(5, 8, 60, 30),
    ]

    assert find_riskiest(beliefs) == {7: 2, 8: 5}


@pytest.mark.parametrize(
    "belief",
    [
        Belief(1, 7, None, None),
        Belief(1, 7, 90, None),
        Belief(1, 7, 49, 0),
        Belief(1, 7, 90, 50),
        Belief(1, 7, 90, 0, is_disproved=True),
    ],
)
def test_what_is_no_leap_of_faith_is_not_marked(belief):
    assert find_riskiest([belief]) == {}


@pytest.mark.parametrize(
    ("did", "did_not", "verdict"),
    [(6, 0, "holds"), (5, 4, "unclear"), (5, 5, "fails"), (0, 0, "unclear")],
)
def test_the_count_suggests_a_verdict(did, did_not, verdict):
    assert suggest_verdict(6, 10, did, did_not) == verdict


@pytest.mark.parametrize(
    ("verdict", "seen", "before", "after"),
    [
        ("holds", 10, 20, 85),
        ("holds", 3, 20, 70),
        ("holds", 3, 95, 95),
        ("fails", 10, 60, 0),
        ("unclear", 10, 30, 30),
        ("unclear", 10, None, None),
    ],
)
def test_a_verdict_moves_the_evidence(verdict, seen, before, after):
    assert strength_after(verdict, seen, before) == after


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(SHARES, SHARES), max_size=30))
def test_no_point_covers_another_and_none_leaves_the_map(places):
    apart = spread(places)

    assert len(apart) == len(places)
    for number, (x, y) in enumerate(apart):
        assert MARGIN <= x <= 100 - MARGIN
        assert MARGIN <= y <= 100 - MARGIN
        for a, b in apart[:number]:
            assert abs(a - x) >= GAP_ACROSS - 0.02 or abs(b - y) >= GAP_DOWN - 0.02


def test_points_with_room_stay_where_they_belong():
    assert spread([(20, 20), (80, 80)]) == [(20, 20), (80, 80)]
