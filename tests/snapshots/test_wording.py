import pytest

from snapshots.wording import one_line, shorten, split_title, whole_characters


def test_breaks_and_control_characters_become_one_line():
    assert one_line(" two\r\nlines\tand\x00 a\x07 bell ") == "two lines and a bell"


def test_what_turns_words_around_is_left_out_and_letters_that_join_are_kept():
    assert one_line("\u202eabc\u202c \u2067אבג\u2069\u200b") == "abc אבג"
    assert one_line("می\u200cخواهم") == "می\u200cخواهم"


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


@pytest.mark.parametrize(
    "whole",
    [
        "e\u0301",
        "\U0001f469\u200d\U0001f469\u200d\U0001f467",
        "\U0001f44d\U0001f3fd",
        "\U0001f1ee\U0001f1ea",
        "\u2764\ufe0f",
        "\u0915\u094d\u200d\u0937",
        "\u1100\u1161\u11a8",
    ],
)
def test_what_looks_like_one_character_is_never_cut_in_two(whole):
    for before in range(12):
        kept = shorten("x" * before + whole * 20, 14).removesuffix("…")

        assert len(kept) < 14
        assert kept.lstrip("x").replace(whole, "") == ""


def test_flags_are_counted_from_where_they_begin():
    assert whole_characters("x" + "\U0001f1ee\U0001f1ea" * 3, 4) == 3


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("The phone rings", "The phone rings", ""),
        (
            "Found 74 hours of agency staff on shifts that were filled by our own people",
            "Found 74 hours of agency staff on shifts",
            "that were filled by our own people",
        ),
        (
            "Calls the whole team at six. Nobody picks up, and then the oven is hot already",
            "Calls the whole team at six",
            "Nobody picks up, and then the oven is hot already",
        ),
        (
            "Once a week, on Sunday, she plans the rota at the kitchen table of her parents",
            "Once a week, on Sunday",
            "she plans the rota at the kitchen table of her parents",
        ),
        ("x" * 70, "x" * 60, "x" * 10),
    ],
)
def test_a_title_and_the_rest_say_nothing_twice(text, title, rest):
    assert split_title(text, 60) == (title, rest)
