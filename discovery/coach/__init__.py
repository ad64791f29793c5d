"""The coach: reads a note, a question or an opportunity, and says gently what could be better.

Pure functions without Django, typed and offline. Each returns a list of hints, the most telling
first; an empty list means that all is well. Nothing here ever blocks anybody. What it knows of a
language is data: ``packs/<language>``.
"""

from discovery.coach.hints import Hint
from discovery.coach.messages import read_message
from discovery.coach.notes import read_note
from discovery.coach.opportunities import read_opportunity
from discovery.coach.plans import guess_kind, read_pasted_question, read_plan
from discovery.coach.questions import read_question

__all__ = [
    "Hint",
    "guess_kind",
    "read_message",
    "read_note",
    "read_opportunity",
    "read_pasted_question",
    "read_plan",
    "read_question",
    "warm_up",
]


def warm_up(language: str = "en") -> None:
    """Compile the packs of a language now, so that the first note need not wait for them."""
    for read in (read_note, read_question, read_opportunity, read_message, guess_kind):
        # A question with a fault also wakes what words a better one.
        read("How do you usually do that?", language)
