"""What is done to the words of a page: made one line, shortened.

Pure and typed; the words come from people, so nothing here ever returns HTML.
"""

import re
import unicodedata

JOINER = "\u200d"
# What no page can show, and what turns the words around that come behind it.
UNSEEN = re.compile(
    "[\0-\x1f\x7f-\x9f\ud800-\udfff\xad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
# Where a title may end: after a sentence, else before what a comma or a dash begins.
SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")
CLAUSE_ENDS = re.compile(r"[,;:]\s+|\s+[–—-]\s+")
SHORTEST_TITLE = 12
GOOD_TITLE = 40
LETTERS_OF_FLAGS = "".join(map(chr, range(0x1F1E6, 0x1F200)))


def one_line(text: str) -> str:
    """``text`` on one line, without the characters that nobody sees but that turn or end words."""
    return " ".join(UNSEEN.sub("", " ".join(text.split())).split())


def shorten(text: str, most: int) -> str:
    """``text`` cut at a word's end so that it is at most ``most`` characters long.

    What a reader takes for one character is never cut in two: accents, flags, families.
    """
    text = one_line(text)
    if len(text) <= most:
        return text
    cut = text[: whole_characters(text, most - 1)]
    at_word, _, rest = cut.rpartition(" ")
    kept = at_word if at_word and len(rest) < most // 2 else cut
    return kept.rstrip(" ,;:.") + "…"


def split_title(text: str, most: int) -> tuple[str, str]:
    """A title for ``text`` and what is left of it, so that no words stand twice.

    The title is the whole text if that is short, else its first sentence or clause, else as
    many whole words as make a good title.
    """
    text = one_line(text)
    if len(text) <= most:
        return text, ""
    for marks in SENTENCE_ENDS, CLAUSE_ENDS:
        for end in marks.finditer(text, SHORTEST_TITLE, most + 1):
            return _parted(text, end.start(), end.end())
    at = text.rfind(" ", SHORTEST_TITLE, GOOD_TITLE + 1)
    if at < 0:
        at = text.rfind(" ", 1, most + 1)
    if at < 0:
        at = whole_characters(text, most)
    return _parted(text, at, at)


def _parted(text: str, end: int, begin: int) -> tuple[str, str]:
    return text[:end].rstrip(" ,;:.–-"), text[begin:].lstrip(" ,;:–-")


def whole_characters(text: str, at: int) -> int:
    """The last place at or before ``at`` that lies between two characters as people see them."""
    while 0 < at < len(text) and _belongs_together(text, at):
        at -= 1
    return at


def _belongs_together(text: str, at: int) -> bool:
    """Whether what stands at ``at`` is drawn into one with what stands before it (UAX 29)."""
    before, after = text[at - 1], text[at]
    if JOINER in (before, after) or unicodedata.category(after) in ("Mn", "Me", "Mc"):
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":
        return True
    if "\u1160" <= after <= "\u11ff":
        return True
    # Two letters make a flag: one of them alone is none.
    letters = len(text[:at]) - len(text[:at].rstrip(LETTERS_OF_FLAGS))
    return after in LETTERS_OF_FLAGS and letters % 2 == 1
