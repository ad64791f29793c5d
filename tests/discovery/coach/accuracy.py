"""How often the coach is right on labelled samples, for tests and for bin/bench coach."""

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from discovery.coach.tables import READERS

FOLDER = Path(__file__).parent / "samples"


@dataclass(frozen=True)
class Accuracy:
    """Of one set: precision and recall by label, and the share of good ones flagged."""

    precision: dict[str, float]
    recall: dict[str, float]
    count: Counter
    good_flagged: float
    mistakes: list[str]

    @property
    def worst(self):
        return min([*self.precision.values(), *self.recall.values()])


def samples(name):
    """Pairs of a text and the set of its labels; none for a good one."""
    with (FOLDER / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        for text, labels in list(csv.reader(file))[1:]:
            yield text, set(labels.split("|")) - {"good", "ok"}


def accuracy(subject, name):
    """What the reader of a subject does on the set of samples of that name."""
    reader, _ = READERS[subject]
    count, given, right, good, flagged, mistakes = (
        Counter(),
        Counter(),
        Counter(),
        0,
        0,
        [],
    )
    for text, wanted in samples(name):
        found = {hint.label for hint in reader(text, "en")}
        count.update(wanted)
        given.update(found)
        right.update(wanted & found)
        good += not wanted
        flagged += not wanted and bool(found)
        if found != wanted:
            mistakes.append(f"{text}: {sorted(wanted)} read as {sorted(found)}")
    return Accuracy(
        {label: right[label] / given[label] for label in given},
        {label: right[label] / count[label] for label in count},
        count,
        flagged / good,
        mistakes,
    )
