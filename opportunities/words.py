"""The words of a text that carry what it says, so that two texts can be compared. Pure."""

import re
from typing import Final

# Words that say nothing about what an opportunity is about.
SMALL_WORDS: Final = frozenset(
    re.findall(
        r"\S+",
        "a after again an and any are as at be been before but by can can't cannot could do don't"
        " every everybody everyone everything find for from get had has have he her his how i i'm"
        " if in is it it's just know last me my need no nobody not now of on one only or our out"
        " over see she so some somebody someone something that the their them then there they this"
        " to too until us very want was we what when where which who why will with would you your",
    )
)


def telling_words(text: str) -> list[str]:
    """The words of ``text`` without small ones and without their endings, in order, each once."""
    found = re.findall(r"[\w'-]+", text.lower().replace("’", "'"))
    return list(dict.fromkeys(_stem(word) for word in found if word not in SMALL_WORDS))


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word
