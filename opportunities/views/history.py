"""The tree of the past: what changed, how it looked, versions compared, the film, the weekly review."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from discovery.htmx import render_part
from discovery.numbers import read_number
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import find_outcome
from opportunities.history_forms import ReviewForm, VersionForm
from opportunities.history_words import past
from opportunities.lint_rules import RULES
from opportunities.operations.history import NameTaken, finish_review, name_version
from opportunities.queries.history import film, revision_on, trees_at
from opportunities.queries.review import load_review
from opportunities.replay import compare


@require_safe
@workspace_view(Permission.TREE_VIEW)
def history(request, outcome_id):
    """What changed on the tree, who did it and when, newest first."""
    found = find_outcome(request, outcome_id)
    changes = found.changes.select_related("by__user").order_by("-revision")
    page = Paginator(changes, 50).get_page(request.GET.get("page"))
    for change in page:
        change.said = past(change.kind, change)
    context = {"outcome": found, "page": page}
    return render_part(request, "opportunities/history/history.html", "panel", context)


@require_safe
@workspace_view(Permission.TREE_VIEW)
def then(request, outcome_id):
    """How the tree looked on a day or at a revision, and what is different now."""
    found = find_outcome(request, outcome_id)
    day = parse_day(request.GET.get("on", ""))
    revision = revision_on(found, day) if day else _revision(request, found, "revision")
    before, now = trees_at(found, revision, found.revision)
    context = {
        "outcome": found,
        "state": before,
        "day": day,
        "change": found.changes.filter(revision=revision).first(),
        "differences": compare(before.nodes, now.nodes),
    }
    return render(request, "opportunities/history/then.html", context)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.TREE_VIEW)
def versions(request, outcome_id):
    """Named versions of the tree: give the present one a name, compare any two."""
    found = find_outcome(request, outcome_id)
    form = VersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            name_version(found, name=form.cleaned_data["name"], by=request.membership)
        except NameTaken as taken:
            form.add_error("name", str(taken))
        else:
            messages.success(request, _("The tree as it stands has a name now."))
            return redirect(request.path)
    named = list(found.versions.select_related("by__user"))
    context = {"outcome": found, "versions": named, "form": form}
    context |= _comparison(request, found, named)
    status = 422 if form.errors else 200
    return render(
        request, "opportunities/history/versions.html", context, status=status
    )


def _comparison(request, outcome, named):
    """The two states that were asked for, the older first, with what differs."""
    if "from" not in request.GET:
        return {"one": None, "other": None}
    one, other = sorted(
        [_revision(request, outcome, "from"), _revision(request, outcome, "to")]
    )
    before, after = trees_at(outcome, one, other)
    names = {version.revision: version.name for version in named}
    names = {outcome.revision: _("today"), 0: _("the beginning")} | names
    return {
        "one": one,
        "other": other,
        "one_name": names.get(one) or _day_of(outcome, one),
        "other_name": names.get(other) or _day_of(outcome, other),
        "differences": compare(before.nodes, after.nodes),
    }


def _day_of(outcome, revision):
    """When the tree stood so, for a state without a name."""
    change = outcome.changes.filter(revision=revision).first()
    return date_format(localtime(change.at), "j F Y") if change else ""


@require_safe
@workspace_view(Permission.TREE_VIEW)
def film_page(request, outcome_id):
    """The tree growing, from the beginning to today."""
    found = find_outcome(request, outcome_id)
    return render(request, "opportunities/history/film.html", {"outcome": found})


@require_safe
@workspace_view(Permission.TREE_VIEW)
def film_frames(request, outcome_id):
    """The frames of the film, with each text once: nodes are named by their place in ``names``.

    The ``node`` of a frame is the one that was changed.
    """
    found = find_outcome(request, outcome_id)
    names, texts = {}, {}

    def number(of, value):
        return of.setdefault(value, len(of))

    frames = [
        {
            "said": _caption(frame),
            "title": frame.title,
            "nodes": [
                [
                    number(names, node.name),
                    number(names, node.parent),
                    number(texts, node.text),
                    int(node.is_target),
                ]
                for node in frame.nodes
            ],
            "node": names.get(frame.change and frame.change.change.get("node")),
        }
        for frame in film(found)
    ]
    return JsonResponse({"frames": frames, "names": list(names), "texts": list(texts)})


def _caption(frame):
    if frame.change is None and frame.nodes:
        return _("As it stood before its first change")
    if frame.change is None:
        return _("The outcome, and nothing beneath it yet")
    when = date_format(localtime(frame.change.at), "j M Y")
    said = past(frame.change.kind, frame.change)
    return _("%(when)s, %(who)s: %(what)s") % {
        "when": when,
        "who": frame.change.by,
        "what": said,
    }


@require_safe
@workspace_view(Permission.TREE_VIEW)
def review(request, outcome_id):
    """Fifteen minutes a week with the tree: what was heard, what changed, what is due."""
    found = find_outcome(request, outcome_id)
    return _show_review(request, found, ReviewForm())


@require_POST
@workspace_view(Permission.TREE_EDIT)
def review_end(request, outcome_id):
    """The team has looked at its tree; the next review counts from here."""
    found = find_outcome(request, outcome_id)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _show_review(request, found, form, status=422)
    finish_review(found, note=form.cleaned_data["note"], by=request.membership)
    messages.success(request, _("Reviewed. The next review counts from here."))
    return redirect("opportunities:tree", request.workspace.slug, found.pk)


def _show_review(request, outcome, form, status=200):
    shown = load_review(outcome)
    for change in shown.changes:
        change.said = past(change.kind, change)
    lints = [(RULES[rule], count) for rule, count in shown.lints]
    context = {"outcome": outcome, "review": shown, "lints": lints, "form": form}
    return render(request, "opportunities/history/review.html", context, status=status)


def parse_day(text):
    """A day from an address, or None where it is none."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _revision(request, outcome, name):
    """A revision of this tree from the address; the present one where it is none."""
    asked = read_number(request.GET.get(name, ""))
    return outcome.revision if asked is None else min(asked, outcome.revision)
