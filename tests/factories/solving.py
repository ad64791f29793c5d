from uuid import uuid4

import factory
from django.utils.timezone import now
from factory.django import DjangoModelFactory

from opportunities.models import (
    Assumption,
    AssumptionTest,
    Idea,
    IdeaRound,
    Solution,
    StoryStep,
    TestParticipant,
)
from tests.factories.opportunities import OpportunityFactory
from tests.factories.recruiting import ParticipantFactory
from tests.factories.workspaces import MembershipFactory


def _somebody():
    return factory.SubFactory(
        MembershipFactory, workspace=factory.SelfAttribute("..workspace")
    )


class SolutionFactory(DjangoModelFactory):
    class Meta:
        model = Solution

    opportunity = factory.SubFactory(OpportunityFactory)
    outcome = factory.SelfAttribute("opportunity.outcome")
    workspace = factory.SelfAttribute("opportunity.workspace")
    position = factory.Sequence(lambda n: f"a{n:05}")
    text = "People mark when they may be called"


class IdeaRoundFactory(DjangoModelFactory):
    class Meta:
        model = IdeaRound

    opportunity = factory.SubFactory(OpportunityFactory)
    workspace = factory.SelfAttribute("opportunity.workspace")
    started_by = _somebody()


class IdeaFactory(DjangoModelFactory):
    class Meta:
        model = Idea

    round = factory.SubFactory(IdeaRoundFactory)
    workspace = factory.SelfAttribute("round.workspace")
    author = _somebody()
    text = "A list beside the phone"
    client_id = factory.LazyFunction(uuid4)


class StoryStepFactory(DjangoModelFactory):
    class Meta:
        model = StoryStep

    solution = factory.SubFactory(SolutionFactory)
    workspace = factory.SelfAttribute("solution.workspace")
    position = factory.Sequence(lambda n: n)
    actor = "A shop manager"
    text = "opens the list"


class AssumptionFactory(DjangoModelFactory):
    class Meta:
        model = Assumption

    class Params:
        leap = factory.Trait(importance=90, evidence_strength=10)

    solution = factory.SubFactory(SolutionFactory)
    outcome = factory.SelfAttribute("solution.outcome")
    workspace = factory.SelfAttribute("solution.workspace")
    position = factory.Sequence(lambda n: f"a{n:05}")
    text = "People mark their hours week after week"
    kind = Assumption.Kind.DESIRABILITY


class AssumptionTestFactory(DjangoModelFactory):
    class Meta:
        model = AssumptionTest

    class Params:
        running = factory.Trait(
            needed=6,
            sample=10,
            behaviour="mark their hours",
            started_at=factory.LazyFunction(now),
        )

    assumption = factory.SubFactory(AssumptionFactory)
    outcome = factory.SelfAttribute("assumption.outcome")
    workspace = factory.SelfAttribute("assumption.workspace")
    created_by = _somebody()
    method = "A paper list beside the phone"
    client_id = factory.LazyFunction(uuid4)


class TestParticipantFactory(DjangoModelFactory):
    __test__ = False

    class Meta:
        model = TestParticipant

    test = factory.SubFactory(AssumptionTestFactory, running=True)
    workspace = factory.SelfAttribute("test.workspace")
    participant = factory.SubFactory(
        ParticipantFactory, workspace=factory.SelfAttribute("..workspace")
    )
    invited_by = _somebody()
