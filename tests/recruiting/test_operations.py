from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils.timezone import now

from discovery.audit.models import AuditEvent
from discovery.mail.models import OutgoingEmail, Suppression
from discovery.notifications.models import Notification
from recruiting.models import (
    COOLDOWN,
    Channel,
    Consent,
    Invitation,
    Nomination,
    Participant,
    Photo,
    Refusal,
    SuppressedAddress,
)
from recruiting.operations import (
    AddressSuppressed,
    AddressTaken,
    ContactRefused,
    add_participant,
    erase_participant,
    invite_participant,
    nominate_participant,
    record_consent,
    resume_contact,
    stop_contact,
    update_participant,
    withdraw_consent,
)
from recruiting.photos import store_photo
from recruiting.signals import participant_erased
from tests.factories.recruiting import ConsentFactory, ParticipantFactory
from tests.factories.workspaces import TeamFactory, WorkspaceFactory
from tests.recruiting.test_photos import picture


def add(workspace, email="priya@example.org", **details):
    fields = {"name": "Priya Nair", "channel": Channel.OUTREACH, **details}
    return add_participant(workspace=workspace, email=email, **fields)


def agree(participant):
    return record_consent(
        participant, purpose="contact", text="You may write.", source="page"
    )


def test_add_participant_gives_a_pseudonym_and_a_line_in_the_audit(workspace, member):
    participant = add(workspace, email=" Priya@Example.org ", by=member)

    assert participant.email == "priya@example.org"
    assert participant.pseudonym.startswith("P-")
    line = AuditEvent.objects.get(action="participant_added")
    assert (line.object_id, line.actor_id) == (participant.pk, member.pk)


def test_add_participant_knows_an_address_in_any_case(workspace):
    known = add(workspace)

    with pytest.raises(AddressTaken) as caught:
        add(workspace, email="PRIYA@example.ORG")

    assert caught.value.participant == known


def test_add_participant_lets_two_workspaces_know_the_same_person(workspace, stranger):
    add(workspace)

    assert add(stranger.workspace).workspace == stranger.workspace


def test_add_participant_takes_people_without_an_address(workspace):
    assert {add(workspace, email="").email, add(workspace, email="").email} == {""}


def test_update_participant_keeps_names_of_fields_only(participant, member):
    update_participant(participant, by=member, company="Nair Shop", name="Priya Nair")

    line = AuditEvent.objects.get(action="participant_changed")
    assert line.fields == ["company"]


def test_update_participant_refuses_an_address_of_somebody_else(workspace, participant):
    ParticipantFactory(workspace=workspace, email="li@example.org")

    with pytest.raises(AddressTaken):
        update_participant(participant, email="LI@example.org")


def test_record_consent_keeps_the_same_yes_once(participant):
    agree(participant)
    agree(participant)

    assert participant.consents.count() == 1


def test_withdraw_consent_adds_a_row_and_changes_none(participant):
    yes = agree(participant)

    no = withdraw_consent(participant, purpose="contact")

    assert [c.pk for c in participant.consents.order_by("pk")] == [yes.pk, no.pk]
    assert not no.is_granted
    assert not Consent.objects.in_force().exists()
    assert participant.contact_refusal == Refusal.NO_CONSENT


def test_withdraw_consent_that_was_never_given_does_nothing(participant):
    assert withdraw_consent(participant, purpose="quote") is None
    assert participant.consents.count() == 0


def test_invite_participant_writes_with_the_personal_link(participant, team, member):
    agree(participant)

    invitation = invite_participant(participant, team=team, by=member)

    mail = OutgoingEmail.objects.get()
    assert mail.to == "priya@example.org"
    assert invitation.link in mail.text
    assert invitation.link in mail.html
    assert "Hello Priya," in mail.text
    assert mail.is_outreach
    assert mail.headers["List-Unsubscribe"] == f"<{participant.unsubscribe_url}>"
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert participant.contact_refusal == Refusal.TOO_SOON


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"do_not_contact_at": now()}, Refusal.DO_NOT_CONTACT),
        ({"email": ""}, Refusal.NO_ADDRESS),
    ],
)
def test_invite_participant_is_refused_whatever_the_reason(
    participant, team, member, changes, refusal
):
    agree(participant)
    Participant.objects.filter(pk=participant.pk).update(**changes)

    with pytest.raises(ContactRefused) as caught:
        invite_participant(participant, team=team, by=member, reason="She is my aunt.")

    assert caught.value.refusal == refusal
    assert Invitation.objects.count() == OutgoingEmail.objects.count() == 0


def test_invite_participant_without_consent_asks_for_a_reason(
    participant, team, member
):
    with pytest.raises(ContactRefused) as caught:
        invite_participant(participant, team=team, by=member)

    assert caught.value.refusal == Refusal.NO_CONSENT
    invitation = invite_participant(
        participant, team=team, by=member, reason="My aunt."
    )
    assert invitation.reason == "My aunt."
    assert AuditEvent.objects.get(action="participant_invited").reason == "My aunt."


def test_invite_participant_at_most_every_fourteen_days(participant, team, member):
    agree(participant)
    participant.last_contacted_at = now() - COOLDOWN / 2
    participant.save()

    with pytest.raises(ContactRefused) as caught:
        invite_participant(participant, team=team, by=member)
    assert caught.value.refusal == Refusal.TOO_SOON

    participant.last_contacted_at = now() - COOLDOWN
    participant.save()
    assert invite_participant(participant, team=team, by=member).is_open


def test_invite_participant_closes_the_invitation_that_is_over(
    participant, team, member
):
    agree(participant)
    old = Invitation.objects.create(
        workspace=team.workspace, team=team, participant=participant, expires_at=now()
    )

    new = invite_participant(participant, team=team, by=member)

    old.refresh_from_db()
    assert old.revoked_at is not None
    assert new.pk != old.pk


def test_stop_contact_cancels_what_still_waits(participant, team, member):
    agree(participant)
    invite_participant(participant, team=team, by=member)

    stop_contact(participant)

    assert OutgoingEmail.objects.get().state == OutgoingEmail.State.CANCELLED
    assert Suppression.objects.get().email == participant.email
    assert participant.contact_refusal == Refusal.DO_NOT_CONTACT


def test_resume_contact_takes_it_back(participant):
    agree(participant)
    stop_contact(participant)

    resume_contact(participant)

    assert Suppression.objects.count() == 0
    assert participant.contact_refusal is None


def test_nominate_participant_tells_the_team_once(workspace, team, member, colleague):
    for _twice in range(2):
        nominate_participant(
            by=colleague,
            name="Li Wei",
            email="li@example.org",
            reason="Asked for split invoices.",
            team=team,
        )

    nomination = Nomination.objects.get()
    assert nomination.participant.channel == Channel.COLLEAGUE
    assert [n.membership for n in Notification.objects.all()] == [member]


def test_nominate_participant_changes_nobody_who_is_known(participant, colleague):
    nominate_participant(
        by=colleague, name="Somebody", email=participant.email, reason="Nice."
    )

    participant.refresh_from_db()
    assert participant.name == "Priya Nair"
    assert participant.nominations.count() == 1


# --- erasing --------------------------------------------------------------------------


@pytest.fixture
def everything(participant, team, member, django_capture_on_commit_callbacks):
    """A participant of whom there is something in every place of this app."""
    participant.phone, participant.company = "canary-phone", "canary-company"
    participant.notes, participant.tags = "canary-notes", ["canary-tag"]
    participant.attributes = {"plan": "canary-plan"}
    participant.save()
    agree(participant)
    invite_participant(participant, team=team, by=member)
    store_photo(participant, SimpleUploadedFile("a.jpg", picture()), by=member)
    return participant


def test_erase_participant_leaves_a_pseudonym(everything):
    pseudonym, version = everything.pseudonym, everything.link_version

    erase_participant(everything)

    erased = Participant.objects.get(pk=everything.pk)
    assert (erased.name, erased.email, erased.phone) == (pseudonym, "", "")
    assert (erased.company, erased.notes, erased.time_zone) == ("", "", "")
    assert (erased.attributes, erased.tags, erased.photo) == ({}, [], None)
    assert erased.link_version == version + 1
    assert erased.is_erased


def test_erase_participant_empties_the_outbox_and_deletes_the_photo(
    everything, django_capture_on_commit_callbacks
):
    name = everything.photo.file.name

    with django_capture_on_commit_callbacks(execute=True):
        erase_participant(everything)

    mail = OutgoingEmail.objects.get()
    assert (mail.subject, mail.text, mail.html) == ("", "", "")
    assert "priya" not in mail.to
    assert mail.state == OutgoingEmail.State.CANCELLED
    assert Photo.objects.count() == 0
    assert not default_storage.exists(name)


def test_erase_participant_is_remembered_without_the_address(everything, workspace):
    erase_participant(everything)

    assert "priya" not in str(SuppressedAddress.objects.values_list())
    with pytest.raises(AddressSuppressed):
        add(workspace, email="Priya@example.org")


def test_erase_participant_keeps_when_they_agreed(everything):
    erase_participant(everything)

    assert [c.purpose for c in everything.consents.all()] == ["contact"]


def test_erase_participant_does_nothing_if_another_app_cannot(everything):
    def cannot(**kwargs):
        raise RuntimeError("No.")

    participant_erased.connect(cannot)
    try:
        with pytest.raises(RuntimeError):
            erase_participant(everything)
    finally:
        participant_erased.disconnect(cannot)

    everything.refresh_from_db()
    assert everything.name == "Priya Nair"
    assert Photo.objects.count() == 1


def test_erase_participant_twice_is_once(everything):
    erase_participant(everything)
    erase_participant(everything)

    assert AuditEvent.objects.filter(action="participant_erased").count() == 1


def test_consents_in_force_are_the_newest_yes(participant):
    ConsentFactory(participant=participant, purpose="quote", is_granted=False)
    newest = ConsentFactory(participant=participant, purpose="quote")

    assert list(Consent.objects.in_force()) == [newest]


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_two_who_invite_at_once_do_not_both_pass():
    participant = ParticipantFactory()
    workspace = participant.workspace
    agree(participant)
    teams = [TeamFactory(workspace=workspace) for _team in range(6)]

    def invite(team):
        try:
            return bool(invite_participant(participant, team=team))
        except ContactRefused:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        passed = list(threads.map(invite, teams))

    assert sum(passed) == Invitation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_many_who_sign_up_at_once_get_a_pseudonym_each():
    workspace = WorkspaceFactory()

    def join(number):
        try:
            return add(workspace, email=f"p{number % 20}@example.org").pseudonym
        except AddressTaken as taken:
            return taken.participant.pseudonym
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        names = set(threads.map(join, range(60)))

    assert len(names) == workspace.participants.count() == 20
