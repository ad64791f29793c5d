"""A colleague names a customer worth talking to, and sees what became of it."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discovery.htmx import go_to, render_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission
from recruiting.forms import NominationForm
from recruiting.operations import nominate_participant


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.PARTICIPANT_NOMINATE)
def nominations(request):
    """A short form, and the member's own nominations."""
    form = NominationForm(
        request.POST or None,
        teams=request.workspace.teams.all(),
        initial={"team": request.team},
    )
    if form.is_valid():
        nominate_participant(by=request.membership, **form.cleaned_data)
        messages.success(request, _("Thank you. The team will see it at once."))
        return go_to(request, "recruiting:nominations", request.workspace.slug)
    own = request.membership.nominations.select_related(
        "participant", "participant__photo"
    )
    context = {"form": form, "nominations": own.order_by("-created_at", "-pk")[:50]}
    status = 422 if form.errors else 200
    return render_part(request, "recruiting/nominations.html", "form", context, status)
