"""How a doubtful list of records becomes a sound one.

Whatever a file says, ``sound`` returns a list in which every parent stands before its children
and every node hangs on something that may carry it; what had to be changed for that is said in
remarks, so that nothing is lost or altered in silence.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from opportunities.branches import (
    DEEPEST,
    LONGEST_DESCRIPTION,
    LONGEST_TEXT,
    MOST_NODES,
)
from opportunities.formats.records import (
    ALIASES,
    CARRIERS,
    CIRCLE,
    CUT,
    DEEP,
    LEFT_OUT,
    LIFTED,
    MADE,
    NO_PARENT,
    NOTHING,
    SECOND,
    SHORTENED,
    TOO_MANY,
    TWICE,
    TYPES,
    UNKNOWN,
    NotReadable,
    Reading,
    Record,
)
from opportunities.formats.states import KINDS, in_our_words
from snapshots.wording import one_line

TEXTS: Final = ("id", "parent_id", "type", "title", "description", "status")
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")


def sound(records: Iterable[Record]) -> Reading:
    """Return a sound list with remarks; raises NotReadable for more than ``MOST_NODES``."""
    reading = Reading()
    told = [record for record in map(_storable, records) if one_line(record.title)]
    if len(told) > MOST_NODES:
        raise NotReadable(TOO_MANY)
    rows = list(_with_own_ids(list(_typed(told, reading)), reading))
    rows = _without_outcome(rows, reading)
    parents = _sound_parents(rows, reading)
    for record in _hung(_in_order(rows, parents), reading):
        said, remarks = in_our_words(record)
        reading.records.append(said)
        reading.remarks += remarks
    return reading


def _storable(record: Record) -> Record:
    """Without what JSON can escape and no database holds: NUL, and halves of signs."""
    texts = {name: getattr(record, name) for name in TEXTS}
    if _UNSTORABLE.search("".join([*texts.values(), *record.more.values()])) is None:
        return record
    more = {name: _UNSTORABLE.sub("", text) for name, text in record.more.items()}
    clean = {name: _UNSTORABLE.sub("", text) for name, text in texts.items()}
    return Record(**clean, more=more, line=record.line)


def _typed(records: Sequence[Record], reading: Reading) -> Iterator[Record]:
    for record in records:
        kind = record.type.strip().casefold() or "opportunity"
        more = dict(record.more)
        if kind in KINDS["opportunity"]:
            more.setdefault("kind", kind)
        kind = ALIASES.get(kind, kind)
        title = one_line(record.title)
        description = record.description.strip()
        if len(title) > LONGEST_TEXT:
            description = f"{title}\n\n{description}".strip()
            title = title[: LONGEST_TEXT - 1].rstrip() + "…"
            record = replace(record, title=title)
            reading.remarks.append(record.remark(CUT))
        if len(description) > LONGEST_DESCRIPTION:
            description = description[: LONGEST_DESCRIPTION - 1] + "…"
            reading.remarks.append(record.remark(SHORTENED))
        if kind not in TYPES:
            kind = "opportunity"
            reading.remarks.append(record.remark(UNKNOWN))
        yield replace(
            record,
            id=record.id.strip(),
            parent_id=record.parent_id.strip(),
            type=kind,
            title=title,
            description=description,
            status=record.status.strip(),
            more=more,
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
            reading.remarks.append(record.remark(TWICE))
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
            reading.remarks.append(record.remark(SECOND))
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
            reading.remarks.append(record.remark(NO_PARENT))
    cleared: set[str] = set()
    for record in records:
        way: dict[str, None] = {}
        here = record.id
        while here and here not in cleared and here not in way:
            way[here] = None
            here = parents[here]
        if here and here not in cleared:
            parents[here] = ""
            found = next(one for one in records if one.id == here)
            reading.remarks.append(found.remark(CIRCLE))
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
            reading.remarks.append(record.remark(DEEP))
            record = replace(record, parent_id=known[record.parent_id].parent_id)
        known[record.id] = hung = _hang(record, known)
        levels[record.id] = levels[hung.parent_id] + 1
        if hung.type == "opportunity" != record.type:
            reading.remarks.append(record.remark(MADE))
        elif hung.type == NOTHING:
            reading.remarks.append(record.remark(LEFT_OUT))
            continue
        elif hung.parent_id != record.parent_id:
            reading.remarks.append(record.remark(LIFTED))
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
