"""Rows of a table as CSV that no spreadsheet mistakes for formulas."""

import csv
from collections.abc import Iterable, Iterator

# What makes Excel, LibreOffice or Sheets read a cell as a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def defuse(value: object) -> str:
    """A cell as text; one that would start a formula gets an apostrophe in front."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


class _Line:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The lines of a CSV file, one after the other."""
    writer = csv.writer(_Line())
    yield writer.writerow(header)
    for row in rows:
        yield writer.writerow([defuse(value) for value in row])
