from datetime import timedelta

import factory
from django.utils.timezone import now
from factory.django import DjangoModelFactory

from discovery.workspaces.links import hash_token
from discovery.workspaces.models import (
    JoinInvitation,
    Membership,
    Team,
    TeamMembership,
    Workspace,
)
from discovery.workspaces.permissions import Role
from tests.factories.accounts import UserFactory


class WorkspaceFactory(DjangoModelFactory):
    class Meta:
        model = Workspace

    name = factory.Sequence(lambda n: f"Company {n}")
    slug = factory.Sequence(lambda n: f"company-{n}")


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = Team

    workspace = factory.SubFactory(WorkspaceFactory)
    name = factory.Sequence(lambda n: f"Team {n}")
    slug = factory.Sequence(lambda n: f"team-{n}")


class MembershipFactory(DjangoModelFactory):
    """A product person of one workspace; ``team`` puts them on a team and makes it current."""

    class Meta:
        model = Membership
        skip_postgeneration_save = True

    workspace = factory.SubFactory(WorkspaceFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.MEMBER
    craft = Membership.Craft.PRODUCT

    @factory.post_generation
    def team(self, create, team, **kwargs):
        if team:
            TeamMembership.objects.create(
                workspace=self.workspace, team=team, membership=self
            )
            self.current_team = team
            self.save()


class JoinInvitationFactory(DjangoModelFactory):
    """An open invitation for a member; pass ``token`` to open its page."""

    class Meta:
        model = JoinInvitation

    class Params:
        token = factory.Sequence(lambda n: f"token-{n}")

    workspace = factory.SubFactory(WorkspaceFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.com")
    role = Role.MEMBER
    token_hash = factory.LazyAttribute(lambda o: hash_token(o.token))
    invited_by = factory.SubFactory(
        MembershipFactory,
        workspace=factory.SelfAttribute("..workspace"),
        role=Role.ADMIN,
    )
    expires_at = factory.LazyFunction(lambda: now() + timedelta(days=6))
