"""Telling the participants whose stories led to a decision what became of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from opportunities.access import may_edit
from opportunities.news_forms import NewsForm
from opportunities.operations.news import tell_tellers
from opportunities.queries.news import tellers_of
from opportunities.views.follow_up import find_decision


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.PARTICIPANT_INVITE)
def decision_news(request, decision_id):
    """Who told of it and who of them was told since; the words, and those who get them."""
    decision = find_decision(request, decision_id)
    if not may_edit(decision.outcome, request.membership):
        raise PermissionDenied
    tellers = tellers_of(decision, request.membership)
    form = NewsForm(request.POST or None, tellers=tellers)
    if form.is_valid():
        told = tell_tellers(decision, by=request.membership, **form.cleaned_data)
        words = ngettext(
            "%(count)s person will hear of it by e-mail.",
            "%(count)s people will hear of it by e-mail.",
            len(told),
        )
        messages.success(request, words % {"count": len(told)})
        return redirect(request.path)
    context = {
        "decision": decision,
        "form": form,
        "tellers": tellers,
        "reachable": [teller for teller in tellers if teller.can_be_told],
        "others": [teller for teller in tellers if not teller.can_be_told],
    }
    status = 422 if form.errors else 200
    return render(request, "opportunities/news.html", context, status=status)
