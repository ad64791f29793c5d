from datetime import timedelta

import factory
from django.utils.timezone import now
from factory.django import DjangoModelFactory

from recruiting.models import Consent, Invitation, OptInPage, Participant
from tests.factories.workspaces import TeamFactory, WorkspaceFactory


class ParticipantFactory(DjangoModelFactory):
    class Meta:
        model = Participant

    workspace = factory.SubFactory(WorkspaceFactory)
    name = factory.Sequence(lambda n: f"Customer {n}")
    email = factory.Sequence(lambda n: f"customer{n}@example.org")
    pseudonym = factory.Sequence(lambda n: f"P-{n:03}")
    time_zone = "Europe/London"


class ConsentFactory(DjangoModelFactory):
    class Meta:
        model = Consent

    participant = factory.SubFactory(ParticipantFactory)
    workspace = factory.SelfAttribute("participant.workspace")
    purpose = Consent.Purpose.CONTACT
    is_granted = True
    text = "You may write to me."
    source = Consent.Source.PAGE


class OptInPageFactory(DjangoModelFactory):
    class Meta:
        model = OptInPage

    team = factory.SubFactory(TeamFactory)
    workspace = factory.SelfAttribute("team.workspace")
    slug = factory.Sequence(lambda n: f"page-{n}")
    heading = "Twenty minutes, one story"
    pitch = "Tell us about the last time you had to fill a shift."
    consent_text = "You may write to me about interviews."


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    participant = factory.SubFactory(ParticipantFactory)
    workspace = factory.SelfAttribute("participant.workspace")
    team = factory.SubFactory(
        TeamFactory, workspace=factory.SelfAttribute("..workspace")
    )
    expires_at = factory.LazyFunction(lambda: now() + timedelta(days=30))
