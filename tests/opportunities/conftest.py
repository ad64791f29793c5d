from uuid import uuid4

import pytest
from django.urls import reverse

from discovery.workspaces.permissions import Role
from opportunities.operations.sharing import create_tree_link
from tests.factories.opportunities import OpportunityFactory, OutcomeFactory
from tests.factories.snapshots import HeardOpportunityFactory, SnapshotFactory
from tests.factories.solving import SolutionFactory
from tests.factories.workspaces import MembershipFactory


@pytest.fixture
def outcome(workspace, team):
    return OutcomeFactory(team=team, workspace=workspace)


@pytest.fixture
def grow(outcome):
    """Grow a tree from nested names: ``grow(cover={"reach": {}})`` returns nodes by name."""

    def grow(**names):
        nodes = {}

        def add(names, parent):
            for name, children in names.items():
                nodes[name] = OpportunityFactory(
                    outcome=outcome, parent=parent, text=f"I can't {name}"
                )
                add(children, nodes[name])

        add(names, None)
        return nodes

    return grow


@pytest.fixture
def hear(team, member):
    """Hear an opportunity in a published story of the team."""

    def hear(text="I can't tell who could come in", **kwargs):
        snapshot = kwargs.pop("snapshot", None) or SnapshotFactory(
            interview__team=team, published=True, published_by=member, **kwargs
        )
        return HeardOpportunityFactory(snapshot=snapshot, text=text)

    return hear


@pytest.fixture
def act(member):
    """Run an operation as the member, each time with a new client id."""

    def act(operation, *args, **kwargs):
        kwargs.setdefault("by", member)
        kwargs.setdefault("client_id", uuid4())
        return operation(*args, **kwargs)

    return act


@pytest.fixture
def share(outcome, member):
    """Make a link to the tree and return it with the address of its page."""

    def share(**given):
        link, token = create_tree_link(outcome=outcome, by=member, **given)
        link.page = reverse("shared_tree:tree", args=[token])
        return link

    return share


@pytest.fixture
def panel(outcome):
    return reverse("opportunities:sharing", args=[outcome.workspace.slug, outcome.pk])


@pytest.fixture
def url(outcome):
    """The address of a page of the tree, by its name."""

    def url(name, *more):
        args = [outcome.workspace.slug, outcome.pk, *more]
        return reverse(f"opportunities:{name}", args=args)

    return url


@pytest.fixture
def node(outcome):
    return OpportunityFactory(outcome=outcome)


@pytest.fixture
def solution(node):
    return SolutionFactory(opportunity=node)


@pytest.fixture
def stakeholder(workspace):
    return MembershipFactory(workspace=workspace, role=Role.STAKEHOLDER)
