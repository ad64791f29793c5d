"""Reads what the demo tells: tables of people, stories and trees, written as TOML."""

import tomllib
from pathlib import Path

FOLDER = Path(__file__).parent / "content"
STORIES_OF = {
    "checkout": ("stories_checkout_new", "stories_checkout_old"),
    "planning": ("stories_planning",),
    "welcome": ("stories_welcome",),
}


def read(name):
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def read_stories():
    """Every story with the key of its team, newest first within a team."""
    return [
        {"team": team, "kind": "exploratory", **story}
        for team, names in STORIES_OF.items()
        for name in names
        for story in read(name)["stories"]
    ]
