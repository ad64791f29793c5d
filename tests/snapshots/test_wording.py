import pytest

from snapshots.wording import (
    hide_names,
    mark_words,
    names_in,
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


def test_every_longer_word_of_a_name_is_hidden():
    names = names_in("Ana de Souza", "ana@example.org")

    hidden = hide_names(
        "ANA said: write to ana@example.org, Souza’s shop, banana", names, "P-017"
    )

    assert hidden == "P-017 said: write to P-017, P-017’s shop, banana"


def test_a_text_without_names_to_hide_is_left_alone():
    assert hide_names("as it was", [], "P-017") == "as it was"


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
