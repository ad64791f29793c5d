import factory
from django.utils.timezone import now
from factory.django import DjangoModelFactory

from snapshots.models import HeardOpportunity, Moment, Snapshot
from tests.factories.interviews import InterviewFactory
from tests.factories.workspaces import MembershipFactory


class SnapshotFactory(DjangoModelFactory):
    """A draft about an interview that was held yesterday."""

    class Meta:
        model = Snapshot

    class Params:
        published = factory.Trait(
            published_at=factory.LazyFunction(now),
            published_by=factory.SubFactory(
                MembershipFactory, workspace=factory.SelfAttribute("..workspace")
            ),
        )

    interview = factory.SubFactory(InterviewFactory, held=True)
    workspace = factory.SelfAttribute("interview.workspace")
    team = factory.SelfAttribute("interview.team")
    participant = factory.SelfAttribute("interview.participant")
    name = factory.SelfAttribute("participant.name")
    quote = "By the time someone said yes I had already put my coat on."
    talked_on = factory.LazyAttribute(lambda o: o.interview.during.lower.date())


class MomentFactory(DjangoModelFactory):
    class Meta:
        model = Moment

    snapshot = factory.SubFactory(SnapshotFactory)
    workspace = factory.SelfAttribute("snapshot.workspace")
    position = factory.Sequence(lambda n: n)
    title = "The phone rings"


class HeardOpportunityFactory(DjangoModelFactory):
    class Meta:
        model = HeardOpportunity

    snapshot = factory.SubFactory(SnapshotFactory)
    workspace = factory.SelfAttribute("snapshot.workspace")
    position = factory.Sequence(lambda n: n)
    text = "I can't tell who could come in right now"
