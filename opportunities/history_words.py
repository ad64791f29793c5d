"""Each kind of change of a tree in the words of its history."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

PAST = {
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
    "ticket_linked": gettext_lazy("linked a ticket to “%(text)s”"),
    "ticket_unlinked": gettext_lazy("took a ticket off “%(text)s”"),
}


def past(kind, change):
    """A change in the words of the history, such as “Parked “X””."""
    if kind in ("undone", "redone"):
        return _again(kind, change)
    said = PAST.get(kind, PAST["edited"]) % {"text": change.change.get("title", "")}
    if (more := change.change.get("count", 1) - 1) > 0:
        words = ngettext("%(said)s and one more", "%(said)s and %(more)s more", more)
        said = words % {"said": said, "more": more}
    if reason := change.change.get("reason"):
        said = f"{said}: {reason}"
    return said[:1].upper() + said[1:]


def _again(kind, change):
    what = {"what": past(change.change.get("did", "edited"), change)}
    if kind == "undone":
        return _("Took back: %(what)s") % what
    return _("Made again: %(what)s") % what
