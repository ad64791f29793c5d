"""Logging a talk that was held elsewhere: a sales or support talk, or an interview without us."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from interviews.forms.schedule import TalkForm
from interviews.operations.talks import log_talk
from interviews.queries import hosts_of
from interviews.views.finding import find_person

TEMPLATE = "interviews/talk_new.html"


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.INTERVIEW_MANAGE)
def talk_new(request):
    """Log a talk that is over: first with whom, then when and of what kind."""
    participant, search = find_person(request)
    if participant is None or request.team is None:
        return render(request, TEMPLATE, {"participant": participant, **search})
    zone = request.user.time_zone
    form = TalkForm(
        request.POST or None,
        hosts=hosts_of(request.team),
        time_zone=zone,
        initial={"lead": request.membership.pk, "kind": request.GET.get("kind")},
    )
    if not form.is_valid():
        context = {"participant": participant, "form": form}
        return render(request, TEMPLATE, context, status=422 if form.errors else 200)
    chosen = form.cleaned_data
    interview = log_talk(
        team=request.team,
        participant=participant,
        start=form.start,
        time_zone=zone,
        by=request.membership,
        **{
            name: chosen[name]
            for name in ("kind", "length", "lead", "others", "learning_goal", "where")
        },
    )
    if interview.counts_for_habit:
        messages.success(request, _("Logged. It counts for the week it was held in."))
    else:
        messages.success(request, _("Logged under the other talks."))
    return redirect("interviews:plan", request.workspace.slug, interview.pk)
