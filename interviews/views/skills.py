"""Somebody's four skills: after each talk and over the last ones, theirs alone to show (F127)."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from discovery.htmx import go_to, wants_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.forms.skills import ViewerForm
from interviews.models import Interview, SkillViewer
from interviews.operations.skills import (
    hide_skills_from,
    review_skills,
    show_skills_to,
)
from interviews.skill_reasons import why_no_review
from interviews.skill_trends import (
    LAST_TALKS,
    Skill,
    SkillTrend,
    question_words,
    share_words,
    tip_of,
    who_of,
    why_unknown,
    with_minute,
)
from interviews.views.schedule import find_planned


@dataclass
class Talk:
    """One reviewed talk: what is the same for all four skills."""

    interview: Interview
    who: object
    share: float | None
    remarks: list
    faults: list

    @property
    def percent(self):
        return round((self.share or 0) * 100)

    @property
    def rest(self):
        return 100 - self.percent


@require_GET
@workspace_view(Permission.INTERVIEW_MANAGE)
def skills(request):
    """One's own skills over the last talks, and who else sees them."""
    return _page(request, request.membership)


@require_GET
@workspace_view(Permission.INTERVIEW_MANAGE)
def skills_of(request, membership_id):
    """Somebody else's skills, if they have chosen to show them; else there is nothing here."""
    if membership_id == request.membership.pk:
        return _page(request, request.membership)
    shown = get_object_or_404(
        _shown_to(request.membership).select_related("membership__user"),
        membership=membership_id,
    )
    return _page(request, shown.membership)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def skill_viewers(request):
    """Let a colleague see one's skills."""
    form = ViewerForm(request.POST, membership=request.membership)
    if not form.is_valid():
        return _page(request, request.membership, form, status=422)
    show_skills_to(membership=request.membership, viewer=form.cleaned_data["viewer"])
    return redirect("interviews:skills", request.workspace.slug)


@require_POST
@workspace_view(Permission.INTERVIEW_MANAGE)
def skill_viewer_removal(request, membership_id):
    """Let a colleague see them no more."""
    get_object_or_404(request.membership.skill_viewers, viewer=membership_id)
    hide_skills_from(membership=request.membership, viewer_id=membership_id)
    return redirect("interviews:skills", request.workspace.slug)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def skill_review(request, interview_id):
    """One's own review of one talk; a POST makes it anew."""
    interview = find_planned(request, interview_id)
    if request.method == "POST":
        review_skills(interview=interview)
    if not wants_part(request):
        return go_to(request, "interviews:skills", request.workspace.slug)
    reviews = interview.skill_reviews.filter(membership=request.membership)
    found = list(reviews.select_related("interview__participant"))
    context = {
        "interview": interview,
        "cards": _cards(found),
        "talk": _talk(found),
        "has_viewers": request.membership.skill_viewers.exists(),
    }
    if not found:
        context["why_none"], context["is_coming"] = why_no_review(
            interview, request.membership
        )
    return render(request, "interviews/_skills.html", context)


def _page(request, owner, form=None, status=200):
    is_own = owner == request.membership
    reviews = _last_reviews(owner)
    if not is_own:
        _hide_quotes(reviews, request.membership)
    by_talk = {}
    for review in reviews:
        by_talk.setdefault(review.interview_id, []).append(review)
    talks = [_talk(group) for group in by_talk.values()]
    context = {
        "owner": owner,
        "is_own": is_own,
        "cards": _cards(reviews),
        "talks": talks,
        "talk": talks[-1] if talks else None,
        "shared": [talk for talk in talks if talk.share is not None],
        "viewers": owner.skill_viewers.select_related("viewer__user") if is_own else [],
        "shown_to_me": _shown_to(request.membership).select_related("membership__user"),
        "form": is_own and (form or ViewerForm(membership=owner)),
    }
    return render(request, "interviews/skills.html", context, status=status)


def _shown_to(membership):
    """Whose skills a member may see; who has left shows nothing any more."""
    return SkillViewer.objects.filter(
        viewer=membership, membership__removed_at=None, membership__user__is_active=True
    ).order_by("membership__user__name", "pk")


def _last_reviews(owner):
    """The reviews of the last talks, oldest first."""
    rows = owner.skill_reviews.select_related("interview__participant")
    newest = rows.order_by("-interview__during", "-interview")
    return list(newest[: LAST_TALKS * len(Skill)])[::-1]


def _hide_quotes(reviews, viewer):
    """Take out who said what in talks that the viewer may not know of; the scores stay."""
    talks = Interview.objects.visible_to(viewer)
    visible = set(
        talks.filter(pk__in={review.interview_id for review in reviews}).values_list(
            "pk", flat=True
        )
    )
    for review in reviews:
        if review.interview_id not in visible:
            review.evidence, review.talk = [], {**review.talk, "faults": []}
            review.is_hidden = True


def _cards(reviews):
    """One card for each skill that was ever reviewed, in the order of a talk."""
    cards = []
    for skill in Skill:
        of_skill = [review for review in reviews if review.skill == skill]
        if of_skill:
            card = SkillTrend(skill, of_skill)
            card.tip = tip_of(card.newest)
            card.why = why_unknown(card.newest)
            cards.append(card)
    return cards


def _talk(reviews):
    if not reviews:
        return None
    newest = reviews[-1]
    share = newest.talk_share
    remarks = [share_words(share, newest.talk)] if share is not None else []
    return Talk(
        interview=newest.interview,
        who=who_of(newest),
        share=share,
        remarks=remarks + question_words(newest.talk),
        faults=[with_minute(fault) for fault in newest.talk.get("faults", [])],
    )
