from pathlib import Path

import pytest

from snapshots.fonts import OURS, fonts_for

OUR_FAMILIES = {"Inter", "Newsreader", "Noto"}
EVERYTHING = "א ש ب अ ব த ก ქ հ я 漢 の 안 😴"


def fonts_of(document):
    fonts = document.pages[0]["/Resources"]["/Font"].values()
    return {font.get_object()["/BaseFont"].split("+")[1] for font in fonts}


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("שלום עולם", "Noto-Serif-Hebrew"),
        ("مرحبا بالعالم", "Noto-Naskh-Arabic"),
        ("नमस्ते दुनिया", "Noto-Sans-Devanagari"),
        ("สวัสดีชาวโลก", "Noto-Sans-Thai"),
        ("Россия, Ελλάδα", "Noto-Serif"),
        ("漢字の夢", "Noto-Sans-jp"),
        ("我花了四十五分钟", "Noto-Sans-sc"),
        ("안녕하세요", "Noto-Sans-kr"),
        ("👩‍🍳🥐 tired 😴", "Noto-Emoji"),
        ("e\u0301\u0301\u0301", "Newsreader"),
    ],
)
def test_every_script_is_set_in_a_font_that_has_it(read, text, family):
    document = read(quote=text)

    assert len(document.pages) == 1
    assert any(name.startswith(family) for name in fonts_of(document))
    assert {name.split("-")[0] for name in fonts_of(document)} <= OUR_FAMILIES


def test_the_fonts_of_other_scripts_are_loaded_only_for_them():
    assert len(fonts_for("Łódź, Großstraße, Ñandú").faces) == len(OURS)
    assert all(Path(path).is_file() for _, _, path in fonts_for(EVERYTHING).faces)


def test_what_runs_from_right_to_left_is_set_so(read):
    def edges(document):
        """Where the lines of the quote begin."""
        found = []

        def visit(text, matrix, text_matrix, font, size):
            if size > 15 and text.strip():
                found.append(text_matrix[4] * matrix[0] + matrix[4])

        document.pages[0].extract_text(visitor_text=visit)
        return min(found)

    assert edges(read(name="x", quote="שלום")) > edges(read(name="x", quote="Hello"))
