"""Outreach: four to seven honest sentences with one ask (R12 to R17)."""

import pytest

from discovery.coach import read_message

GOOD = """Hi Anna,

you swapped three shifts last week, and I would like to hear how that went. Would you have 20
minutes for a call on Tuesday or Thursday? I will ask about the last swap, and listen. What you
tell us decides what we mend next. This is not a sales call.

Best regards,
Tom"""


def labels(text, **options):
    return [hint.label for hint in read_message(text, **options)]


def test_good_message_passes():
    assert labels(GOOD) == []


def test_nothing_is_said_of_nothing():
    assert labels(" \n ") == []


@pytest.mark.parametrize(
    ("left_out", "instead", "label"),
    [
        ("20\nminutes", "time", "minutes"),
        ("What you\ntell us decides what we mend next. ", "", "benefit"),
        ("This is not a sales call.", "It is a call.", "no_sale"),
    ],
)
def test_what_is_missing_is_named(left_out, instead, label):
    assert left_out in GOOD
    assert labels(GOOD.replace(left_out, instead)) == [label]


@pytest.mark.parametrize(
    ("added", "label"),
    [
        ("Act now!!", "salesy"),
        ("It is an exclusive and amazing chance.", "salesy"),
        ("I know you are very busy, sorry to bother you.", "desperate"),
        ("Also, could you fill in our survey?", "second_ask"),
        ("P.S. Please leave us a review.", "second_ask"),
        ("It is about {{ product }}.", "unresolved"),
        ("It is about [Company name].", "unresolved"),
    ],
)
def test_what_is_too_much_is_named(added, label):
    text = GOOD.replace("This is not", f"{added} This is not")

    assert labels(text) == [label]


def test_template_may_hold_its_fields():
    assert labels(GOOD.replace("Anna", "{{ first_name }}"), is_template=True) == []
    assert labels(GOOD.replace("Anna", "{{ first_name }}")) == ["unresolved"]


def test_sentences_are_counted_without_greeting_and_farewell():
    assert "short" not in labels(GOOD)
    assert "long" in labels(
        GOOD.replace("This is not", "It is so. It is so. It is so. This is not")
    )
    assert "short" in labels("Hi Anna,\nwould you have 20 minutes, e.g. at 9.30?\nTom")


def test_bare_line_lacks_nearly_everything():
    assert labels("Buy now!") == [
        "ask",
        "minutes",
        "agenda",
        "benefit",
        "no_sale",
        "salesy",
        "short",
    ]
