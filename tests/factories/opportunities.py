import factory
from django.utils.timezone import now
from factory.django import DjangoModelFactory

from discovery.workspaces.links import hash_token
from opportunities.models import (
    Decision,
    Evidence,
    KeyInsight,
    Opportunity,
    Outcome,
    TreeLink,
)
from opportunities.models.sharing import LIFETIME
from tests.factories.snapshots import HeardOpportunityFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory


class OutcomeFactory(DjangoModelFactory):
    class Meta:
        model = Outcome

    team = factory.SubFactory(TeamFactory)
    workspace = factory.SelfAttribute("team.workspace")
    title = "More shops fill an open shift within the hour"


class OpportunityFactory(DjangoModelFactory):
    class Meta:
        model = Opportunity

    outcome = factory.SubFactory(OutcomeFactory)
    workspace = factory.SelfAttribute("outcome.workspace")
    position = factory.Sequence(lambda n: f"a{n:05}")
    text = "I can't get cover when someone drops out"


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    opportunity = factory.SubFactory(OpportunityFactory)
    workspace = factory.SelfAttribute("opportunity.workspace")
    heard = factory.SubFactory(
        HeardOpportunityFactory,
        snapshot__interview__team=factory.SelfAttribute("....opportunity.outcome.team"),
    )
    placed_by = factory.SubFactory(
        MembershipFactory, workspace=factory.SelfAttribute("..workspace")
    )


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    opportunity = factory.SubFactory(OpportunityFactory)
    outcome = factory.SelfAttribute("opportunity.outcome")
    workspace = factory.SelfAttribute("opportunity.workspace")
    text = "Try a call list"
    owner = factory.SubFactory(
        MembershipFactory, workspace=factory.SelfAttribute("..workspace")
    )
    decided_by = factory.SelfAttribute("owner")


class KeyInsightFactory(DjangoModelFactory):
    class Meta:
        model = KeyInsight

    team = factory.SubFactory(TeamFactory)
    workspace = factory.SelfAttribute("team.workspace")
    text = "Nobody can say that they would come without being asked"
    owner = factory.SubFactory(
        MembershipFactory, workspace=factory.SelfAttribute("..workspace")
    )
    created_by = factory.SelfAttribute("owner")
    position = factory.Sequence(lambda n: n)


class TreeLinkFactory(DjangoModelFactory):
    class Meta:
        model = TreeLink

    outcome = factory.SubFactory(OutcomeFactory)
    workspace = factory.SelfAttribute("outcome.workspace")
    token_hash = factory.Sequence(lambda n: hash_token(f"token {n}"))
    expires_at = factory.LazyFunction(lambda: now() + LIFETIME)
    created_by = factory.SubFactory(
        MembershipFactory, workspace=factory.SelfAttribute("..workspace")
    )
