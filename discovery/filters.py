"""Filters of a list that read as a sentence of chips: components/filter.html draws them."""

from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass(frozen=True)
class Line:
    """One line of a filter's own small form: what somebody types or a day."""

    name: str
    label: str
    value: str
    kind: str = "search"


@dataclass
class Filter:
    """One filter of a list, drawn as a chip with a menu: "audience is *end user*"."""

    name: str
    label: str
    choices: list
    chosen: str
    # What else is asked for, by name; an address of this filter repeats it.
    others: dict
    # What stands there as long as nothing is chosen.
    anything: str = ""
    # What the chip says is chosen, where that is none of the choices.
    said: str = ""
    # What is typed instead of chosen.
    lines: list = field(default_factory=list)

    @property
    def words(self):
        return self.said or dict(self.choices).get(self.chosen)

    @property
    def base(self):
        """The address without this filter."""
        return urlencode(self.others)

    @property
    def links(self):
        return [
            (
                label,
                f"?{urlencode({**self.others, self.name: value})}",
                value == self.chosen,
            )
            for value, label in self.choices
        ]
