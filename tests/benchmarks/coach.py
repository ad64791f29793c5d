"""Texts that the coach reads per second on one core, and how often it is right.

The samples are those of tests/discovery/coach; the held-out sets were written before the rules.
"""

import time

from discovery.coach import guess_kind, read_message
from discovery.coach.tables import READERS
from tests.benchmarks.figures import Figure
from tests.discovery.coach.accuracy import accuracy, samples

ROUNDS = 5

MESSAGE = """Hi Anna,

you swapped three shifts last week, and I would like to hear how that went. Would you have 20
minutes for a call on Tuesday or Thursday? I will ask about the last swap, and listen. What you
tell us decides what we mend next. This is not a sales call.

Best regards,
Tom"""
PLAN = "How shops fill a shift\nTell me about the last gap.\nWhat happened next?\n" * 5


def run():
    for subject, (reader, _) in READERS.items():
        texts = [text for name in _sets(subject) for text, _ in samples(name)]
        yield Figure(
            f"{subject}_first", 1000 * _seconds(reader, ["So?"], rounds=1), "ms"
        )
        yield Figure(subject, len(texts) / _seconds(reader, texts), "texts/s")
    yield Figure("messages", 200 / _seconds(_message, [MESSAGE] * 200), "texts/s")
    yield Figure("plans", 200 / _seconds(_plan, [PLAN] * 200), "texts/s")
    for subject in READERS:
        for name in _sets(subject):
            found = accuracy(subject, name)
            yield Figure(f"{name}_worst_label", found.worst, "precision or recall")
            yield Figure(f"{name}_good_flagged", 100 * found.good_flagged, "%")


def _sets(subject):
    return subject, f"{subject}_held_out"


def _message(text, language):
    return read_message(text, language)


def _plan(text, language):
    return guess_kind(text, language)


def _seconds(reader, texts, rounds=ROUNDS):
    """The processor's time in the best of several rounds, whatever else runs beside it."""
    best = float("inf")
    for _ in range(rounds):
        started_at = time.process_time()
        for text in texts:
            reader(text, "en")
        best = min(best, time.process_time() - started_at)
    return best
