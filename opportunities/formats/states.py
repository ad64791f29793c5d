"""What other tools call the state of a node, its kind and the rest, said in our words.

A word that is not known here is left out with a remark, never in silence.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from discovery.coach.hints import gettext_noop
from opportunities.formats.records import Record, Remark

PARKED: Final = "parked"
LONGEST_REASON: Final = 300
HORIZONS: Final = ("now", "next", "later")
_NO: Final = ("", "false", "0", "no")
# Nobody has begun with it: what every node is that says nothing.
_FRESH: Final = (
    "identified",
    "not started",
    "new",
    "open",
    "backlog",
    "to do",
    "todo",
    "proposed",
    "candidate",
)
_DOING: Final = ("in progress", "doing", "active", "current", "started")
_OVER: Final = ("done", "addressed", "solved", "completed", "complete", "closed")
_NOT_NOW: Final = (
    PARKED,
    "not now",
    "someday",
    "paused",
    "on hold",
    "rejected",
    "archived",
    "dropped",
)
OF_OPPORTUNITIES: Final = (
    {word: word for word in HORIZONS}
    | dict.fromkeys(_FRESH, "")
    | dict.fromkeys(_DOING, "now")
    | dict.fromkeys(_OVER + _NOT_NOW, PARKED)
)
OF_SOLUTIONS: Final = (
    {word: word for word in ("idea", "testing", "building", "done", "dropped")}
    | dict.fromkeys(_FRESH, "idea")
    | dict.fromkeys(_DOING + ("in development", "delivery", "developing"), "building")
    | dict.fromkeys(("experimenting", "validating", "exploring"), "testing")
    | dict.fromkeys(_OVER + ("shipped", "released", "launched", "live"), "done")
    | dict.fromkeys(_NOT_NOW, "dropped")
)
KINDS: Final = {
    "opportunity": {
        "need": "need",
        "pain": "pain",
        "pain point": "pain",
        "desire": "desire",
    },
    "solution": {},
    "assumption": {
        "desirability": "desirability",
        "desirable": "desirability",
        "viability": "viability",
        "viable": "viability",
        "feasibility": "feasibility",
        "feasible": "feasibility",
        "usability": "usability",
        "usable": "usability",
        "ethical": "ethical",
        "ethics": "ethical",
    },
}
# What else each may say, besides its title, description and state.
FURTHER: Final = {
    "opportunity": ("kind", "horizon", "owner", "target", "parked_reason"),
    "solution": ("horizon", "owner"),
    "assumption": ("kind", "importance", "evidence_strength"),
}

NO_STATE: Final = gettext_noop(
    "Its state “%(word)s” is not known here and is left out."
)
NO_KIND: Final = gettext_noop("Its kind “%(word)s” is not known here and is left out.")
NO_PLACE: Final = gettext_noop("“%(word)s” is no number from 0 to 100 and is left out.")
NOT_SAID: Final = gettext_noop("“%(word)s” has no place on a node like this.")
SET_ASIDE: Final = gettext_noop("“%(word)s”: it is parked, with all beneath it.")


def in_our_words(record: Record) -> tuple[Record, list[Remark]]:
    """The record with its state and the rest in our words, and what had to be left out for it."""
    remarks: list[Remark] = []
    said = {name: word.strip() for name, word in record.more.items()}
    # Other tools say of every node that it is not the target.
    is_none = _plain(said.get("target", "")) in _NO
    more = {
        k: word for k, word in said.items() if word and not (is_none and k == "target")
    }
    status = _status(record, more, remarks)
    kept = dict(_further(record, more, remarks))
    return replace(record, status=status, more=kept), remarks


def _plain(word: str) -> str:
    return " ".join(word.casefold().replace("_", " ").replace("-", " ").split())


def _status(record: Record, more: dict[str, str], remarks: list[Remark]) -> str:
    said, word = record.status, _plain(record.status)
    states = {"opportunity": OF_OPPORTUNITIES, "solution": OF_SOLUTIONS}
    known = states.get(record.type, dict.fromkeys(_FRESH, ""))
    if record.type == "solution" and word in HORIZONS:
        more.setdefault("horizon", word)
        return ""
    ours = known.get(word, "")
    if word and word not in known:
        remarks.append(record.remark(NO_STATE, said))
    elif ours == PARKED != word:
        more.setdefault("parked_reason", said[:LONGEST_REASON])
        remarks.append(record.remark(SET_ASIDE, said))
    return ours


def _further(
    record: Record, more: dict[str, str], remarks: list[Remark]
) -> Iterator[tuple[str, str]]:
    for name, said in more.items():
        if name not in FURTHER.get(record.type, ()):
            remarks.append(record.remark(NOT_SAID, said))
            continue
        word = _plain(said)
        if name == "kind" and word not in KINDS[record.type]:
            remarks.append(record.remark(NO_KIND, said))
        elif name == "horizon" and word not in HORIZONS:
            remarks.append(record.remark(NO_STATE, said))
        elif name in ("importance", "evidence_strength") and not _is_on_map(word):
            remarks.append(record.remark(NO_PLACE, said))
        elif name == "kind":
            yield name, KINDS[record.type][word]
        elif name == "target":
            yield name, "yes"
        elif name == "parked_reason":
            yield name, said[:LONGEST_REASON]
        else:
            yield name, said if name == "owner" else word


def _is_on_map(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= 3 and int(word) <= 100
