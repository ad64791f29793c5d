from dataclasses import replace

import pytest

from snapshots.room import SCALES, Words, fit
from snapshots.type_widths import lines

HEARD = "I can't tell who could come in right now, and nobody else can either"
LONG = "Sees next week's labour cost only after the rota is out. " * 5
# A page as on the drawing.
STORY = Words(
    name="Sarah Whitcombe",
    context="Bakery manager, two shops in York. Talked on 12 November 2026 with Mara.",
    facts=[("Plans the rota", "4 to 5 hours, Sundays")] * 6,
    quote="I spent forty-five minutes texting people one by one. " * 2,
    story_title="A baker calls in sick on Tuesday at five",
    moments=[("The phone rings", "awful", "5:02, still dark. Ben is ill.", "", "", 1)]
    * 5,
    opportunities=[(HEARD, "at “The phone rings”")] * 3,
    insights=["Tried five apps last year. Each wanted fixed shifts."] * 3,
)


def test_a_story_as_on_the_drawing_fits_in_ordinary_type():
    assert fit(STORY).step == 0
    assert fit(STORY).used < 75


def test_a_longer_page_is_set_smaller():
    longer = replace(STORY, insights=[LONG] * 6, opportunities=[(HEARD * 2, "at")] * 6)

    assert 0 < fit(longer).step < len(SCALES)
    assert fit(STORY).used < fit(longer).used <= 100


def test_more_than_a_page_is_said():
    full = replace(
        STORY,
        insights=[LONG] * 6,
        moments=[("Gives up", "bad", LONG, LONG, LONG, 0)] * 7,
    )

    assert fit(full).used > 100
    assert fit(full).step == len(SCALES) - 1


def test_letter_holds_less_than_a4_in_the_same_lines():
    assert fit(STORY, "letter").used > fit(STORY, "a4").used


def test_the_shares_of_the_parts_add_up_to_what_is_used():
    assert sum(fit(STORY).shares.values()) == pytest.approx(fit(STORY).used, abs=3)


def test_an_empty_page_is_nearly_empty():
    assert fit(Words()).used < 20


def test_lines_break_at_spaces_and_hyphens_and_within_words_only_if_they_must():
    assert lines("", 10, 1) == 0
    assert lines("one two", 100, 1) == 1
    assert lines("forty-five", 3, 1) == 2
    assert lines("Donaudampfschifffahrtsgesellschaft", 5, 1) == 4


def test_wide_letters_take_more_room_than_narrow_ones():
    assert lines("W" * 30, 10, 1) > lines("i" * 30, 10, 1)


def test_combining_marks_take_no_room_and_unknown_letters_take_much():
    assert lines("e\u0301" * 10, 10, 1) == 1
    assert lines("\U0001f600" * 10, 5, 1) == 2
