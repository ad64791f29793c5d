"""Files that people bring: CSV, JSON and OPML as records. Indented text is in ``branches.py``.

Nothing in a file is trusted: no entity of XML is resolved, no formula is anything but text, and
nesting is followed without recursion.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from typing import Any, Final, TypeVar
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from discovery.coach.hints import gettext_noop
from opportunities.branches import MOST_NODES
from opportunities.formats.records import (
    TOO_MANY,
    UNREAD,
    NotReadable,
    Reading,
    Record,
    Remark,
)
from opportunities.formats.soundness import TEXTS, sound

T = TypeVar("T")

LARGEST_FILE: Final = 10 * 1024 * 1024
# A long description is cut with a remark; it is no reason to refuse the file.
csv.field_size_limit(LARGEST_FILE)
NO_TEXT: Final = gettext_noop("This is not a text file.")
NO_TITLES: Final = gettext_noop(
    "The first line has to name the columns, with one called “title”."
)
NO_JSON: Final = gettext_noop("This is not JSON that holds a tree.")
TOO_DEEP: Final = gettext_noop(
    "It is nested too deeply to be read. Give each node an id and a parent_id instead."
)
NO_OPML: Final = gettext_noop("This is not an OPML file.")
TOO_LARGE: Final = gettext_noop("The file is larger than 10 MB.")

# Words for the columns that other tools use.
COLUMNS: Final = {
    "name": "title",
    "text": "title",
    "label": "title",
    "parent": "parent_id",
    "parentid": "parent_id",
    "kind": "type",
    "notes": "description",
    "note": "description",
    "state": "status",
    "opportunity_type": "kind",
    "assumption_type": "kind",
    "when": "horizon",
    "assignee": "owner",
    "is_target": "target",
    "is_focus": "target",
    "focus": "target",
}
# What our own JSON says besides; other tools' tables may say it too.
FURTHER: Final = (
    "kind",
    "horizon",
    "owner",
    "target",
    "parked_reason",
    "importance",
    "evidence_strength",
)
KNOWN: Final = {*TEXTS, *FURTHER, "children"}
MOST_UNREAD: Final = 8


def read_csv(data: bytes) -> Reading:
    """Read rows with the columns ``id,parent_id,type,title,description,status``; only title is a must.

    A row is named by its number in a spreadsheet, where the names of the columns are the first.
    """
    text = text_of(data)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        head = _columns(next(rows, []))
        if "title" not in head:
            raise NotReadable(NO_TITLES)
        numbered = enumerate(_limited(rows), 2)
        reading = sound(_row(head, row, at) for at, row in numbered)
    except csv.Error as error:
        raise NotReadable(NO_TEXT) from error
    return _with_unread(reading, head)


def _columns(names: Iterable[str]) -> list[str]:
    """The names in our words; where there is a type, ``kind`` is something else."""
    plain = ["_".join(name.casefold().split()) for name in names]
    return [
        name if name == "kind" and "type" in plain else COLUMNS.get(name, name)
        for name in plain
    ]


def _with_unread(reading: Reading, names: Iterable[str]) -> Reading:
    """Say which columns are not read, so that nobody misses them later."""
    unread = [name for name in dict.fromkeys(names) if name and name not in KNOWN]
    if unread:
        more = " …" if len(unread) > MOST_UNREAD else ""
        said = ", ".join(name[:40] for name in unread[:MOST_UNREAD]) + more
        reading.remarks.append(Remark("", UNREAD, word=said))
    return reading


def _row(head: list[str], row: list[str], line: int) -> Record:
    cells = dict(zip(head, map(_bare, row), strict=False))
    return _record(cells, line)


def _bare(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from running it (our own exports)."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in set("=+-@\t\r") else cell


def read_json(data: bytes) -> Reading:
    """Read our own export, a list of records, or nodes nested by ``children``."""
    try:
        told = json.loads(text_of(data))
    except RecursionError as error:
        raise NotReadable(TOO_DEEP) from error
    except ValueError as error:
        raise NotReadable(NO_JSON) from error
    if isinstance(told, dict) and isinstance(told.get("nodes"), list):
        reading = _nested(told["nodes"])
        outcome = told.get("outcome")
        named = outcome.get("title") if isinstance(outcome, dict) else outcome
        reading.outcome = reading.outcome or (named if isinstance(named, str) else "")
        return reading
    if not isinstance(told, (list, dict)):
        raise NotReadable(NO_JSON)
    return _nested(told if isinstance(told, list) else [told])


def _nested(nodes: list[Any]) -> Reading:
    """What nodes hold that may hold others in ``children``."""
    names: dict[str, None] = {}

    def fields(node: Any) -> dict[str, str]:
        if not isinstance(node, dict):
            raise NotReadable(NO_JSON)
        columns = _columns(map(str, node))
        names.update(dict.fromkeys(columns))
        told = zip(columns, node.values(), strict=True)
        return {name: str(said) for name, said in told if isinstance(said, (str, int))}

    records = _walk(nodes, fields, lambda node: node.get("children"))
    return _with_unread(sound(records), names)


def read_opml(data: bytes) -> Reading:
    """Read the outlines of an OPML file; a document type is refused, so no entity can grow."""
    text = text_of(data)
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise NotReadable(NO_OPML) from error
    body = root.find("body")
    if root.tag != "opml" or body is None:
        raise NotReadable(NO_OPML)
    return sound(_walk(list(body), _opml_fields, list))


def _opml_fields(outline: Element) -> dict[str, str]:
    said = outline.attrib
    return {
        "title": said.get("text") or said.get("title", ""),
        "type": said.get("type", ""),
        "description": said.get("_note", ""),
        "status": said.get("status", ""),
    }


def _walk(
    nodes: list[Any],
    fields: Callable[[Any], dict[str, str]],
    children: Callable[[Any], Any],
) -> Iterator[Record]:
    """Yield records parents first; those without an id get one that no other has."""
    told = list(_limited(_flat(nodes, fields, children)))
    taken = {said["id"].strip() for said, _above in told if said.get("id")}
    own = (name for at in count(1) if (name := f"#{at}") not in taken)
    names: list[str] = []
    for said, above in told:
        names.append(said.get("id") or next(own))
        parent = "" if above is None else names[above]
        yield _record({"parent_id": parent, **said, "id": names[-1]}, len(names))


def _flat(
    nodes: list[Any],
    fields: Callable[[Any], dict[str, str]],
    children: Callable[[Any], Any],
) -> Iterator[tuple[dict[str, str], int | None]]:
    """The fields of each node, and the place of its parent in this order; without recursion."""
    waiting: list[tuple[Any, int | None]] = [(node, None) for node in reversed(nodes)]
    for at in count():
        if not waiting:
            return
        node, above = waiting.pop()
        yield fields(node), above
        below = children(node) or []
        if not isinstance(below, list):
            raise NotReadable(NO_JSON)
        waiting.extend((child, at) for child in reversed(below))


def _record(said: Mapping[str, str], line: int) -> Record:
    texts = {name: said.get(name, "") for name in TEXTS}
    more = {name: said[name] for name in FURTHER if said.get(name)}
    return Record(**texts, more=more, line=line)


def _limited(nodes: Iterator[T]) -> Iterator[T]:
    for at, node in enumerate(nodes):
        if at >= 2 * MOST_NODES:
            raise NotReadable(TOO_MANY)
        yield node


def text_of(data: bytes) -> str:
    """The file as text, in the encodings that spreadsheets write."""
    if len(data) > LARGEST_FILE:
        raise NotReadable(TOO_LARGE)
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotReadable(NO_TEXT)
