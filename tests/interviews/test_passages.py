import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.transcripts.passages import (
    blot_like,
    blot_passages,
    find_passages,
    passages_of,
)
from interviews.transcripts.ranges import BLOT, blot


def passages(text, words):
    starts_at = text.index(words)
    return passages_of(text, starts_at, starts_at + len(words))


SAID = "My boss Karl rang at six, and I was alone."


@pytest.mark.parametrize(
    ("words", "copy", "left"),
    [
        ("boss Karl", "Their Boss  Karl: rude.", "Their ██████████: rude."),
        ("boss Karl rang", "… the boss\nKarl rang!", "… the ██████████████!"),
        # Shortened at a word's end, as parts of a snapshot are.
        ("boss Karl rang at", "So their boss Karl…", "So their █████████…"),
        # Words of their own only, and not a piece of them.
        ("boss Karl", "boss Karlsson", "boss Karlsson"),
        ("alone.", "Alone, standalone, alone", "█████, standalone, █████"),
        # Too short to be told by themselves: only where the same words stand around them.
        ("Karl", "Karl is my brother.", "Karl is my brother."),
        ("Karl", "“My boss Karl” came up", "“My boss ████” came up"),
        ("Karl", "Karl rang at six", "████ rang at six"),
        (
            "I",
            "I said I know, and six, and I was here",
            "I said I know, and six, and █ was here",
        ),
        (",", "a, b", "a, b"),
    ],
)
def test_copies_are_found_and_common_words_are_left(words, copy, left):
    assert blot_passages(copy, passages(SAID, words)) == left


def test_older_blots_are_no_words():
    text = blot(SAID, 8, 12)

    found = passages_of(text, 0, len(text))

    assert [passage.words[0] for passage in found] == ["My", "rang"]
    assert not find_passages(BLOT * 9, found)


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        (SAID, "My boss ████ rang at six, and I was alone."),
        (f"{SAID} And late.", "My boss ████ rang at six, and I was alone. And late."),
        ("boss Karl rang off", "boss Karl rang off"),
        ("Something else", "Something else"),
    ],
)
def test_what_was_typed_before_is_blotted_by_what_stands_around(typed, left):
    assert blot_like(typed, blot(SAID, 8, 12)) == left


def test_a_text_that_is_a_blot_is_known_by_its_length():
    assert blot_like("Karl", BLOT * 4) == BLOT * 4
    assert blot_like("Karla", BLOT * 4) == "Karla"


@settings(max_examples=50)
@given(st.text(), st.integers(0, 40), st.integers(0, 40), st.text())
def test_blots_keep_the_length(text, one, other, copy):
    words = passages_of(text, min(one, other), max(one, other))

    assert len(blot_passages(copy, words)) == len(copy)
    assert len(blot_like(copy, text)) == len(copy)
