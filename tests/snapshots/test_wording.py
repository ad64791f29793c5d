import pytest

from snapshots.wording import (
    mark_words,
    one_line,
    search_words,
    shorten,
)


def test_breaks_and_control_characters_become_one_line():
    assert one_line(" two\r\nlines\tand\x00 a\x07 bell ") == "two lines and a bell"


def test_a_joined_emoji_stays_joined():
    assert one_line("👩‍🍳 bakes") == "👩‍🍳 bakes"


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("short enough", 20, "short enough"),
        ("cut at the end of a word", 12, "cut at the…"),
        ("Donaudampfschifffahrt", 8, "Donauda…"),
    ],
)
def test_shorten(text, most, short):
    assert shorten(text, most) == short
    assert len(shorten(text, most)) <= most


def test_search_words_are_few_and_different():
    assert search_words(" two  two shops ") == ["two", "shops"]
    assert len(search_words(" ".join(map(str, range(50))))) == 8


def test_marks_lose_nothing_and_keep_the_case():
    assert mark_words("Texts one by one", ["one", "text"]) == [
        ("Text", True),
        ("s ", False),
        ("one", True),
        (" by ", False),
        ("one", True),
    ]


def test_marks_take_no_pattern_from_the_search():
    assert mark_words("a.b", ["."]) == [("a", False), (".", True), ("b", False)]
