"""What is counted of the talk about a part: its mark, and the kinds of reaction to it."""

from dataclasses import dataclass, field

ICONS = {"moved": "heart", "surprised": "lightbulb", "heard": "ear"}


@dataclass
class Mark:
    """What is to be said of one part of the page, beside it."""

    part: str
    words: str
    comments: int = 0
    questions: int = 0
    reactions: int = 0
    is_new: bool = False

    @property
    def is_quiet(self):
        return not (self.comments or self.reactions or self.is_new)


@dataclass
class Toggle:
    """One kind of reaction to a part: how many, who, and whether it is mine."""

    kind: str
    label: str
    count: int = 0
    is_mine: bool = False
    names: list = field(default_factory=list)

    @property
    def icon(self):
        return ICONS[self.kind]

    @property
    def others(self):
        return self.count - len(self.names)
