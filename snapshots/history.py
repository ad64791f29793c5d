"""The steps of a page's history in words, as a writer may read them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from snapshots.models import PageChange
from snapshots.models.parts import KINDS, Moment

PARTS = {
    "name": gettext_lazy("Name"),
    "context": gettext_lazy("Who they are"),
    "quote": gettext_lazy("Quote"),
    "story_title": gettext_lazy("The story in a line"),
    "photo": gettext_lazy("Photo"),
    "publication": gettext_lazy("Publication"),
    "facts": gettext_lazy("Quick fact"),
    "moments": gettext_lazy("Moment"),
    "opportunities": gettext_lazy("Opportunity"),
    "insights": gettext_lazy("Also learned"),
}
DONE = {
    "added": gettext_lazy("added"),
    "written": gettext_lazy("changed"),
    "removed": gettext_lazy("removed"),
    "moved": gettext_lazy("moved"),
}
PUBLISHED = {"added": gettext_lazy("published"), "removed": gettext_lazy("withdrawn")}


@dataclass
class Step:
    """One step: who did what to which part, and the words before and after."""

    change: PageChange
    part: str
    done: str
    before: str
    after: str
    can_be_undone: bool


def read_steps(page, changes):
    """Each change in words. A quote that its person took back is in no history either."""
    changes = list(changes)
    titles = _titles_of_moments(page.snapshot, changes)
    return [_read(change, page, titles) for change in changes]


def _read(change, page, titles):
    kind = change.part.partition("-")[0]
    is_hidden = kind == "quote" and page.is_quote_removed
    return Step(
        change=change,
        part=str(PARTS[kind]),
        done=_done(change),
        before="" if is_hidden else _words(kind, change.before, titles),
        after="" if is_hidden else _words(kind, change.after, titles),
        can_be_undone=change.can_be_undone and not is_hidden,
    )


def _done(change):
    if change.takes_back_id:
        return _("took a change back")
    words = PUBLISHED if change.part == "publication" else DONE
    return str(words[change.kind])


def _words(kind, columns, titles):
    """The words of a part, and what was chosen for it, in one line."""
    texts = KINDS[kind].TEXTS if kind in KINDS else (kind,)
    said = [columns[name] for name in texts if columns.get(name)]
    if "feeling" in columns:
        said.append(f"({Moment.Feeling(columns['feeling']).label})")
    if columns.get("moment_id"):
        title = titles.get(columns["moment_id"])
        said.append(_("at “%(moment)s”") % {"moment": title} if title else "")
    if "place" in columns and not said:
        said.append(_("place %(number)s") % {"number": columns["place"] + 1})
    return " · ".join(filter(None, said))


def _titles_of_moments(snapshot, changes):
    wanted = {
        columns["moment_id"]
        for change in changes
        for columns in (change.before, change.after)
        if columns.get("moment_id")
    }
    if not wanted:
        return {}
    moments = snapshot.moments.filter(pk__in=wanted)
    return dict(moments.values_list("pk", "title"))
