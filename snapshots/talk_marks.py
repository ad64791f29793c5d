"""What is counted of the talk about a part: its mark, and the kinds of reaction to it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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

    @property
    def label(self):
        """All of it in words: "the quote: 2 comments, 1 open question"."""
        said = []
        if self.comments:
            said.append(
                ngettext("%(n)s comment", "%(n)s comments", self.comments)
                % {"n": self.comments}
            )
        if self.questions:
            said.append(
                ngettext("%(n)s open question", "%(n)s open questions", self.questions)
                % {"n": self.questions}
            )
        if self.reactions:
            said.append(
                ngettext("%(n)s reaction", "%(n)s reactions", self.reactions)
                % {"n": self.reactions}
            )
        if self.is_new:
            said.append(_("changed since you last read it"))
        about = {"part": self.words, "said": ", ".join(said)}
        if not said:
            return _("Talk about %(part)s") % about
        return _("%(part)s: %(said)s") % about


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
