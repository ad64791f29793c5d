"""A tree as a flat list of records, as files hold it, and how a doubtful list becomes a sound one.

Whatever a file says, ``sound`` returns a list in which every parent stands before its children
and every node hangs on something that may carry it; what had to be changed for that is said in
remarks, so that nothing is lost or altered in silence.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from discovery.coach.hints import gettext_noop
from opportunities.branches import (
    DEEPEST,
    LONGEST_DESCRIPTION,
    LONGEST_TEXT,
    MOST_NODES,
)
from snapshots.wording import one_line

TYPES: Final = ("outcome", "opportunity", "solution", "assumption")
# What others call them.
ALIASES: Final = {
    "goal": "outcome",
    "objective": "outcome",
    "metric": "outcome",
    "need": "opportunity",
    "pain": "opportunity",
    "pain point": "opportunity",
    "desire": "opportunity",
    "problem": "opportunity",
    "idea": "solution",
    "feature": "solution",
    "experiment": "assumption",
    "hypothesis": "assumption",
}
# What each may hang on; nothing stands for the top of the tree.
CARRIERS: Final = {
    "opportunity": ("", "opportunity"),
    "solution": ("opportunity",),
    "assumption": ("solution",),
}
# The type of what is left out, while the rest is hung.
NOTHING: Final = "nothing"
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")


class NotReadable(Exception):
    """The file is not what its name says, or there is too much in it; the text says which."""


@dataclass(frozen=True, slots=True)
class Record:
    """One node: ``parent_id`` is empty for what stands at the top."""

    id: str
    parent_id: str
    type: str
    title: str
    description: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What was changed in the record with this title, and why."""

    title: str
    text: str


@dataclass
class Reading:
    """What a file holds: the title of its outcome if it names one, and the records below it."""

    records: list[Record] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    outcome: str = ""


NO_PARENT: Final = gettext_noop(
    "The node it hangs on is not in the file, so it stands at the top."
)
CIRCLE: Final = gettext_noop(
    "It hangs on a node beneath itself, so it stands at the top."
)
TWICE: Final = gettext_noop(
    "Another node has the same id; those beneath hang on the first of them."
)
CUT: Final = gettext_noop("Its title was too long; all of it is in its description.")
SHORTENED: Final = gettext_noop("Its description was too long and has been cut.")
UNKNOWN: Final = gettext_noop("Its type is unknown, so it is an opportunity.")
LIFTED: Final = gettext_noop("It cannot hang where it did, so it stands further up.")
MADE: Final = gettext_noop(
    "Nothing above it can carry a solution, so it is an opportunity."
)
LEFT_OUT: Final = gettext_noop(
    "There is no solution above it, so the assumption was left out."
)
DEEP: Final = gettext_noop(
    "It hung more than sixty levels deep, so it stands further up."
)
SECOND: Final = gettext_noop("A tree has one outcome, so this one is an opportunity.")
TOO_MANY: Final = gettext_noop(
    "That is more than 5,000 nodes. Bring in one branch at a time."
)


def sound(records: Iterable[Record]) -> Reading:
    """Return a sound list with remarks; raises NotReadable for more than ``MOST_NODES``."""
    reading = Reading()
    told = [record for record in map(_storable, records) if one_line(record.title)]
    if len(told) > MOST_NODES:
        raise NotReadable(TOO_MANY)
    rows = list(_with_own_ids(list(_typed(told, reading)), reading))
    rows = _without_outcome(rows, reading)
    parents = _sound_parents(rows, reading)
    reading.records = list(_hung(_in_order(rows, parents), reading))
    return reading


def _storable(record: Record) -> Record:
    """Without what JSON can escape and no database holds: NUL, and halves of signs."""
    texts = {name: getattr(record, name) for name in record.__slots__}
    if _UNSTORABLE.search("".join(texts.values())) is None:
        return record
    return Record(**{name: _UNSTORABLE.sub("", text) for name, text in texts.items()})


def _typed(records: Sequence[Record], reading: Reading) -> Iterator[Record]:
    for record in records:
        kind = record.type.strip().casefold() or "opportunity"
        kind = ALIASES.get(kind, kind)
        title = one_line(record.title)
        description = record.description.strip()
        if len(title) > LONGEST_TEXT:
            description = f"{title}\n\n{description}".strip()
            title = title[: LONGEST_TEXT - 1].rstrip() + "…"
            reading.remarks.append(Remark(title, CUT))
        if len(description) > LONGEST_DESCRIPTION:
            description = description[: LONGEST_DESCRIPTION - 1] + "…"
            reading.remarks.append(Remark(title, SHORTENED))
        if kind not in TYPES:
            kind = "opportunity"
            reading.remarks.append(Remark(title, UNKNOWN))
        yield replace(
            record,
            id=record.id.strip(),
            parent_id=record.parent_id.strip(),
            type=kind,
            title=title,
            description=description,
            status=record.status.strip(),
        )


def _with_own_ids(records: Sequence[Record], reading: Reading) -> Iterator[Record]:
    named = {record.id for record in records}
    seen: set[str] = set()
    for at, record in enumerate(records):
        if record.id and record.id not in seen:
            seen.add(record.id)
            yield record
            continue
        if record.id:
            reading.remarks.append(Remark(record.title, TWICE))
        # It lasts when the list is written and read once more, so it must not end in a space.
        own = f"row {at}"
        while own in named:
            own += "'"
        yield replace(record, id=own)


def _without_outcome(records: Sequence[Record], reading: Reading) -> list[Record]:
    """Take the first outcome off: its children stand at the top of the tree."""
    first = next((record for record in records if record.type == "outcome"), None)
    if first is None:
        return list(records)
    reading.outcome = first.title
    rows = []
    for record in records:
        if record is first:
            continue
        if record.type == "outcome":
            reading.remarks.append(Remark(record.title, SECOND))
            record = replace(record, type="opportunity")
        if record.parent_id == first.id:
            record = replace(record, parent_id="")
        rows.append(record)
    return rows


def _sound_parents(records: Sequence[Record], reading: Reading) -> dict[str, str]:
    """The parent of each id; without those that are missing or would close a circle."""
    parents = {record.id: record.parent_id for record in records}
    for record in records:
        if record.parent_id and record.parent_id not in parents:
            parents[record.id] = ""
            reading.remarks.append(Remark(record.title, NO_PARENT))
    cleared: set[str] = set()
    for record in records:
        way: dict[str, None] = {}
        here = record.id
        while here and here not in cleared and here not in way:
            way[here] = None
            here = parents[here]
        if here and here not in cleared:
            parents[here] = ""
            title = next(one.title for one in records if one.id == here)
            reading.remarks.append(Remark(title, CIRCLE))
        cleared.update(way)
    return parents


def _in_order(records: Sequence[Record], parents: dict[str, str]) -> Iterator[Record]:
    """The records with their sound parents, parents first, siblings as in the file."""
    below: dict[str, list[Record]] = {}
    for record in records:
        parent = parents[record.id]
        below.setdefault(parent, []).append(replace(record, parent_id=parent))
    waiting = list(reversed(below.get("", [])))
    while waiting:
        record = waiting.pop()
        yield record
        waiting.extend(reversed(below.get(record.id, [])))


def _hung(records: Iterable[Record], reading: Reading) -> Iterator[Record]:
    """Hang each on the nearest that may carry it; parents come before their children."""
    known: dict[str, Record] = {}
    levels = {"": 0}
    for record in records:
        is_deep = levels[record.parent_id] >= DEEPEST
        if is_deep and record.type == "opportunity":
            reading.remarks.append(Remark(record.title, DEEP))
            record = replace(record, parent_id=known[record.parent_id].parent_id)
        known[record.id] = hung = _hang(record, known)
        levels[record.id] = levels[hung.parent_id] + 1
        if hung.type == "opportunity" != record.type:
            reading.remarks.append(Remark(record.title, MADE))
        elif hung.type == NOTHING:
            reading.remarks.append(Remark(record.title, LEFT_OUT))
            continue
        elif hung.parent_id != record.parent_id:
            reading.remarks.append(Remark(record.title, LIFTED))
        yield hung


def _hang(record: Record, known: dict[str, Record]) -> Record:
    """The record on its nearest carrier; nothing can hang on an assumption without one."""
    parent = record.parent_id
    carriers = CARRIERS[record.type]
    while (known[parent].type if parent else "") not in carriers:
        if not parent:
            kind = "opportunity" if record.type == "solution" else NOTHING
            return replace(record, type=kind, parent_id="")
        parent = known[parent].parent_id
    return replace(record, parent_id=parent)
