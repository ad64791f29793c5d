from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery.mail.models import SenderStop
from discovery.mail.operations import (
    lift_sender_stop,
    lift_suppression,
    mark_as_sent,
    send_again,
)
from discovery.mail.queries import count_by_state, emails_by_state
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission


@require_safe
@workspace_view(Permission.WORKSPACE_MANAGE)
def mail(request):
    """The health of the outbox: what waits, what failed and why, what a person must decide."""
    context = {
        "counts": count_by_state(request.workspace),
        "groups": emails_by_state(request.workspace),
        "suppressions": request.workspace.suppressions.order_by("-created_at")[:50],
        "stop": SenderStop.objects.of_this_sender().first(),
    }
    return render(request, "mail/mail.html", context)


@require_POST
@workspace_view(Permission.WORKSPACE_MANAGE)
def email_repetition(request, email_id):
    """Send a held or failed e-mail again."""
    email = get_object_or_404(request.workspace.outgoing_emails, pk=email_id)
    if send_again(email, by=request.membership):
        messages.success(request, _("“%s” is on its way again.") % email.subject)
    else:
        messages.info(request, _("Somebody has settled this e-mail already."))
    return redirect("mail:mail", request.workspace.slug)


@require_POST
@workspace_view(Permission.WORKSPACE_MANAGE)
def email_confirmation(request, email_id):
    """Settle a held e-mail that has arrived after all."""
    email = get_object_or_404(request.workspace.outgoing_emails, pk=email_id)
    if mark_as_sent(email, by=request.membership):
        messages.success(request, _("“%s” counts as sent.") % email.subject)
    else:
        messages.info(request, _("Somebody has settled this e-mail already."))
    return redirect("mail:mail", request.workspace.slug)


@require_POST
@workspace_view(Permission.WORKSPACE_MANAGE)
def suppression_removal(request, suppression_id):
    """Let a bounced address have mail again."""
    suppression = get_object_or_404(
        request.workspace.suppressions.filter(reason="bounced"), pk=suppression_id
    )
    lift_suppression(suppression, by=request.membership)
    messages.success(request, _("%s gets mail again.") % suppression.email)
    return redirect("mail:mail", request.workspace.slug)


@require_POST
@workspace_view(Permission.WORKSPACE_MANAGE)
def queue_restart(request):
    """Try the mail server again after it has refused us."""
    lift_sender_stop(by=request.membership)
    messages.success(request, _("The mail server is being tried again."))
    return redirect("mail:mail", request.workspace.slug)
