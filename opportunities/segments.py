"""Which part of the panel a person belongs to: audience, company, plan, or another attribute. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

# An attribute of the panel is named by its key behind this.
ATTRIBUTE: Final = "attribute:"
PLAN: Final = f"{ATTRIBUTE}plan"
# Where nothing is known of a person.
UNKNOWN: Final = ""


class Person(Protocol):
    """What must be known of a participant."""

    audience: str
    company: str
    attributes: Mapping[str, object]
    tags: list[str]


def values_of(person: Person, dimension: str) -> list[str]:
    """The segments of a person in one dimension; several only for tags, none where nothing is known."""
    if dimension == "tag":
        return list(person.tags)
    if dimension.startswith(ATTRIBUTE):
        wanted = dimension.removeprefix(ATTRIBUTE).casefold()
        for key, value in person.attributes.items():
            if key.casefold() == wanted and value not in (None, ""):
                return [str(value)]
        return []
    value = person.company if dimension == "company" else person.audience
    return [value] if value else []


@dataclass
class Row:
    """An opportunity with the people who told of it or of anything beneath it, by segment."""

    key: int
    level: int
    text: str
    people: dict[str, set[int]] = field(default_factory=dict)
    everybody: set[int] = field(default_factory=set)

    def counts(self, columns: Iterable[str]) -> list[int]:
        return [len(self.people.get(column, ())) for column in columns]


@dataclass
class Matrix:
    """Opportunities by segments; each cell counts different people, never stories (F174)."""

    columns: list[str]
    rows: list[Row]


def build_matrix(
    branches: Iterable[tuple[int, int | None, int, str]],
    told: Iterable[tuple[int, int, list[str]]],
    most_columns: int,
) -> Matrix:
    """Count people by opportunity and segment.

    ``branches`` are (key, parent, level, text) in reading order, parents first; ``told`` are
    (opportunity, person, segments). Who told of a node told of what it stands under as well.
    """
    rows: dict[int, Row] = {}
    parents: dict[int, int | None] = {}
    for key, parent, level, text in branches:
        rows[key], parents[key] = Row(key, level, text), parent
    members: dict[str, set[int]] = {}
    for node, person, segments in told:
        if node not in rows:
            continue
        for segment in segments or [UNKNOWN]:
            members.setdefault(segment, set()).add(person)
        here: int | None = node
        while here is not None and here in rows:
            row = rows[here]
            row.everybody.add(person)
            for segment in segments or [UNKNOWN]:
                row.people.setdefault(segment, set()).add(person)
            here = parents[here]
    largest = sorted(
        members, key=lambda name: (name == UNKNOWN, -len(members[name]), name)
    )
    return Matrix(largest[:most_columns], list(rows.values()))
