from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.db.models import F
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discovery.accounts.access import personal_view
from discovery.accounts.models import User
from discovery.administration.forms import NewPersonForm, SetupForm
from discovery.administration.operations import (
    SetupIsOver,
    WrongPerson,
    accept_invitation,
    join_as_new_person,
    set_up,
)
from discovery.workspaces.links import hash_token, public_view
from discovery.workspaces.models import JoinInvitation, Membership, SetupLink


@require_http_methods(["GET"])
@personal_view
def root(request):
    """Go where the person was last, or say that they belong nowhere yet."""
    memberships = Membership.objects.active().filter(user=request.user)
    last = memberships.select_related("workspace").order_by(
        F("last_seen_at").desc(nulls_last=True), "pk"
    )
    if membership := last.first():
        return redirect("home:home", membership.workspace.slug)
    return render(request, "workspaces/none.html")


def open_setup(token):
    """The set-up link, while nobody has an account."""
    links = SetupLink.objects.filter(token_hash=hash_token(token), used_at=None)
    return None if User.objects.exists() else links.first()


@require_http_methods(["GET", "POST"])
@public_view(open_setup)
def setup(request, link):
    """The first admin says who they are; the workspace and its first team come of it."""
    form = SetupForm(request.POST or None)
    if form.is_valid():
        token = request.resolver_match.kwargs["token"]
        try:
            admin = set_up(token=token, language=get_language(), **form.cleaned_data)
        except SetupIsOver:
            form.add_error(None, _("Somebody else was faster. Please sign in."))
        else:
            sign_in(request, admin.user)
            return redirect("home:home", admin.workspace.slug)
    status = 422 if form.errors else 200
    return render(request, "workspaces/setup.html", {"form": form}, status=status)


def open_invitation(token):
    invitations = JoinInvitation.objects.open().select_related("workspace", "team")
    return invitations.filter(token_hash=hash_token(token)).first()


@require_http_methods(["GET", "POST"])
@public_view(open_invitation)
def join(request, invitation):
    """Accept an invitation: with the account of that address, or by making one."""
    has_account = User.objects.filter(email__iexact=invitation.email).exists()
    context = {"invitation": invitation, "workspace": invitation.workspace}
    if request.user.is_authenticated or has_account:
        return _join_with_account(request, invitation, context)
    form = NewPersonForm(
        request.POST or None,
        email=invitation.email,
        joining=[invitation.workspace.name],
    )
    if form.is_valid():
        membership = join_as_new_person(
            invitation, language=get_language(), **form.cleaned_data
        )
        if membership is not None:
            sign_in(request, membership.user)
            return redirect("home:home", membership.workspace.slug)
        form.add_error(None, _("This invitation was used a moment ago."))
    status = 422 if form.errors else 200
    return render(
        request, "workspaces/join.html", context | {"form": form}, status=status
    )


def _join_with_account(request, invitation, context):
    """An existing account is joined only by whoever is signed in to it (trust.md A2.2)."""
    context["has_account"] = True
    if request.user.is_authenticated and request.method == "POST":
        try:
            membership = accept_invitation(invitation, user=request.user)
        except WrongPerson:
            context["is_wrong_person"] = True
            return render(request, "workspaces/join.html", context, status=403)
        if membership is not None:
            messages.success(request, _("Welcome."))
            return redirect("home:home", membership.workspace.slug)
    if request.user.is_authenticated:
        theirs = request.user.email.lower() == invitation.email.lower()
        context["is_wrong_person"] = not theirs
    return render(request, "workspaces/join.html", context)


def sign_in(request, user):
    """Sign in whoever has just proved their address and chosen a password."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
