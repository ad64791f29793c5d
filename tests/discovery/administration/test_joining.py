import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from discovery.accounts.models import User
from discovery.administration.operations import (
    AlreadyMember,
    RoleAboveOwn,
    TooManyInvitations,
    invite_to_join,
    revoke_invitation,
)
from discovery.audit.models import AuditEvent
from discovery.mail.models import OutgoingEmail
from discovery.workspaces.models import JoinInvitation, Membership
from discovery.workspaces.permissions import Role
from tests.factories.accounts import UserFactory
from tests.factories.workspaces import JoinInvitationFactory, MembershipFactory

NEW = {"name": "Nina Neu", "password": "seven swans swim"}


def invite(by, email="nina@example.com", role=Role.MEMBER, team=None):
    return invite_to_join(
        workspace=by.workspace,
        email=email,
        role=role,
        craft=Membership.Craft.DESIGN,
        team=team,
        by=by,
    )


def link_in(email):
    return re.search(r"https?://[^/\s]+(/join-workspace/\S+)", email.text)[1]


def test_invited_person_makes_an_account_and_is_in(client, admin, team):
    form = {"email": "Nina@Example.com", "role": "member", "craft": "design"}
    client.force_login(admin.user)
    url = reverse("workspaces:members", args=[admin.workspace.slug])
    client.post(url, form | {"team": team.pk})
    client.logout()
    link = link_in(OutgoingEmail.objects.get(template="join_invitation"))

    assert client.get(link).status_code == 200
    response = client.post(link, NEW)

    assert response.url == f"/w/{admin.workspace.slug}/"
    membership = Membership.objects.get(user__email="nina@example.com")
    assert (membership.role, membership.craft) == ("member", "design")
    assert membership.current_team == team
    assert client.get(response.url).status_code == 200


def test_looking_at_the_link_uses_nothing_up(client, db):
    invitation = JoinInvitationFactory(token="secret")

    for _ in range(3):
        assert client.get("/join-workspace/secret/").status_code == 200

    invitation.refresh_from_db()
    assert invitation.is_open
    assert not User.objects.filter(email=invitation.email).exists()


def test_link_works_once(client, db):
    JoinInvitationFactory(token="secret")
    client.post("/join-workspace/secret/", NEW)
    client.logout()

    assert client.post("/join-workspace/secret/", NEW).status_code == 404


@pytest.mark.parametrize(
    "state",
    [
        {"revoked_at": now()},
        {"accepted_at": now()},
        {
            "created_at": now() - timedelta(days=8),
            "expires_at": now() - timedelta(days=2),
        },
    ],
)
def test_void_link_says_so_and_lets_nobody_in(client, db, state):
    JoinInvitationFactory(token="secret", **state)

    response = client.post("/join-workspace/secret/", NEW)

    assert response.status_code == 404
    assert "no longer works" in response.text
    assert not User.objects.filter(name="Nina Neu").exists()


def test_invitation_never_touches_an_existing_account(client, db):
    user = UserFactory(email="nina@example.com", name="Nina", password="old words here")
    JoinInvitationFactory(token="secret", email="nina@example.com")

    response = client.post("/join-workspace/secret/", NEW)

    assert "Sign in with it" in response.text
    user.refresh_from_db()
    assert user.name == "Nina"
    assert user.check_password("old words here")
    assert not user.memberships.exists()


def test_existing_person_joins_once_signed_in(client, db):
    user = UserFactory(email="nina@example.com")
    invitation = JoinInvitationFactory(token="secret", email="nina@example.com")
    client.force_login(user)

    client.post("/join-workspace/secret/")

    assert user.memberships.get().workspace == invitation.workspace


def test_somebody_else_cannot_take_the_place(client, db):
    other = UserFactory(email="other@example.com")
    invitation = JoinInvitationFactory(token="secret", email="nina@example.com")
    client.force_login(other)

    response = client.post("/join-workspace/secret/")

    assert response.status_code == 403
    assert not other.memberships.exists()
    invitation.refresh_from_db()
    assert invitation.is_open


def test_removed_member_comes_back_in_the_invited_role(client, workspace):
    gone = MembershipFactory(workspace=workspace, role=Role.ADMIN, removed_at=now())
    JoinInvitationFactory(
        workspace=workspace, token="secret", email=gone.user.email, role=Role.COLLEAGUE
    )
    client.force_login(gone.user)

    client.post("/join-workspace/secret/")

    gone.refresh_from_db()
    assert (gone.role, gone.removed_at) == ("colleague", None)


def test_present_member_keeps_their_role(client, workspace):
    here = MembershipFactory(workspace=workspace, role=Role.ADMIN)
    JoinInvitationFactory(
        workspace=workspace, token="secret", email=here.user.email, role=Role.COLLEAGUE
    )
    client.force_login(here.user)

    client.post("/join-workspace/secret/")

    here.refresh_from_db()
    assert here.role == "admin"


def test_nobody_invites_above_their_own_role(researcher):
    with pytest.raises(RoleAboveOwn):
        invite(researcher, role=Role.ADMIN)

    assert not JoinInvitation.objects.exists()


def test_member_is_not_invited_again(admin, member):
    with pytest.raises(AlreadyMember):
        invite(admin, email=member.user.email.upper())


def test_second_invitation_voids_the_first(admin):
    first = invite(admin)
    second = invite(admin)

    first.refresh_from_db()
    assert first.revoked_at is not None
    assert second.is_open
    states = OutgoingEmail.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["cancelled", "queued"]


def test_one_address_gets_three_mails_a_day_from_the_whole_installation(admin):
    for _ in range(2):
        invite(admin)
    invite(MembershipFactory(role=Role.ADMIN))

    with pytest.raises(TooManyInvitations):
        invite(MembershipFactory(role=Role.ADMIN))


def test_workspace_sends_fifty_a_day(admin):
    for number in range(50):
        invite(admin, email=f"person{number}@example.net")

    with pytest.raises(TooManyInvitations):
        invite(admin, email="one.more@example.net")


def test_taking_back_voids_the_mail_too(admin):
    invitation = invite(admin)

    revoke_invitation(invitation, by=admin)

    email = OutgoingEmail.objects.get()
    assert email.state == "cancelled"
    actions = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["member_invited", "member_invitation_revoked"]


def test_mail_carries_no_words_of_the_inviter(admin):
    admin.workspace.name = "<b>Win a prize</b> " + "x" * 60
    admin.workspace.save()

    invite(admin)

    email = OutgoingEmail.objects.get()
    assert "<b>Win" not in email.html
    assert admin.user.name not in email.text


def test_token_is_stored_hashed_only(admin):
    invitation = invite(admin)

    token = link_in(OutgoingEmail.objects.get()).split("/")[2]
    assert token not in str(vars(invitation))


def test_invitation_of_more_than_a_week_is_refused_by_the_database(db):
    with (
        pytest.raises(IntegrityError, match="expires_within_a_week"),
        transaction.atomic(),
    ):
        JoinInvitationFactory(expires_at=now() + timedelta(days=8))


@pytest.mark.parametrize(
    "wrong", [{"password": "short"}, {"password": "company"}, {"name": ""}]
)
def test_wrong_form_keeps_the_invitation_open(client, db, wrong):
    invitation = JoinInvitationFactory(token="secret")

    response = client.post("/join-workspace/secret/", NEW | wrong)

    assert response.status_code == 422
    invitation.refresh_from_db()
    assert invitation.is_open
