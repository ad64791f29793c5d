"""Names to call people by where their own is not shown: "P-017", random, never derived."""

import secrets
from collections.abc import Callable, Iterable

FEWEST_DIGITS = 3
MOST_DIGITS = 9
TRIES = 6


def draw_pseudonym(taken: Callable[[list[str]], Iterable[str]]) -> str:
    """Return a pseudonym that is free; ``taken(candidates)`` says which of them are not.

    Short ones first; when those are crowded, one with more digits.
    """
    candidates = [
        f"P-{secrets.randbelow(10**digits):0{digits}}"
        for digits in range(FEWEST_DIGITS, MOST_DIGITS + 1)
        for _attempt in range(TRIES)
    ]
    used = set(taken(candidates))
    return next(name for name in candidates if name not in used)
