import pytest

from snapshots.wording import (
    one_line,
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
