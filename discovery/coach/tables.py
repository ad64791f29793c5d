"""Reads a table of texts and says of each which labels the coach gives it.

The table is CSV with a column ``text``; other columns are left out. It comes as bytes, so that a
byte order mark, another encoding and quoted line ends are met here and nowhere else.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from typing import Final

from discovery.coach.hints import Hint
from discovery.coach.notes import read_note
from discovery.coach.opportunities import read_opportunity
from discovery.coach.questions import read_question

COLUMN: Final = "text"
# A field may be a whole pasted conversation; csv's own limit is 128 KB.
LONGEST_FIELD: Final = 64 * 1024 * 1024

# What is read, and what is said of a text that is well.
READERS: Final[dict[str, tuple[Callable[[str, str], list[Hint]], str]]] = {
    "questions": (read_question, "good"),
    "notes": (read_note, "ok"),
    "opportunities": (read_opportunity, "good"),
}

_MARKS: Final = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]


class TableError(ValueError):
    """The table cannot be read; the message says what is wrong with it."""


def labelled(
    table: bytes, subject: str, language: str = "en"
) -> Iterator[tuple[str, str]]:
    """Each text with its labels joined by "|", or with the word for none."""
    reader, well = READERS[subject]
    for text in texts_of(table):
        hints = reader(text, language)
        yield text, "|".join(hint.label for hint in hints) or well


def texts_of(table: bytes) -> Iterator[str]:
    """The column ``text`` of a CSV table."""
    csv.field_size_limit(LONGEST_FIELD)
    source = _decoded(table)
    rows = csv.reader(io.StringIO(source, newline=""), delimiter=_delimiter(source))
    try:
        header = [name.strip().lower() for name in next(rows, [])]
        if COLUMN not in header:
            raise TableError(
                f"There is no column “{COLUMN}”; found: {', '.join(header) or 'nothing'}."
            )
        column = header.index(COLUMN)
        for row in rows:
            if row:
                yield row[column] if column < len(row) else ""
    except csv.Error as error:
        raise TableError(f"Line {rows.line_num} is not CSV: {error}.") from error


def written(rows: Iterator[tuple[str, str]]) -> Iterator[str]:
    """The rows as lines of CSV (RFC 4180), under their header."""
    line = io.StringIO(newline="")
    writer = csv.writer(line, lineterminator="\r\n")
    writer.writerow((COLUMN, "labels"))
    for row in rows:
        yield _taken(line)
        writer.writerow(row)
    yield _taken(line)


def _taken(line: io.StringIO) -> str:
    found = line.getvalue()
    line.seek(0)
    line.truncate()
    return found


def _decoded(table: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if table.startswith(mark)), "utf-8")
    try:
        return table.decode(encoding)
    except UnicodeDecodeError as error:
        raise TableError(
            f"The file is not UTF-8: byte {error.start} cannot be read."
        ) from error


def _delimiter(source: str) -> str:
    """A comma, unless the header shows that a spreadsheet wrote another mark."""
    header = source.split("\n", 1)[0]
    return next((mark for mark in (",", ";", "\t") if mark in header), ",")
