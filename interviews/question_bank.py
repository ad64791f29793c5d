"""The questions that come with Earshot: by the step of a talk and by what the talk is for (F129)."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_suffix(".toml")
# In the order of a talk, each with the phase of a guide into which it goes by default.
STEPS: Final = {
    "screening": "welcome",
    "warm_up": "welcome",
    "opener": "story",
    "scene": "story",
    "timeline": "story",
    "gap": "story",
    "memory": "story",
    "redirect": "story",
    "feeling": "story",
    "scary": "story",
    "their_questions": "their_questions",
    "closing": "thanks",
}
ANY: Final = "any"
PURPOSES: Final = (
    ANY,
    "exploratory",
    "validation",
    "satisfaction",
    "efficiency",
    "starting",
    "leaving",
    "buying",
    "teamwork",
)


@dataclass(frozen=True, slots=True)
class BankEntry:
    """A question to ask, the one that is often asked instead, and why the first is better."""

    step: str
    purpose: str
    text: str
    instead_of: str = ""
    why: str = ""
    # The key of the row for what a workspace has added itself.
    pk: int | None = None

    @property
    def phase(self) -> str:
        return STEPS[self.step]

    def answers(self, words: str, step: str, purpose: str) -> bool:
        """Whether it has all the ``words`` and is for that step and purpose; empty means any."""
        if step and step != self.step:
            return False
        if purpose and purpose != self.purpose:
            return False
        said = f"{self.text} {self.instead_of} {self.why}".casefold()
        return all(word in said for word in words.casefold().split())


@cache
def read_bank() -> tuple[BankEntry, ...]:
    """Every question that comes with Earshot, in the order of a talk."""
    steps = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        BankEntry(step, row.get("for", ANY), row["ask"], row["not"], row["why"])
        for step in STEPS
        for row in steps[step]["questions"]
    )


def of_step(entries: Iterable[BankEntry], step: str) -> list[BankEntry]:
    """Those of one step, in their order."""
    return [entry for entry in entries if entry.step == step]
