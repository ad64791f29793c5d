"""The words of a text that carry what it says, so that two texts can be compared. Pure."""

import re
from typing import Final

# Words that say nothing about what an opportunity is about.
SMALL_WORDS: Final = frozenset(
    re.findall(
        r"\S+",
        "a an and are as at be but by can can't cannot could do don't for from get have how i"
        " i'm if in is it it's me my need not of on or so that the then there they this to"
        " until want was we what when where which who why with would you",
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
