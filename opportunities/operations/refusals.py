"""Why a change of a tree was not made, in words for the person who tried."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.branches import MOST_NODES
from opportunities.history_words import past


class TreeRefusal(Exception):
    """A change that cannot be made; ``str()`` of it is a sentence for the person."""


class NothingChanged(TreeRefusal):
    """The words are what they were; there is nothing to write down."""


class WouldCircle(TreeRefusal):
    def __init__(self):
        super().__init__(
            _(
                "That would put it beneath itself. Choose a place outside its own branch."
            )
        )


class ServesItself(TreeRefusal):
    def __init__(self):
        super().__init__(
            _("That one is there for this outcome already. Choose another.")
        )


class Gone(TreeRefusal):
    """What the change is about is no longer where the person saw it."""

    def __init__(self, message=None):
        super().__init__(message or _("Somebody has deleted that meanwhile."))


class TooLong(TreeRefusal):
    """Words that do not fit; forms say so first, this holds for everything else."""

    def __init__(self, most):
        super().__init__(
            _("That is too long. Say it in %(most)s characters.") % {"most": most}
        )


class TooMany(TreeRefusal):
    """More new nodes than one change may add."""

    def __init__(self):
        super().__init__(
            _("That is more than %(most)s lines. Paste it in parts.")
            % {"most": MOST_NODES}
        )


class HasChildren(TreeRefusal):
    def __init__(self, count):
        super().__init__(
            ngettext(
                "One thing stands under it. Move or delete it first, then this can go.",
                "%(count)s things stand under it. Move or delete them first, then this can go.",
                count,
            )
            % {"count": count}
        )


class AlreadyPlaced(TreeRefusal):
    """A story asks for a second node: the one that has it may be too broad (R57)."""

    def __init__(self, opportunity):
        self.too_broad = opportunity
        super().__init__(
            _(
                "It was just placed on “%(text)s”. If it fits under another as well, that one is too broad: split it."
            )
            % {"text": opportunity.text}
        )


class NothingToUndo(TreeRefusal):
    def __init__(self, message=None):
        super().__init__(message or _("You have nothing to undo on this tree."))


class CannotUndo(TreeRefusal):
    """What the person did has been built on by others since; ``why`` is what stands in its way."""

    def __init__(self, change, why, *, is_redo, has_more):
        self.why = why
        words = {"did": past(change.change.get("did", change.kind), change), "why": why}
        if is_redo:
            said = _("Not made again: %(did)s. %(why)s") % words
            more = _("Redo once more goes on to the next.")
        else:
            said = _("Not taken back: %(did)s. %(why)s") % words
            more = _("Undo once more goes on to what you did before.")
        super().__init__(f"{said} {more}" if has_more else said)


class StaleEdit(TreeRefusal):
    """Somebody changed the same words meanwhile: both texts are shown, the person chooses."""

    def __init__(self, row, field, mine):
        self.row = row
        self.field = field
        self.theirs = getattr(row, field)
        self.mine = mine
        super().__init__(_("Somebody has changed this meanwhile."))

    @property
    def theirs_in_words(self):
        return self._in_words(self.theirs)

    @property
    def mine_in_words(self):
        return self._in_words(self.mine)

    def _in_words(self, value):
        """What people call a value: a member by the name, a choice by its label."""
        field = self.row._meta.get_field(self.field)
        if value in (None, ""):
            return "–"
        if field.is_relation:
            rows = field.related_model.objects.filter(workspace=self.row.workspace_id)
            return rows.filter(pk=value).first() or "–"
        return dict(field.flatchoices).get(value, value)
