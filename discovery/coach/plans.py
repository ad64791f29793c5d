"""Recognises a planned talk that is no interview (R5, R76, F117)."""

from typing import Final

from discovery.coach.hints import pattern, plain

LONGEST: Final = 5_000

_KINDS: Final = {
    "usability": pattern(
        r"\b(usability|prototype|click-?through|think(ing)? aloud|think out loud)\b",
        r"\btest(ing)? (of )?(the |our |a )?(new )?(design|mock-?up|wireframe|screen|flow)s?\b",
        r"\b(show|share|walk) (them|her|him|you) (through )?(the |our )(new )?\w+",
        r"\b(try|click) (on |through |out )?(the|our|this) (new )?\w+",
    ),
    "sales": pattern(
        r"\b(sales|upsell|demo|quote|pricing call|close the deal|pitch|renewal|upgrade (them|her|him))\b",
        r"\b(sell|convince|win over) ",
    ),
    "support": pattern(
        r"\b(support (call|talk|case|ticket)|ticket|troubleshoot\w*|bug report|complaint)\b",
        r"\b(fix|solve|resolve) (the|their|her|his|your) (problem|issue|bug|error)s?\b",
    ),
}


def guess_kind(text: str) -> str | None:
    """Which kind of talk this plan describes, if it is not an interview.

    "usability", "sales" or "support"; ``None`` where it reads like an interview. The plan is
    its title, its goal and its prompts, one per line, in any order.
    """
    said = plain(text[:LONGEST])
    return next((kind for kind, found in _KINDS.items() if found.search(said)), None)
