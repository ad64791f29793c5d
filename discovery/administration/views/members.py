from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from discovery.administration.forms import InviteForm, MemberForm
from discovery.administration.operations import (
    AlreadyMember,
    LastAdmin,
    RoleAboveOwn,
    TooManyInvitations,
    change_member,
    invite_to_join,
    remove_member,
    revoke_invitation,
)
from discovery.htmx import go_to, render_part
from discovery.workspaces.access import workspace_view
from discovery.workspaces.permissions import Permission


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.WORKSPACE_MANAGE)
def members(request):
    """Everybody of the workspace, the open invitations, and a form for one more."""
    form = InviteForm(request.POST or None, workspace=request.workspace)
    if form.is_valid() and _invite(request, form):
        messages.success(
            request,
            _("Invited. The mail to %(email)s is on its way.") % form.cleaned_data,
        )
        return redirect("workspaces:members", request.workspace.slug)
    unanswered = request.workspace.join_invitations.open().select_related("team")
    context = {
        "form": form,
        "members": request.workspace.memberships.active().for_list(),
        "invitations": unanswered.order_by("-created_at"),
    }
    status = 422 if form.errors else 200
    return render(request, "workspaces/members.html", context, status=status)


def _invite(request, form):
    """Invite, or tell the form why not."""
    try:
        return invite_to_join(
            workspace=request.workspace, by=request.membership, **form.cleaned_data
        )
    except AlreadyMember:
        form.add_error("email", _("This person is here already."))
    except RoleAboveOwn:
        form.add_error("role", _("You can invite up to your own role."))
    except TooManyInvitations:
        form.add_error(
            "email", _("That were many invitations for one day. Try again tomorrow.")
        )
    return None


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.WORKSPACE_MANAGE)
def member(request, membership_id):
    """One member's role, craft and teams, changed in place."""
    active = request.workspace.memberships.active().for_list()
    membership = get_object_or_404(active, pk=membership_id)
    shown = active.get(pk=membership_id)
    form = MemberForm(request.POST or None, instance=membership)
    if form.is_valid():
        chosen = form.cleaned_data
        # The form has written into the object already; the operation compares with the row.
        try:
            changed = change_member(shown, by=request.membership, **chosen)
        except LastAdmin:
            form.add_error("role", _("Make somebody else an admin first."))
        else:
            if not request.htmx:
                return redirect("workspaces:members", request.workspace.slug)
            context = {"member": active.get(pk=changed.pk)}
            return render(request, "workspaces/_member.html", context)
    status = 422 if form.errors else 200
    context = {"member": shown, "form": form}
    return render_part(request, "workspaces/member.html", "form", context, status)


@require_http_methods(["GET", "POST"])
@workspace_view(Permission.WORKSPACE_MANAGE)
def member_removal(request, membership_id):
    """Ask once, then take somebody out of the workspace."""
    active = request.workspace.memberships.active().select_related("user")
    membership = get_object_or_404(active, pk=membership_id)
    context = {"member": membership}
    if request.method == "GET":
        return render(request, "workspaces/member_removal.html", context)
    try:
        remove_member(membership, by=request.membership)
    except LastAdmin:
        context["is_last_admin"] = True
        return render(request, "workspaces/member_removal.html", context, status=422)
    if membership.pk == request.membership.pk:
        return go_to(request, "entry:root")
    messages.success(
        request, _("%(name)s is no longer a member.") % {"name": membership}
    )
    return go_to(request, "workspaces:members", request.workspace.slug)


@require_POST
@workspace_view(Permission.WORKSPACE_MANAGE)
def invitation_revocation(request, join_invitation_id):
    """Take an invitation back."""
    invitation = get_object_or_404(
        request.workspace.join_invitations, pk=join_invitation_id
    )
    revoke_invitation(invitation, by=request.membership)
    messages.success(request, _("The invitation is void."))
    return go_to(request, "workspaces:members", request.workspace.slug)
