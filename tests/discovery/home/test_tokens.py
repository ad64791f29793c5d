"""The contrast of every pair of colours that carries meaning, in both themes (trust.md D4)."""

import re

import pytest
from django.conf import settings

TOKENS = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
COLOURS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--color-([a-z-]+): light-dark\((#\w{6}), (#\w{6})\)", TOKENS
    )
}
GROUNDS = ["paper", "card", "sunk"]
TEXTS = ["ink", "ink-soft", "ink-faint", "accent", "outcome", "opportunity"]
TEXTS += ["assumption", "test", "good", "warning", "danger"]
HUES = ["accent", "outcome", "opportunity", "assumption", "test"]
HUES += ["good", "warning", "danger"]


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other, theme):
    lighter, darker = sorted(
        (luminance(COLOURS[one][theme]), luminance(COLOURS[other][theme])), reverse=True
    )
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [(text, ground) for text in TEXTS for ground in GROUNDS]
    + [(hue, f"{hue}-soft") for hue in HUES]
    + [("ink", f"{hue}-soft") for hue in HUES]
    + [("on-accent", "accent"), ("on-danger", "danger"), ("paper", "ink")]
    + [("ink", "mark")],
)
def test_text_can_be_read(text, ground, theme):
    assert contrast(text, ground, theme) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_controls_can_be_seen(ground, theme):
    assert contrast("control", ground, theme) >= 3
