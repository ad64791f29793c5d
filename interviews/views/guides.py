"""Guides: all of a team, one of them edited in place, and on paper."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from discovery.htmx import go_to, render_part, wants_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.forms.guides import GuideForm, NewGuideForm
from interviews.guide_list import guides_context
from interviews.guide_page import guide_context
from interviews.operations.guide_versions import Stale
from interviews.operations.guides import (
    GuideInUse,
    archive_guide,
    bring_back_guide,
    copy_guide,
    describe_guide,
    ensure_guide,
    start_guide,
    use_guide,
)
from interviews.room_guide import follow_ups, memory_aids
from interviews.starting_guides import KINDS


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def guides(request):
    """The team's guides by kind; a POST writes a new one."""
    if request.team is None:
        return render(request, "interviews/guides_without_team.html")
    if request.method == "GET":
        ensure_guide(team=request.team, by=request.membership)
        context = guides_context(request.team)
        return render(request, "interviews/guides.html", context)
    form = NewGuideForm(request.POST)
    if not form.is_valid():
        return _new_guide(request, form, status=422)
    guide = start_guide(team=request.team, by=request.membership, **form.cleaned_data)
    return go_to(request, "interviews:guide", request.workspace.slug, guide.pk)


@require_GET
@workspace_view(Permission.INTERVIEW_MANAGE)
def guide_new(request):
    """Choose what the next guide is for."""
    if request.team is None:
        return render(request, "interviews/guides_without_team.html")
    kind = request.GET.get("kind")
    kind = kind if kind in KINDS else "exploratory"
    # What the team's talks follow now is not taken away by leaving a box as it is.
    others = request.team.guides.filter(kind=kind, archived_at=None)
    initial = {"kind": kind, "is_current": not others.exists()}
    return _new_guide(request, NewGuideForm(initial=initial))


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def guide(request, guide_id):
    """One guide; a POST changes its title, its learning goal and the research questions."""
    guide = find_guide(request, guide_id)
    if request.method == "GET":
        context = guide_context(guide, request.membership, ask=request.GET.get("ask"))
        return render(request, "interviews/guide.html", context)
    form = GuideForm(request.POST, instance=guide)
    if not form.is_valid():
        return guide_answer(request, guide, form=form, status=422)
    try:
        describe_guide(guide=guide, by=request.membership, **form.cleaned_data)
    except Stale:
        return _stale(request, guide, form)
    return guide_answer(request, guide)


@require_GET
@workspace_view(Permission.INTERVIEW_MANAGE)
def guide_part(request, guide_id):
    """The prompts of a guide as they are now."""
    guide = find_guide(request, guide_id)
    return guide_answer(request, guide, ask=request.GET.get("ask"))


@require_GET
@workspace_view(Permission.INTERVIEW_MANAGE)
def guide_paper(request, guide_id):
    """A guide on one sheet, to take along."""
    guide = find_guide(request, guide_id)
    context = guide_context(guide, request.membership)
    context |= {"follow_ups": follow_ups(), "memory_aids": memory_aids()}
    return render(request, "interviews/guide_paper.html", context)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def guide_current(request, guide_id):
    """Make a guide the one that new interviews follow."""
    guide = find_guide(request, guide_id)
    use_guide(guide=guide, by=request.membership)
    return go_to(request, "interviews:guide", request.workspace.slug, guide.pk)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def guide_archive(request, guide_id):
    """Put a guide away, or take it out again."""
    guide = find_guide(request, guide_id)
    if request.POST.get("archived") == "no":
        bring_back_guide(guide=guide, by=request.membership)
        return go_to(request, "interviews:guide", request.workspace.slug, guide.pk)
    try:
        archive_guide(guide=guide, by=request.membership)
    except GuideInUse:
        messages.warning(
            request,
            _("New interviews follow this guide. Let them follow another one first."),
        )
    else:
        messages.success(request, _("“%(guide)s” is put away.") % {"guide": guide})
    return go_to(request, "interviews:guides", request.workspace.slug)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def guide_copy(request, guide_id):
    """Write a guide once more for one's own team."""
    guide = find_guide(request, guide_id)
    team = request.team or guide.team
    copy = copy_guide(guide=guide, team=team, by=request.membership)
    messages.success(request, _("This is a copy. Change what you like."))
    return go_to(request, "interviews:guide", request.workspace.slug, copy.pk)


def find_guide(request, guide_id):
    guides = request.workspace.guides.select_related("team", "copied_from__team")
    return get_object_or_404(guides, pk=guide_id)


def guide_answer(request, guide, status=200, ask=None, **context):
    """The guide's prompts for htmx; without it the page, or after success the page's address."""
    guide.refresh_from_db()
    if wants_part(request) or status != 200:
        if request.method == "POST" and status == 200:
            context["saved_at"] = now()
        context = guide_context(guide, request.membership, ask=ask) | context
        name = "_guide.html" if wants_part(request) else "guide.html"
        return render(request, f"interviews/{name}", context, status=status)
    return go_to(request, "interviews:guide", request.workspace.slug, guide.pk)


def _new_guide(request, form, status=200):
    context = {"form": form, "kinds": KINDS.values()}
    return render_part(request, "interviews/guide_new.html", "dialog", context, status)


def _stale(request, guide, form):
    messages.warning(
        request,
        _(
            "Somebody changed this guide meanwhile. What you typed is kept; look and save."
        ),
    )
    form.data = form.data.copy()
    form.data["version"] = guide.version
    return guide_answer(request, guide, form=form, is_stale=True, status=409)
