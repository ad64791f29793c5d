"""How the views of a page answer: the page to edit or to read, and what went wrong beside its part."""

import json
from dataclasses import dataclass, field
from uuid import uuid4

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from discovery.htmx import render_part
from discovery.workspaces.permissions import Permission
from snapshots.drawer import facts_to_add, mark_places, said_in_talk
from snapshots.models import Moment, Snapshot
from snapshots.models.parts import KINDS, MOST
from snapshots.models.snapshot import TEXTS
from snapshots.operations.rendering import current_rendering
from snapshots.queries import hosts_of, knows_talk
from snapshots.readers import Readers
from snapshots.views.paper import page_for
from snapshots.views.talking import read_talk

PLACEHOLDERS = {
    "name": _("Name"),
    "context": _("Who they are, in a line"),
    "quote": _("The sentence that brings the story back"),
    "story_title": _("The story in a line, such as “A baker calls in sick on Tuesday”"),
}
# What is chosen from a list, not typed: the field of the form and the attribute of the part.
CHOSEN = {"moments": {"feeling": "feeling"}, "opportunities": {"moment": "moment_id"}}
STALE = _(
    "Somebody changed this while you were writing. Both are here: which one stays?"
)
REMOVED = _(
    "Somebody removed this meanwhile. Your words are here; add them again if you like."
)


@dataclass
class Trouble:
    """What went wrong with one part, and what its writer had typed."""

    part: str
    message: str
    typed: dict = field(default_factory=dict)
    is_stale: bool = False

    @property
    def status(self):
        return 409 if self.is_stale else 422

    @property
    def asks_which(self):
        """Whether one of two versions has to be chosen; of a part that is gone there is but one."""
        return self.is_stale and not self.part.endswith("-new")


@dataclass
class TextBox:
    """One of the page's own texts, as it is edited."""

    field: str
    theirs: str
    shown: str
    version: int
    most: int
    label: str
    placeholder: str
    trouble: Trouble | None


def answer_change(request, snapshot, *, part="", trouble=None):
    """After a change: the page anew for htmx, else back to it; or what went wrong, in place."""
    if trouble is None and not request.htmx:
        return redirect_to(request, snapshot, part)
    snapshot = request.workspace.snapshots.for_page().get(pk=snapshot.pk)
    return show_editor(request, snapshot, trouble=trouble)


def redirect_to(request, snapshot, part=""):
    response = redirect("snapshots:snapshot", request.workspace.slug, snapshot.pk)
    if part:
        response.headers["Location"] += f"#part-{part}"
    return response


def say(response, text, tone="info", **undo):
    """A message for htmx, with a way to take back what was done if ``undo`` names one."""
    told = {"message:show": {"text": str(text), "tone": tone, **undo}}
    response["HX-Trigger"] = json.dumps(told)
    return response


def offer_undo(request, snapshot, response, change, text=None, word=None):  # noqa: PLR0913
    """Say what was done to the page, with one press to take it back; nothing if nothing was."""
    if change is None:
        return response
    text = text or gettext("Removed.")
    if not request.htmx:
        messages.info(request, text)
        return response
    where = [snapshot.workspace.slug, snapshot.pk, change.pk]
    url = reverse("snapshots:change_undo", args=where)
    return say(response, text, undo=url, word=word or gettext("Undo"))


def show_editor(request, snapshot, *, trouble=None, talk=None):
    """The page with all that stands around it; ``talk`` if something was said in vain."""
    page = talk.page if talk else page_for(request, snapshot)
    may_write = request.membership.may(Permission.SNAPSHOT_WRITE)
    context = {
        "page": page,
        "snapshot": snapshot,
        "trouble": trouble,
        "may_write": may_write,
        **(desk_of(request, page, trouble) if may_write else {}),
        "hosts": hosts_of(snapshot),
        "rendering": current_rendering(page),
        "talk": talk or read_talk(request, page),
        "readers": Readers(snapshot),
    }
    may_manage = request.membership.may(Permission.INTERVIEW_MANAGE)
    context["takes_notes"] = may_manage and context.get("knows_talk", False)
    return render_part(
        request,
        "snapshots/editor.html",
        "sheet",
        context,
        status=trouble.status if trouble else context["talk"].status,
    )


def desk_of(request, page, trouble):
    """What a writer has at hand: the page in forms, and all that was said in the talk."""
    snapshot = page.snapshot
    parts = {kind: getattr(page, kind) for kind in KINDS}
    may_know = knows_talk(snapshot, request.membership)
    said = said_in_talk(snapshot) if may_know else []
    mark_places(said, snapshot, parts)
    return {
        "texts": {name: text_box(snapshot, name, trouble) for name in TEXTS},
        "kinds": {kind: parts_of(parts[kind], kind, trouble) for kind in KINDS},
        "feelings": Moment.Feeling.choices,
        "knows_talk": may_know,
        "said": said,
        "facts_to_add": facts_to_add(snapshot, page.facts),
        "debrief": getattr(snapshot.interview, "debrief", None),
        "last_step": snapshot.changes.last_of(request.membership),
    }


def text_box(snapshot, name, trouble):
    column = Snapshot._meta.get_field(name)
    value = getattr(snapshot, name)
    mine = trouble if trouble and trouble.part == name else None
    return TextBox(
        field=name,
        theirs=value,
        shown=mine.typed.get(name, value) if mine else value,
        version=getattr(snapshot, f"{name}_version"),
        most=column.max_length,
        label=column.verbose_name,
        placeholder=str(PLACEHOLDERS[name]),
        trouble=mine,
    )


def parts_of(parts, kind, trouble):
    """The parts of a kind with what their writer had typed, and a form for one more."""
    for part in parts:
        name = f"{kind}-{part.pk}"
        part.key = str(part.pk)
        part.trouble = trouble if trouble and trouble.part == name else None
        typed = part.trouble.typed if part.trouble else {}
        # Also words that were emptied: they are not to come back by themselves.
        part.shown = {
            column: typed.get(column, getattr(part, column)) for column in part.TEXTS
        }
        part.chosen = {
            column: str(typed.get(column, getattr(part, attribute)) or "")
            for column, attribute in CHOSEN.get(kind, {}).items()
        }
    new = trouble if trouble and trouble.part == f"{kind}-new" else None
    return {
        "name": kind,
        "parts": parts,
        "trouble": new,
        "typed": new.typed if new else {},
        "client_id": uuid4(),
        "most": MOST[kind],
        "is_full": len(parts) >= MOST[kind],
    }
