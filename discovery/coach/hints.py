"""What the coach says."""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Hint:
    """One remark on a text: its ``label``, in a few words ``why``, and what to ``ask`` instead.

    ``why`` is one of a fixed set of sentences marked with ``gettext_noop``, so that a
    template can translate it. ``ask`` is a question that can be read aloud as it stands.
    """

    label: str
    why: str
    ask: str


def gettext_noop(text: str) -> str:
    """Mark a sentence for the translators; whoever shows it looks the translation up."""
    return text


# A word that ties what is said to one moment: such a sentence tells of an instance.
ANCHOR: Final = re.compile(
    r"\b(last (time|week|month|year|night|spring|summer|autumn|winter|\w+day)|yesterday"
    r"|this (morning|week|month)"
    r"|ago|\d{1,2}(st|nd|rd|th)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*"
    r"|in (january|february|march|april|june|july|august|september|october|november|december)"
    r"|at \d{1,2}([:.]\d\d)?( ?[ap]m)?|once (in|when|on)|that (day|morning|evening|night))\b",
    re.IGNORECASE,
)

_TO_THE_OTHER_PERSON: Final = {
    "i": "you",
    "i'm": "you are",
    "me": "you",
    "my": "your",
    "mine": "yours",
    "myself": "yourself",
    "we": "you",
    "us": "you",
    "our": "your",
    "ours": "yours",
}


def pattern(*alternatives: str) -> re.Pattern[str]:
    """One pattern that matches any of the alternatives, whatever their case."""
    return re.compile("|".join(f"(?:{one})" for one in alternatives), re.IGNORECASE)


def plain(text: str) -> str:
    """The text on one line with straight apostrophes, as the patterns expect it."""
    return " ".join(text.replace("’", "'").replace("“", '"').replace("”", '"').split())


def folded(text: str) -> str:
    """The text as the patterns of a language pack expect it: on one line, in lower case."""
    return plain(text).lower()


def addressed(phrase: str) -> str:
    """A customer's own words turned to face them: "my books" becomes "your books"."""
    words = phrase.split(" ")
    return " ".join(_TO_THE_OTHER_PERSON.get(word.lower(), word) for word in words)
