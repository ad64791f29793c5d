from allauth.account.models import EmailAddress
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now

from discovery.accounts.models import User
from discovery.audit.operations import record
from discovery.mail.operations import cancel_emails, queue_email
from discovery.workspaces.limits import hit
from discovery.workspaces.links import absolute_url, new_token
from discovery.workspaces.models import (
    INVITATION_LIFETIME,
    JoinInvitation,
    Membership,
    TeamMembership,
)
from discovery.workspaces.permissions import ROLE_ORDER, Role

A_DAY = 24 * 3600
MOST_FROM_A_WORKSPACE = 50
MOST_TO_AN_ADDRESS = 3


class RoleAboveOwn(Exception):
    """Nobody invites to a place above their own (trust.md A2.3)."""


class AlreadyMember(Exception):
    """That person belongs to the workspace."""


class TooManyInvitations(Exception):
    """The day's invitations of this workspace, or to this address, are used up (A2.5)."""


class WrongPerson(Exception):
    """The invitation is for another address than that of who is signed in."""


def invite_to_join(*, workspace, email, role, craft, team, by):
    """Invite one address to one role; an older invitation to it becomes void."""
    if ROLE_ORDER.index(Role(role)) < ROLE_ORDER.index(Role(by.role)):
        raise RoleAboveOwn
    email = email.strip().lower()
    if workspace.memberships.active().filter(user__email=email).exists():
        raise AlreadyMember
    # Counted before the work and outside its transaction, so that a failure counts too.
    if not (
        hit(f"join:{workspace.pk}", MOST_FROM_A_WORKSPACE, A_DAY)
        and hit(f"join-to:{email}", MOST_TO_AN_ADDRESS, A_DAY)
    ):
        raise TooManyInvitations
    return _invite(workspace, email, role, craft, team, by)


@transaction.atomic
def _invite(workspace, email, role, craft, team, by):
    unanswered = workspace.join_invitations.filter(accepted_at=None, revoked_at=None)
    for older in unanswered.filter(email__iexact=email):
        revoke_invitation(older, by=by)
    token, token_hash = new_token()
    moment = now()
    invitation = JoinInvitation.objects.create(
        workspace=workspace,
        email=email,
        role=role,
        craft=craft,
        team=team,
        token_hash=token_hash,
        invited_by=by,
        created_at=moment,
        expires_at=moment + INVITATION_LIFETIME,
    )
    record("member_invited", invitation, by=by, fields=["role"])
    queue_email(
        "join_invitation",
        key=f"join-invitation:{invitation.pk}",
        to=email,
        context={"link": absolute_url(reverse("entry:join", args=[token]))},
        workspace=workspace,
        subject_ref=f"join-invitation:{invitation.pk}",
        expires_at=invitation.expires_at,
    )
    return invitation


@transaction.atomic
def revoke_invitation(invitation, *, by):
    """Make an invitation void; its mail, if it still waits, is not sent."""
    voided = JoinInvitation.objects.filter(
        pk=invitation.pk, accepted_at=None, revoked_at=None
    ).update(revoked_at=now())
    if voided:
        cancel_emails(
            workspace=invitation.workspace,
            subject_ref=f"join-invitation:{invitation.pk}",
            reason="The invitation was taken back.",
        )
        record("member_invitation_revoked", invitation, by=by)


@transaction.atomic
def accept_invitation(invitation, *, user):
    """Let the invited person in; whoever was there before is there again, in the new role.

    Returns None if the invitation was used, taken back or ran out meanwhile.
    """
    if user.email.lower() != invitation.email.lower():
        raise WrongPerson
    locked = JoinInvitation.objects.select_for_update().open()
    invitation = locked.filter(pk=invitation.pk).first()
    if invitation is None:
        return None
    invitation.accepted_at = now()
    invitation.save(update_fields=["accepted_at"])
    membership = _membership_of(invitation, user)
    record("member_joined", membership, by=membership, fields=["role"])
    return membership


def _membership_of(invitation, user):
    membership, _ = Membership.objects.get_or_create(
        workspace=invitation.workspace,
        user=user,
        defaults={
            "role": invitation.role,
            "craft": invitation.craft,
            "removed_at": now(),
        },
    )
    if membership.removed_at is not None:
        membership.role, membership.craft = invitation.role, invitation.craft
        membership.removed_at = membership.removed_by = None
        membership.joined_at = now()
    if team := invitation.team:
        TeamMembership.objects.get_or_create(
            workspace=invitation.workspace, team=team, membership=membership
        )
        membership.current_team = team
    membership.save()
    return membership


@transaction.atomic
def join_as_new_person(invitation, *, name, password, language):
    """Make an account for the invited address, which the mail has proved, and let it in.

    Returns None if the invitation is void by now, as after a second click.
    """
    locked = JoinInvitation.objects.select_for_update().open()
    if not locked.filter(pk=invitation.pk).exists():
        return None
    user = User.objects.create_user(
        invitation.email,
        password,
        name=name,
        language=language,
        time_zone=invitation.workspace.time_zone,
    )
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    return accept_invitation(invitation, user=user)
