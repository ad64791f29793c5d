"""Which moments of single stories are taken for the same step of the experience."""

from hypothesis import given, settings
from hypothesis import strategies as st

from opportunities.alignment import Column, Step, align, alike


def story(first_key, *titles):
    return [Step(first_key + at, title) for at, title in enumerate(titles)]


def shown(columns):
    return [(column.name, [step.key for step in column.steps]) for column in columns]


def test_stories_that_tell_the_same_share_their_columns():
    one = story(1, "Planning the week", "Somebody is ill", "Finding a stand-in")
    other = story(11, "Plans the week", "Somebody falls ill", "Finding a stand-in")
    assert [keys for _name, keys in shown(align([one, other]))] == [
        [1, 11],
        [2, 12],
        [3, 13],
    ]


def test_a_moment_that_only_one_story_has_stands_where_that_story_has_it():
    one = story(1, "Planning the week", "Paying the hours")
    other = story(11, "Planning the week", "Somebody is ill", "Paying the hours")
    assert shown(align([one, other])) == [
        ("Planning the week", [11, 1]),
        ("Somebody is ill", [12]),
        ("Paying the hours", [13, 2]),
    ]


def test_the_same_words_before_and_after_stay_apart():
    one = story(1, "Waiting", "Ordering", "Waiting")
    assert len(align([one, story(11, "Waiting", "Ordering", "Waiting")])) == 3


def test_what_is_placed_by_hand_stays_and_keeps_its_name():
    placed = Column([Step(2, "Rings round")], key=7, title="Finding a stand-in")
    columns = align([story(1, "Somebody is ill", "Rings round")], [placed])
    assert shown(columns) == [("Somebody is ill", [1]), ("Finding a stand-in", [2])]
    assert columns[1].key == 7


def test_what_is_placed_against_the_order_of_its_story_is_not_suggested_again():
    one = story(1, "Somebody is ill", "Rings round")
    placed = [
        Column([one[1]], key=7, title="Ring"),
        Column([one[0]], key=8, title="Ill"),
    ]
    assert shown(align([one], placed)) == [("Ring", [2]), ("Ill", [1])]


def test_no_story_leads_to_no_column():
    assert align([]) == []
    assert align([[]]) == []


def test_likeness_is_between_none_and_all():
    assert alike("Finding a stand-in", "finding a stand-in") == 1
    assert alike("Finding a stand-in", "") == 0
    assert 0.3 < alike("Plan the week", "Planning my week") <= 1
    assert alike("Paying hours", "Somebody is ill") < 0.2


TITLES = st.sampled_from(
    ["Plan", "Planning it", "Ill", "Ring round", "Pay", "Wait", "äöü"]
)


@settings(max_examples=50)
@given(st.lists(st.lists(TITLES, max_size=6), max_size=5))
def test_every_moment_has_one_place_and_each_story_keeps_its_order(told):
    stories = [story(100 * at, *titles) for at, titles in enumerate(told, 1)]
    columns = align(stories)
    place = {step.key: at for at, column in enumerate(columns) for step in column.steps}
    assert sorted(place) == sorted(step.key for one in stories for step in one)
    assert sum(len(column.steps) for column in columns) == len(place)
    for one in stories:
        places = [place[step.key] for step in one]
        assert places == sorted(set(places))
