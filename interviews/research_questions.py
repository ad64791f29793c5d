"""What we want to learn is not what we ask: finds prompts that are research questions (R26)."""

import re
from collections.abc import Iterable
from typing import Final

# As much of the shorter text's telling words as must be shared to call two texts alike.
ALIKE: Final = 0.75
FEWEST_WORDS: Final = 3
LONGEST: Final = 300
_FILLING_WORDS: Final = (
    "a an and are as at be by can could did do does for from had has have how i if in is it"
    " its last me my of on one or our so tell that the their them then they this time to us"
    " was we were what when where which who whom why will with would you your about"
)
_FILLING: Final = frozenset(_FILLING_WORDS.split())
_ABOUT_THE_LAST_TIME: Final = re.compile(
    r"\b(last time|the day|take me back|walk me through|most recent)\b", re.IGNORECASE
)
# "Why do shops …", "What makes people …": what follows is something that they do.
_WHY_THEY: Final = re.compile(
    r"^(?:(?:why|how) (?:do|does|did)|what (?:makes|made|keeps|kept|lets|helps))"
    r" (?:our |the |new |some |most |many |all )*(?:people|\w+s) "
    r"(?P<deed>(?!of |in |on |at |with |for |from |who |that |and |or )\w+.*)$",
    re.IGNORECASE,
)
_TURNING_AWAY: Final = re.compile(
    r"^(stop|leave|quit|cancel|switch|give up|go back|move|drop|choose|start|join|sign|pay|buy)\b",
    re.IGNORECASE,
)


def telling_words(text: str) -> frozenset[str]:
    """The words of a text that say what it is about, without their endings."""
    words = re.findall(r"[\w']+", text.casefold().replace("’", "'"))
    return frozenset(_stem(word) for word in words if word not in _FILLING)


def is_research_question(prompt: str, questions: Iterable[str]) -> bool:
    """Whether a prompt is one of the research questions, or hardly another.

    A prompt that asks for one time in the past is what a research question should become,
    so it is let through unless it is the same text.
    """
    return any(_is_alike(prompt, question) for question in questions)


def story_question_for(question: str) -> str:
    """A research question rewritten as one about the past; its asker still looks it over."""
    match = _WHY_THEY.match(" ".join(question.split()).rstrip("?.! "))
    if match is None:
        return "Tell me about the last time this came up for you."
    deed = match["deed"].replace("their ", "your ").replace("they ", "you ")
    if _TURNING_AWAY.match(deed):
        return f"Tell me about the day you decided to {deed}."[:LONGEST]
    return f"Tell me about the last time you had to {deed}."[:LONGEST]


def _is_alike(prompt: str, question: str) -> bool:
    if " ".join(prompt.split()).casefold() == " ".join(question.split()).casefold():
        return True
    if _ABOUT_THE_LAST_TIME.search(prompt):
        return False
    ours, theirs = telling_words(prompt), telling_words(question)
    fewest = min(len(ours), len(theirs))
    return fewest >= FEWEST_WORDS and len(ours & theirs) >= ALIKE * fewest


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word
