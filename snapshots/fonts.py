"""Which fonts the words of a page need: ours, and those of scripts that ours do not have.

Every file is a whole font or, for Chinese, Japanese and Korean, one part of a font under a
name of its own: parts that share a name are drawn with each other's glyphs (stack.md 2).
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache

from discovery.local.vendor import library_file

OURS = (
    ("Inter Variable", 400, "inter/400Regular/Inter_400Regular"),
    ("Inter Variable", 500, "inter/500Medium/Inter_500Medium"),
    ("Inter Variable", 600, "inter/600SemiBold/Inter_600SemiBold"),
    ("Newsreader Variable", 400, "newsreader/400Regular/Newsreader_400Regular"),
    ("Newsreader Variable", 500, "newsreader/500Medium/Newsreader_500Medium"),
)
WEIGHTS = {400: "400Regular", 600: "600SemiBold"}
# Characters of a script, and the families that have them beside Inter and beside Newsreader.
SCRIPTS = (
    ("\u0370-\u052f\u1c80-\u1c8f\u1f00-\u1fff", "", "Noto Serif"),
    ("\u0530-\u058f\ufb13-\ufb17", "Noto Sans Armenian", ""),
    ("\u0590-\u05ff\ufb1d-\ufb4f", "Noto Sans Hebrew", "Noto Serif Hebrew"),
    (
        "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
        "Noto Sans Arabic",
        "Noto Naskh Arabic",
    ),
    ("\u0900-\u097f\ua8e0-\ua8ff", "Noto Sans Devanagari", ""),
    ("\u0980-\u09ff", "Noto Sans Bengali", ""),
    ("\u0b80-\u0bff", "Noto Sans Tamil", ""),
    ("\u0e00-\u0e7f", "Noto Sans Thai", ""),
    ("\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f", "Noto Sans Georgian", ""),
    (
        "\u00a9\u00ae\u203c\u2049\u20e3\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf"
        "\u2934-\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff",
        "Noto Emoji",
        "",
    ),
)
HAN = re.compile("[\u2e80-\u303f\u31c0-\u31ef\u3300-\u9fff\uf900-\ufaff\uff00-\uffef]")
KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff]")
HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
EAST_ASIAN = re.compile("|".join(p.pattern for p in (HAN, KANA, HANGUL)))


@dataclass(frozen=True)
class Fonts:
    """``faces`` to load as (family, weight, path), and where each family stands in the order."""

    faces: tuple[tuple[str, int, str], ...]
    beside_sans: tuple[str, ...] = ()
    beside_serif: tuple[str, ...] = ()


def fonts_for(text):
    """The fonts in which all of ``text`` can be set, as far as we have any."""
    sans, serif, faces = [], [], []
    for characters, beside_sans, beside_serif in SCRIPTS:
        if re.search(f"[{characters}]", text):
            for family in filter(None, (beside_sans, beside_serif)):
                faces += _faces(family)
            sans += filter(None, [beside_sans or beside_serif])
            serif += [beside_serif or beside_sans]
    for family, path in _east_asian_parts(text):
        faces.append((family, 400, path))
        sans.append(family)
        serif.append(family)
    return Fonts((*_ours(), *faces), tuple(sans), tuple(serif))


@lru_cache(maxsize=1)
def _ours():
    return tuple(
        (family, weight, _path(f"@expo-google-fonts/{name}.ttf"))
        for family, weight, name in OURS
    )


def _faces(family):
    package, stem = family.lower().replace(" ", "-"), family.replace(" ", "")
    for weight, style in WEIGHTS.items():
        name = f"@expo-google-fonts/{package}/{style}/{stem}_{style}.ttf"
        yield family, weight, _path(name)


def _path(name):
    return str(library_file(name))


def _east_asian_parts(text):
    """The parts that hold the text's characters; a shared one is drawn as the text's language does."""
    wanted = {ord(character) for character in EAST_ASIAN.findall(text)}
    if not wanted:
        return
    order = ("jp", "sc", "kr") if KANA.search(text) else ("sc", "jp", "kr")
    if HANGUL.search(text):
        order = ("kr", *(one for one in order if one != "kr"))
    for language in order:
        for number, held in _parts_of(language):
            if found := wanted & held:
                wanted -= found
                name = f"noto-sans-{language}-{number}-wght-normal.woff2"
                folder = f"@fontsource-variable/noto-sans-{language}/files"
                yield f"Noto Sans {language} {number}", _path(f"{folder}/{name}")


@lru_cache(maxsize=3)
def _parts_of(language):
    """Each numbered part of a font with the characters that it holds."""
    path = library_file(f"@fontsource-variable/noto-sans-{language}/unicode.json")
    parts = []
    for name, ranges in json.loads(path.read_text()).items():
        if name.startswith("["):
            parts.append((name.strip("[]"), _code_points(ranges)))
    return tuple(parts)


def _code_points(ranges):
    points = set()
    for one in ranges.split(","):
        first, _, last = one.strip().removeprefix("U+").partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(points)
