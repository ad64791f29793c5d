"""What in a text gives one person away: hidden under a pseudonym, or pointed out (trust.md C11).

``hide`` takes out what is surely theirs. ``clues`` finds, in what is left, what only looks like
it: a short form of the name, a misspelling, the company's name by half, a telephone number.
Pure and typed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from recruiting.names import (
    PARTICLES,
    SHARED_MAILBOXES,
    fold,
    names_in,
    replace_spans,
    spans_of,
    word_set,
)
from recruiting.short_names import short_forms

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w-])[+(]{0,2}\d[\d\s().\-/]{5,}\d(?!\w)")
LEGAL_FORMS = re.compile(
    r"[\s,]+(ag|bv|co|corp|gbr|gmbh|inc|kg|limited|llc|llp|ltd|ohg|oy|plc|sa|sarl|se|srl|ug)\.?$",
    re.IGNORECASE,
)
# Words in many companies' names, which name none of them.
COMMON_IN_COMPANIES = word_set(
    "agency and bakery bank bar cafe centre clinic club coffee company consulting design "
    "digital education energy events finance fitness food foods foundation garden global group "
    "health home hotel house international kitchen lab labs law legal logistics management "
    "market media music office online partner partners photo pharmacy practice press "
    "projects records restaurant retail school services shop software solutions sports store "
    "studio studios supplies systems team tech technologies technology the trade trading "
    "transport travel university works"
)
# Whose addresses belong to everybody.
MAIL_PROVIDERS = frozenset(
    {"aol", "example", "fastmail", "gmail", "gmx", "googlemail", "hotmail", "icloud"}
    | {
        "live",
        "mail",
        "me",
        "outlook",
        "proton",
        "protonmail",
        "web",
        "yahoo",
        "t-online",
    }
)
SHORTEST_INSIDE = 5


class Clue(StrEnum):
    NAME = "name"
    COMPANY = "company"
    CONTACT = "contact"


@dataclass(frozen=True)
class Person:
    """Whom a text must not give away, by everything that the panel knows of them."""

    names: tuple[str, ...]
    pseudonym: str
    email: str = ""
    phone: str = ""
    company: str = ""

    @cached_property
    def _parts(self) -> tuple[str, ...]:
        found = [part for name in self.names for part in names_in(name)]
        return tuple(dict.fromkeys([*found, *names_in("", self.email)]))

    @cached_property
    def _words(self) -> list[str]:
        """The single words of the name, folded."""
        words = {fold(w) for name in self.names for w in WORD.findall(name)}
        return sorted(word for word in words if len(word) > 2 and word not in PARTICLES)

    @cached_property
    def _company_words(self) -> set[str]:
        """The words that only this company is called by."""
        domain = self.email.rpartition("@")[2].rpartition(".")[0]
        words = {fold(word) for word in WORD.findall(self.company)}
        if domain not in MAIL_PROVIDERS:
            words |= {fold(word) for word in re.split(r"[.-]", domain)}
        return {
            word
            for word in words - COMMON_IN_COMPANIES - PARTICLES - SHARED_MAILBOXES
            if len(word) > 3
        }

    def hide(self, text: str) -> str:
        """``text`` without the name, the address, the number and the company."""
        company = LEGAL_FORMS.sub("", self.company).strip()
        if len(company) > 2:
            text = replace_spans(text, self._company_spans(text, company), _dots)
        text = replace_spans(text, self._phone_spans(text), _dots)
        return replace_spans(
            text, spans_of(text, self._parts), lambda _: self.pseudonym
        )

    def clues(self, text: str) -> Iterator[tuple[Clue, str]]:
        """What in ``text``, hidden or not, still looks like this person, word by word."""
        left = self.hide(text)
        for found in EMAIL.finditer(left):
            yield Clue.CONTACT, found[0]
        for found in PHONE.finditer(left):
            if _is_phone(found[0]):
                yield Clue.CONTACT, found[0]
        for found in WORD.finditer(left):
            word = re.split("['’]", found[0])[0]
            if fold(word) in self._company_words:
                yield Clue.COMPANY, word
            elif self._resembles(word):
                yield Clue.NAME, word

    def _company_spans(self, text: str, company: str) -> list[tuple[int, int]]:
        """A company of one word may be called like a thing: it counts when written as a name."""
        is_one_word = len(company.split()) == 1
        spans = spans_of(text, (company,))
        return [s for s in spans if not is_one_word or text[s[0]].isupper()]

    def _phone_spans(self, text: str) -> list[tuple[int, int]]:
        own = _digits(self.phone)[-7:]
        if len(own) < 7:
            return []
        found = PHONE.finditer(text)
        return [each.span() for each in found if _digits(each[0]).endswith(own)]

    def _resembles(self, word: str) -> bool:
        plain = fold(word)
        if word[0].islower():
            # A name in the middle of a longer word: an address, a handle, a file.
            return any(len(n) >= SHORTEST_INSIDE and n in plain for n in self._words)
        return any(_is_like(plain, name) for name in self._words)


def _is_like(word: str, name: str) -> bool:
    """Whether a word that is written as a name may be meant for ``name``."""
    if len(name) >= SHORTEST_INSIDE and (
        name in word or _is_one_letter_off(word, name)
    ):
        return True
    is_start = len(word) > 3 and name.startswith(word)
    return is_start or word in short_forms(name)


def _is_one_letter_off(word: str, name: str) -> bool:
    """Whether one letter added, left out or changed makes the one of the other."""
    if abs(len(word) - len(name)) > 1 or len(word) < SHORTEST_INSIDE - 1:
        return False
    short, long = sorted((word, name), key=len)
    same = next(
        (i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b),
        len(short),
    )
    skip = 1 if len(short) == len(long) else 0
    return short[same + skip :] == long[same + 1 :]


def _is_phone(text: str) -> bool:
    """A number that is dialled, rather than a date or an amount."""
    return text[0] in "+(0" and 8 <= len(_digits(text)) <= 15


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _dots(_: str) -> str:
    return "…"
