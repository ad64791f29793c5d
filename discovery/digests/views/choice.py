from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from discovery.digests.digest import Digest, Window
from discovery.digests.forms import ChoiceForm
from discovery.digests.models import DigestChoice, DigestIssue
from discovery.digests.operations.choosing import save_choice
from discovery.digests.operations.sending import WEEK, send_one_now
from discovery.digests.operations.writing import context_of
from discovery.workspaces.access import workspace_view
from discovery.workspaces.limits import hit
from discovery.workspaces.permissions import Permission

# The words of a mail with its own styles: shown without scripts and requests, in a frame of ours.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
LINKS_OPEN_OUTSIDE = '<head><base target="_blank">'
MOST_AN_HOUR = 3


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.SNAPSHOT_VIEW)
def choice(request):
    """How the person wants their digest, and what last week's would have looked like."""
    known = DigestChoice.of(request.membership)
    form = ChoiceForm(request.POST or None, instance=known, workspace=request.workspace)
    if form.is_valid():
        save_choice(request.membership, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("digests:choice", request.workspace.slug)
    status = 422 if form.errors else 200
    zone = request.user.time_zone
    context = {"form": form, "zone": zone, "digest": _last_days(request.membership)}
    return render(request, "digests/choice.html", context, status=status)


@require_safe
@workspace_view(Permission.SNAPSHOT_VIEW)
def preview(request):
    """The mail that the last seven days would bring, for the frame that shows it."""
    digest = _last_days(request.membership)
    issue = DigestIssue(membership=request.membership)
    context = {"workspace": request.workspace, "language": get_language()}
    if digest.is_empty:
        return render(request, "digests/preview_empty.html", context)
    html = render_to_string("emails/digest.html", context | context_of(digest, issue))
    response = HttpResponse(html.replace("<head>", LINKS_OPEN_OUTSIDE, 1))
    response._csp_exempt = True
    response["Content-Security-Policy"] = MAIL_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@require_POST
@workspace_view(Permission.SNAPSHOT_VIEW)
def sending(request):
    """Send the person a digest of the last seven days now, whatever their day is."""
    if not hit(f"digest-now:{request.membership.pk}", MOST_AN_HOUR, 3600):
        messages.error(request, _("Three an hour are enough. Try again later."))
    elif send_one_now(request.membership):
        told = _("On its way to %(email)s.") % {"email": request.user.email}
        messages.success(request, told)
    else:
        messages.info(
            request,
            _("Nothing was published in the last seven days, so no mail was sent."),
        )
    return redirect("digests:choice", request.workspace.slug)


def _last_days(membership):
    """What a digest would tell now: the same as ``sending`` sends."""
    until = now()
    return Digest(membership, Window(until - WEEK, until))
