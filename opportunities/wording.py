"""Sentences about a change of a tree to whom made it, and what the scripts of the tree say."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.history_words import past
from opportunities.kinds import KINDS
from opportunities.operations.nodes import parent_of, rows_of, siblings_under


def sentence(change):
    """What a change did, said to whom made it."""
    said = _moved(change) if change.kind == "moved" else past(change.kind, change)
    return said if len(said) < 300 else said[:297] + "…"


def _moved(change):
    """Such as: Moved “X” under “Y”, position 2 of 5 (trust.md D19).

    Of several it names the first, says how many more came along, and where they begin.
    """
    outcome, (on, _colon, pk) = change.outcome, change.node.partition(":")
    node = rows_of(outcome, on).filter(pk=pk, deleted_at=None).first()
    if node is None:
        return _("Moved “%(text)s”.") % {"text": change.change["title"]}
    parent, siblings = parent_of(node), siblings_under(outcome, parent_of(node), on)
    if on == "opportunity":
        siblings = siblings.filter(parked_at=None)
    above = rows_of(outcome, KINDS[on].under).filter(pk=parent).first()
    order = list(siblings.values_list("pk", flat=True))
    more = change.change.get("count", 1) - 1
    words = _("Moved “%(text)s” under “%(parent)s”, position %(at)s of %(count)s.")
    if more:
        words = ngettext(
            "Moved “%(text)s” and one more under “%(parent)s”, from position %(at)s of %(count)s.",
            "Moved “%(text)s” and %(more)s more under “%(parent)s”, from position %(at)s of %(count)s.",
            more,
        )
    return words % {
        "text": node.text,
        "more": more,
        "parent": above.text if above else outcome.title,
        "at": order.index(node.pk) + 1 if node.pk in order else len(order),
        "count": len(order),
    }


def script_words():
    """What the scripts of the tree say by themselves; everything else the server says."""
    return {
        "newOpportunity": _("A new opportunity, in the words of a customer"),
        "newSolution": _("A solution that could meet it"),
        "save": _("Enter saves, Escape leaves it as it was."),
        "edit": _("Edit the words"),
        "moveOn": _("Moving with the arrow keys. Enter ends it."),
        "moveOff": _("Moving ended."),
        "notFurther": _("It cannot go further in that direction."),
        "changed": _("One change by somebody else."),
        "changes": _("%(changes)s changes by %(people)s people."),
        "changedHere": _(
            "Others have changed what you are editing; you will see both when you save."
        ),
        "waits": _(
            "You seem to be offline. It waits on this device and is sent when you are back."
        ),
        "gone": _("Somebody has deleted that meanwhile."),
        "refused": _("Only the team of this tree may change it. You can read it."),
        "branch": _("Only the branch “%(text)s” is shown."),
        "wholeTree": _("The whole tree is shown."),
        "marks": _mark_words(),
        "canvas": _("Canvas"),
        "outline": _("Outline"),
        "first": _("as the first"),
        "toPlace": _("%(count)s to place"),
        "placeHere": _("Drop on a node"),
        "yours": _("This is what you had written: “%(text)s”"),
        "chosen": _("%(count)s chosen"),
        "chosenNone": _("Nothing is chosen any more."),
        "copied": _("Copied with all beneath: %(count)s"),
        "picked": _("Picked up. Choose where it goes, or Escape to leave it."),
        "pickedOff": _("Left where it was."),
        "notThere": _("That cannot stand there. Choose another place."),
    }


def _mark_words():
    """What the marks of a card say in full (queries/marks.py)."""
    return {
        "horizon": {"now": _("Now"), "next": _("Next"), "later": _("Later")},
        "age": {"stale": _("not heard for long"), "still": _("no change for long")},
        "lints": {1: _("one hint"), "many": _("%(count)s hints")},
        "tickets": {1: _("one ticket"), "many": _("%(count)s tickets")},
        "comments": {1: _("one comment"), "many": _("%(count)s comments")},
        "owner": _("owned by %(name)s"),
    }
