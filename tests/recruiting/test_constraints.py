import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now

from recruiting.models import Nomination, SuppressedAddress
from tests.factories.recruiting import InvitationFactory, ParticipantFactory
from tests.factories.workspaces import MembershipFactory


def broken(constraint, make):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make()


def test_participant_email_once(participant, workspace):
    broken(
        "recruiting_participant_email_once",
        lambda: ParticipantFactory(workspace=workspace, email="PRIYA@example.org"),
    )


def test_pseudonym_once(participant, workspace):
    broken(
        "recruiting_pseudonym_once",
        lambda: ParticipantFactory(
            workspace=workspace, pseudonym=participant.pseudonym
        ),
    )


def test_open_invitation_once(participant, team):
    InvitationFactory(participant=participant, team=team, booked_at=now())
    InvitationFactory(participant=participant, team=team)

    broken(
        "recruiting_open_invitation_once",
        lambda: InvitationFactory(participant=participant, team=team),
    )


def test_nominated_once(participant, colleague):
    fields = {
        "workspace": participant.workspace,
        "participant": participant,
        "nominated_by": colleague,
        "reason": "Nice.",
    }
    Nomination.objects.create(**fields)

    broken("recruiting_nominated_once", lambda: Nomination.objects.create(**fields))


def test_nomination_stays_in_its_workspace(participant, stranger):
    with pytest.raises(IntegrityError), transaction.atomic():
        Nomination.objects.create(
            workspace=participant.workspace,
            participant=participant,
            nominated_by=MembershipFactory(),
            reason="Nice.",
        )
        connection.check_constraints()


def test_suppressed_once(workspace):
    SuppressedAddress.objects.create(workspace=workspace, address_hash="a" * 64)

    broken(
        "recruiting_suppressed_once",
        lambda: SuppressedAddress.objects.create(
            workspace=workspace, address_hash="a" * 64
        ),
    )
