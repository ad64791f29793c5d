"""The coach: reads a note, a question or an opportunity, and says gently what could be better.

Pure functions without Django, typed and offline. Each returns a list of hints, the most telling
first; an empty list means that all is well. Nothing here ever blocks anybody.
"""

from discovery.coach.hints import Hint
from discovery.coach.notes import read_note
from discovery.coach.opportunities import read_opportunity
from discovery.coach.plans import guess_kind
from discovery.coach.questions import read_question

__all__ = ["Hint", "guess_kind", "read_note", "read_opportunity", "read_question"]
