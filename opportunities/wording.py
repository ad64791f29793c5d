"""Sentences about changes of a tree: for the live region, for messages and for the history."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opportunities.kinds import KINDS
from opportunities.operations.nodes import parent_of, rows_of, siblings_under


def sentence(change):
    """What a change did, said to whom made it."""
    said = _SAID.get(change.kind, _other)(change)
    return said if len(said) < 300 else said[:297] + "…"


def _moved(change):
    """Such as: Moved “X” under “Y”, position 2 of 5 (trust.md D19)."""
    outcome, (on, _colon, pk) = change.outcome, change.node.partition(":")
    node = rows_of(outcome, on).filter(pk=pk, deleted_at=None).first()
    if node is None:
        return _("Moved “%(text)s”.") % {"text": _title(change)}
    parent, siblings = parent_of(node), siblings_under(outcome, parent_of(node), on)
    if on == "opportunity":
        siblings = siblings.filter(parked_at=None)
    above = rows_of(outcome, KINDS[on].under).filter(pk=parent).first()
    order = list(siblings.values_list("pk", flat=True))
    return _("Moved “%(text)s” under “%(parent)s”, position %(at)s of %(count)s.") % {
        "text": node.text,
        "parent": above.text if above else outcome.title,
        "at": order.index(node.pk) + 1 if node.pk in order else len(order),
        "count": len(order),
    }


def _undone(change):
    return _("Took back: %(what)s") % {"what": past(change.change["did"], change)}


def _redone(change):
    return _("Made again: %(what)s") % {"what": past(change.change["did"], change)}


def _other(change):
    return past(change.kind, change)


def past(kind, change):
    """A change in the words of the history, such as “parked “X””."""
    said = _PAST.get(kind, _PAST["edited"]) % {"text": _title(change)}
    if (more := change.change.get("count", 1) - 1) > 0:
        words = ngettext("%(said)s and one more", "%(said)s and %(more)s more", more)
        said = words % {"said": said, "more": more}
    if reason := change.change.get("reason"):
        said = f"{said}: {reason}"
    return said[:1].upper() + said[1:]


def _title(change):
    return change.change.get("title", "")


_PAST = {
    "added": gettext_lazy("added “%(text)s”"),
    "edited": gettext_lazy("changed “%(text)s”"),
    "branch_added": gettext_lazy("added “%(text)s”"),
    "merged": gettext_lazy("merged into “%(text)s”"),
    "split": gettext_lazy("split “%(text)s”"),
    "undeleted": gettext_lazy("brought “%(text)s” back from the deleted"),
    "reworded": gettext_lazy("worded anew: “%(text)s”"),
    "moved": gettext_lazy("moved “%(text)s”"),
    "placed": gettext_lazy("placed a story on “%(text)s”"),
    "unplaced": gettext_lazy("took a story off “%(text)s”"),
    "target": gettext_lazy("made “%(text)s” the target"),
    "target_off": gettext_lazy("“%(text)s” is no longer the target"),
    "parked": gettext_lazy("parked “%(text)s”"),
    "returned": gettext_lazy("brought “%(text)s” back"),
    "deleted": gettext_lazy("deleted “%(text)s”"),
    "solution_added": gettext_lazy("added the solution “%(text)s”"),
    "assumption_added": gettext_lazy("added the assumption “%(text)s”"),
    "assumption_placed": gettext_lazy("placed “%(text)s” on the assumption map"),
    "story_map": gettext_lazy("changed the story map of “%(text)s”"),
    "ideas_begun": gettext_lazy("began a round of ideas for “%(text)s”"),
    "ideas_together": gettext_lazy("shared the ideas for “%(text)s”"),
    "ideas_again": gettext_lazy("went on alone with ideas for “%(text)s”"),
    "ideas_closed": gettext_lazy("closed the round of ideas for “%(text)s”"),
    "ideas_picked": gettext_lazy("put ideas for “%(text)s” on the tree"),
    "test_planned": gettext_lazy("planned a test of “%(text)s”"),
    "test_begun": gettext_lazy("began a test of “%(text)s”"),
    "test_dropped": gettext_lazy("dropped the plan of a test of “%(text)s”"),
    "test_holds": gettext_lazy("found that “%(text)s” holds"),
    "test_fails": gettext_lazy("found that “%(text)s” does not hold"),
    "test_unclear": gettext_lazy("ended a test of “%(text)s”, still unclear"),
    "split_heard": gettext_lazy("placed one story on several, first “%(text)s”"),
    "set_aside": gettext_lazy("set “%(text)s” aside"),
    "brought_back": gettext_lazy("brought “%(text)s” back to the inbox"),
    "turned_against": gettext_lazy("marked a story as speaking against “%(text)s”"),
    "turned_for": gettext_lazy("marked a story as speaking for “%(text)s”"),
    "other_added": gettext_lazy("added evidence that is no story to “%(text)s”"),
    "other_edited": gettext_lazy("changed evidence that is no story of “%(text)s”"),
    "other_removed": gettext_lazy("took evidence that is no story off “%(text)s”"),
    "outcome_edited": gettext_lazy("changed the outcome “%(text)s”"),
    "chosen": gettext_lazy("chose “%(text)s” before its siblings"),
    "unpacked": gettext_lazy("found the need behind a solution: “%(text)s”"),
    "grouped": gettext_lazy("grouped some under “%(text)s”"),
    "narrowed": gettext_lazy("went on with “%(text)s” alone"),
    "undone": gettext_lazy("took back a change of “%(text)s”"),
    "redone": gettext_lazy("made a change of “%(text)s” again"),
}
_SAID = {"moved": _moved, "undone": _undone, "redone": _redone}


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
