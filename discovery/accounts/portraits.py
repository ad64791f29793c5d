"""Drawn portraits: a calm face for everybody who has no photo, the same one every time.

Pure: a seed goes in, an SVG comes out. Nothing about a person can be read from it: which
face somebody gets is decided by a hash alone.
"""

import hashlib
from collections.abc import Sequence
from html import escape

GROUNDS = (
    "#dcd9ef",
    "#e6e4c4",
    "#d0e4de",
    "#f0d9c6",
    "#d6dfe9",
    "#efd6de",
    "#e0d8c8",
    "#d3e2cb",
)
CLOTHES = (
    "#0f6b62",
    "#4a4aa8",
    "#9a5b00",
    "#8a3b78",
    "#4d5a68",
    "#a04a1a",
    "#2c6e3f",
    "#7a4a5a",
    "#2f5d8a",
    "#b08a3c",
)
SKINS = (
    "#f6d8c0",
    "#f2c9a5",
    "#e3b08a",
    "#d79b72",
    "#b97a52",
    "#8d5a3b",
    "#6d4429",
    "#f0d2b6",
)
HAIRS = (
    "#2f2420",
    "#1d1b1f",
    "#5b3a2a",
    "#7a4a24",
    "#c98b3c",
    "#8c8c8c",
    "#a5522c",
    "#cfa04e",
    "#5b3a52",
    "#9d978c",
)
FEATURES = "#2b211c"

# Each drawing lives in a box of 100 by 100; {hair} and {skin} are filled in.
# First what lies behind the head, then what lies on it.
HAIRCUTS: tuple[tuple[str, str], ...] = (
    (  # short, with a side parting
        "",
        '<path d="M27 42c-1-18 9-26 24-26 14 0 24 9 22 26-3-6-5-10-8-12-9 3-21 2-30-2-4 3-6 7-8 14z"/>',
    ),
    (  # cropped
        "",
        '<path d="M26 42c-2-18 10-26 24-26s26 8 24 26c-2-5-4-8-6-9H32c-2 2-4 5-6 9z"/>',
    ),
    (  # fringe and waves
        "",
        '<path d="M24 44c0-20 12-27 26-27s26 7 26 27c-3-8-8-13-12-15-8 5-22 6-30 3-5 3-8 6-10 12z"/>',
    ),
    (  # a bun
        '<circle cx="50" cy="14" r="9"/>',
        '<path d="M27 40c0-16 10-23 23-23 14 0 24 8 23 24-4-6-6-9-9-11-10 2-22 1-29-1-4 3-6 6-8 11z"/>',
    ),
    (  # long and straight
        "",
        '<path d="M22 70c-3-34 4-54 28-54s31 20 28 54c-4 3-9 2-11 0 3-14 2-26-3-34-8 5-20 6-28 2-5 8-6 '
        '20-3 32-2 2-7 3-11 0z"/>',
    ),
    (  # curls
        "",
        '<path d="M25 45c-5-4-4-11 0-13 0-7 6-11 11-10 3-6 11-8 16-4 6-4 14-1 16 5 6 0 10 6 8 11 4 3 3 9-1 '
        '12-1-6-4-10-8-12-9 4-25 4-34 0-4 2-7 6-8 11z"/>',
    ),
    (  # a bob
        "",
        '<path d="M24 60c-4-28 5-44 26-44s30 16 26 44c-3 2-7 2-9 0 2-11 1-19-2-25-9 4-21 4-30 0-3 6-4 14-2 '
        '25-2 2-6 2-9 0z"/>',
    ),
    (  # afro
        '<ellipse cx="50" cy="36" rx="31" ry="27"/>',
        '<path d="M29 40c1-12 9-19 21-19s20 7 21 19c-4-6-8-9-12-10-6 2-14 2-19 0-4 2-8 5-11 10z"/>',
    ),
    (  # a headscarf
        '<path d="M21 88c-4-44 2-74 29-74s33 30 29 74z"/>',
        '<path d="M27 46c0-20 8-29 23-29s23 9 23 29c-2-9-6-15-10-18-8 3-18 3-26 0-5 3-8 9-10 18z"/>',
    ),
    (  # a pony tail over the shoulder
        '<path d="M68 34c12 6 15 26 8 48-4 2-8 1-9-2 4-16 3-30-3-40z"/>',
        '<path d="M26 43c-1-18 10-27 24-27 15 0 25 9 24 27-4-7-9-12-14-14-9 5-20 5-27 2-3 3-6 7-7 12z"/>',
    ),
    (  # nearly none
        "",
        '<ellipse cx="30" cy="42" rx="2.5" ry="7"/><ellipse cx="70" cy="42" rx="2.5" ry="7"/>',
    ),
)

BEARDS = (
    '<path d="M32 62c2 16 10 22 18 22s16-6 18-22c-5 4-11 6-18 6s-13-2-18-6z"/>',
    '<path d="M30 52c0 14 7 21 20 21s20-7 20-21c-2 6-5 9-8 9-7-2-17-2-24 0-3 0-6-3-8-9z"/>',
    '<path d="M41 55.5c3-2.5 6-2 9-.5 3-1.5 6-2 9 .5-3 2-6 2-9 1-3 1-6 1-9-1z"/>',
)
# The haircuts with which the drawings give a beard.
BEARDED_HAIRCUTS = (0, 1, 2, 5, 10)

MOUTHS = (
    '<path d="M43 58q7 6 14 0"/>',
    '<path d="M44 59q6 4 12 0"/>',
    '<path d="M43 58.5q8 5 14-1"/>',
)
GLASSES = (
    '<circle cx="42" cy="47" r="6"/><circle cx="58" cy="47" r="6"/><path d="M48 46q2-1 4 0"/>',
    '<rect x="35.5" y="42" width="13" height="9.5" rx="3"/>'
    '<rect x="51.5" y="42" width="13" height="9.5" rx="3"/><path d="M48.5 45h3"/>',
)
COLLARS = (
    "",
    '<path d="M41 72q9 11 18 0l3 1q-12 15-24 0z" fill-opacity=".22" fill="#ffffff"/>',
    '<path d="M40 72l10 13 10-13 5 2-9 20-6-9-6 9-9-20z" fill-opacity=".28" fill="#ffffff"/>',
)


def draw_portrait(seed: str, *, label: str = "") -> str:
    """Return an SVG of 100 by 100 for ``seed``, named ``label`` or hidden from screen readers."""
    digits = list(hashlib.sha256(seed.encode()).digest())
    haircut = digits[3] % len(HAIRCUTS)
    skin, hair = pick(SKINS, digits[2]), pick(HAIRS, digits[4])
    behind, above = HAIRCUTS[haircut]
    parts = [
        f'<rect width="100" height="100" fill="{pick(GROUNDS, digits[0])}"/>',
        f'<g fill="{hair}">{behind}</g>' if behind else "",
        f'<path d="M14 100c2-20 17-29 36-29s34 9 36 29z" fill="{pick(CLOTHES, digits[1])}"/>',
        f'<rect x="41" y="62" width="18" height="18" rx="8" fill="{skin}"/>',
        pick(COLLARS, digits[5]),
        f'<ellipse cx="50" cy="46" rx="21" ry="25" fill="{skin}"/>',
        f'<g fill="{hair}">{above}{beard(haircut, digits[6])}</g>',
        features(digits[7], digits[8]),
    ]
    name = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return (
        f'<svg class="face__drawing" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" {name}>'
        f"{''.join(parts)}</svg>"
    )


def pick(choices: Sequence[str], digit: int) -> str:
    return choices[digit % len(choices)]


def beard(haircut: int, digit: int) -> str:
    """A beard for about every third face whose haircut takes one."""
    if haircut not in BEARDED_HAIRCUTS or digit % 8 > len(BEARDS):
        return ""
    return pick(BEARDS, digit // 8)


def features(mouth: int, glasses: int) -> str:
    """Eyes, mouth, and glasses for about every fifth face."""
    worn = pick(GLASSES, glasses // 5) if glasses % 5 == 0 else ""
    lines = pick(MOUTHS, mouth) + worn.replace("/>", ' stroke-width="1.6"/>')
    return (
        f'<g fill="{FEATURES}"><circle cx="42" cy="47" r="2.2"/><circle cx="58" cy="47" r="2.2"/></g>'
        f'<g fill="none" stroke="{FEATURES}" stroke-width="2" stroke-linecap="round">{lines}</g>'
    )
