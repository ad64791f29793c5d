from hypothesis import given, settings
from hypothesis import strategies as st

from snapshots.needs_over_time import Change, Heard, compare, likeness


def told(*talks):
    return compare([[Heard(text) for text in texts] for texts in talks])


def test_what_was_heard_again_what_is_new_and_what_is_gone():
    needs = told(
        ["I can't reach everybody at once", "The rota is out of date"],
        ["I cannot reach everybody who is free at once", "Payslips come late"],
    )

    assert [(need.text, need.change) for need in needs] == [
        ("I cannot reach everybody who is free at once", Change.AGAIN),
        ("The rota is out of date", Change.GONE),
        ("Payslips come late", Change.NEW),
    ]
    assert needs[0].is_guess


def test_the_tree_decides_before_the_words():
    needs = compare(
        [
            [
                Heard("I call them one by one", frozenset({7})),
                Heard("Nobody answers me"),
            ],
            [Heard("Nobody answers me", frozenset({7}))],
        ]
    )

    assert [(need.change, need.is_guess) for need in needs] == [
        (Change.AGAIN, False),
        (Change.GONE, False),
    ]


def test_two_needs_of_one_talk_are_never_the_same():
    needs = told(["Nobody answers", "Nobody answers"], ["Nobody answers"])

    assert [need.change for need in needs] == [Change.AGAIN, Change.GONE]


def test_a_need_that_comes_back_after_a_talk_without_it_is_heard_again():
    (need,) = told(["Nobody answers"], [], ["Nobody answers"])

    assert (need.change, need.times) == (Change.AGAIN, 2)


def test_small_words_make_nothing_alike():
    assert (
        likeness("I can't do it when they are there", "I can't do it when we are") == 0
    )
    assert likeness("", "") == 0
    assert likeness("Nobody answers", "nobody ANSWERS") == 1
    assert likeness("The café is full", "the cafe is full") == 1


@settings(max_examples=50)
@given(st.lists(st.lists(st.text(min_size=1, max_size=30), max_size=6), max_size=5))
def test_nothing_that_was_heard_is_lost(talks):
    needs = told(*talks)

    for number, texts in enumerate(talks):
        kept = [need.told[number].text for need in needs if need.told[number]]
        assert sorted(kept) == sorted(texts)
