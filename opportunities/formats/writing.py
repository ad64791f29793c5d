"""A tree as a file: CSV, JSON, OPML, Markdown, indented text and Mermaid.

Each function takes the outcome's title and the records in reading order, parents first, and
returns text. What comes out can be read in again (all but Mermaid) and gives the same tree.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from discovery.audit.exporting import defuse
from opportunities.formats.records import Record
from opportunities.formats.soundness import TEXTS

# Mermaid's shapes for the kinds, so that they are told apart without colour.
SHAPES: Final = {
    "opportunity": ("(", ")"),
    "solution": ("[", "]"),
    "assumption": ("{{", "}}"),
}

_NOT_IN_XML: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_csv(outcome: str, records: Sequence[Record]) -> str:
    """Rows with the columns ``id,parent_id,type,title,description,status``, safe in spreadsheets."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(TEXTS)
    writer.writerow(["outcome", "", "outcome", defuse(outcome), "", ""])
    for record in records:
        cells = _texts(record)
        cells["parent_id"] = record.parent_id or "outcome"
        writer.writerow([defuse(cell) for cell in cells.values()])
    return file.getvalue()


def write_json(outcome: str, records: Sequence[Record]) -> str:
    """The outcome and its nodes as flat records, with all that they say."""
    nodes = [{**_texts(record), **record.more} for record in records]
    told = {"outcome": outcome, "nodes": nodes}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _texts(record: Record) -> dict[str, str]:
    """What every format holds of a node, by the names of the columns."""
    return {name: getattr(record, name) for name in TEXTS}


def write_opml(outcome: str, records: Sequence[Record]) -> str:
    """OPML 2.0 with the type of each node, its description as ``_note``."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>{escape(allowed(outcome))}</title></head>",
        "<body>",
        _outline({"text": outcome, "type": "outcome"}),
    ]
    deepest = 0
    for record, level in levels(records):
        lines.append("</outline>" * (deepest - level))
        said = {"text": record.title, "type": record.type}
        said |= {"_note": record.description, "status": record.status}
        lines.append(_outline(said))
        deepest = level + 1
    lines += ["</outline>" * (deepest + 1), "</body>", "</opml>", ""]
    return "\n".join(line for line in lines if line) + "\n"


def _outline(said: dict[str, str]) -> str:
    """The opening tag; without recursion, since a tree may be deeper than Python's stack."""
    told = (
        f"{name}={quoteattr(allowed(value))}" for name, value in said.items() if value
    )
    return f"<outline {' '.join(told)}>"


def allowed(text: str) -> str:
    """Text without the signs that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


def write_markdown(outcome: str, records: Sequence[Record]) -> str:
    """A heading and a nested list; what is no opportunity says what it is."""
    lines = [f"# {outcome}", ""]
    for record, level in levels(records):
        word = "" if record.type == "opportunity" else f"{record.type.capitalize()}: "
        lines.append(f"{'  ' * level}- {word}{record.title}")
    return "\n".join(lines) + "\n"


def write_text(outcome: str, records: Sequence[Record]) -> str:
    """The outcome and beneath it a line for each node, indented by tabs."""
    lines = [outcome]
    for record, level in levels(records):
        word = "" if record.type == "opportunity" else f"{record.type.capitalize()}: "
        lines.append("\t" * (level + 1) + word + record.title)
    return "\n".join(lines) + "\n"


def write_mermaid(outcome: str, records: Sequence[Record]) -> str:
    """A flowchart from the top down, as GitHub, GitLab and Notion draw it."""
    names = {"": "outcome"} | {
        record.id: f"n{at}" for at, record in enumerate(records, 1)
    }
    lines = ["flowchart TD", f'  outcome(["{_quoted(outcome)}"])']
    for record in records:
        before, after = SHAPES[record.type]
        name = names[record.id]
        lines.append(f'  {name}{before}"{_quoted(record.title)}"{after}')
        lines.append(f"  {names[record.parent_id]} --> {name}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Text between Mermaid's quotes: its own signs and HTML are written as entities."""
    marks = {'"': "quot", "<": "lt", ">": "gt", "#": "35", "&": "amp", "`": "96"}
    return "".join(f"#{marks[sign]};" if sign in marks else sign for sign in text)


def levels(records: Sequence[Record]) -> Iterator[tuple[Record, int]]:
    """Each record with how deep it stands; 0 at the top."""
    depth = {"": -1}
    for record in records:
        depth[record.id] = depth[record.parent_id] + 1
        yield record, depth[record.id]
