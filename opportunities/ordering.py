"""Fractional keys: the place of a node among its siblings, without renumbering the others.

A key is a text of base-62 digits that sorts by code point (the database collation "C"). Between
two keys there is nearly always a third; where there is none, or it would grow too long, the
siblings are spread anew (trust.md B4.4). Pure, without Django.
"""

from typing import Final

DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE: Final = len(DIGITS)
LONGEST: Final = 64


class NoRoom(Exception):
    """No key of the allowed length lies between the two; the siblings must be spread anew."""


def key_between(low: str | None, high: str | None, longest: int = LONGEST) -> str:
    """Return a key after ``low`` and before ``high``; None stands for an open end.

    Appending and prepending step by one digit, so that a list that only grows at its ends
    keeps short keys. Raises NoRoom, and ValueError if ``low`` is not before ``high``.
    """
    if low is not None and high is not None and low >= high:
        raise ValueError(f"{low!r} is not before {high!r}")
    if high is None:
        key = _after(low or "")
    else:
        key = _midpoint(low, high) if low else _before(high)
    if len(key) > longest:
        raise NoRoom
    return key


def keys_between(low: str | None, high: str | None, count: int) -> list[str]:
    """Return ``count`` keys in order between two; halving keeps them short."""
    if not count:
        return []
    middle = key_between(low, high)
    left = (count - 1) // 2
    before = keys_between(low, middle, left)
    return [*before, middle, *keys_between(middle, high, count - 1 - left)]


def spread_keys(count: int) -> list[str]:
    """Return ``count`` short keys in order, with room before, between and after them."""
    width, step = 1, 0
    while step < BASE // 2:
        width += 1
        step = BASE**width // (count + 1)
    # The last digit is never the smallest, below which no key could be put.
    return [_written(step * (n + 1) | 1, width) for n in range(count)]


def _after(low: str) -> str:
    """A key after ``low`` that leaves room for many more after itself."""
    for place, digit in enumerate(low):
        value = DIGITS.index(digit)
        if value < BASE - 1:
            return low[:place] + DIGITS[value + 1]
    return low + DIGITS[BASE // 2]


def _before(high: str) -> str:
    """A key before ``high`` that leaves room for many more before itself."""
    for place, digit in enumerate(high):
        value = DIGITS.index(digit)
        if value > 1:
            return high[:place] + DIGITS[value - 1]
        if value == 1:
            return high[:place] + DIGITS[0] + DIGITS[BASE // 2]
    raise NoRoom


def _midpoint(low: str, high: str) -> str:
    """A key strictly between ``low`` and ``high``, about half way."""
    shared = 0
    while shared < len(high) and _digit(low, shared) == DIGITS.index(high[shared]):
        shared += 1
    if shared == len(high):
        raise NoRoom
    head = high[:shared]
    first, last = _digit(low, shared), DIGITS.index(high[shared])
    if last - first > 1:
        return head + DIGITS[(first + last) // 2]
    # Neighbouring digits: go below the first one and beyond what low has there.
    return head + DIGITS[first] + _after(low[shared + 1 :])


def _digit(key: str, place: int) -> int:
    return DIGITS.index(key[place]) if place < len(key) else 0


def _written(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, digit = divmod(number, BASE)
        digits.append(DIGITS[digit])
    return "".join(reversed(digits))
