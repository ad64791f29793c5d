import pytest

from tests.factories.recruiting import OptInPageFactory, ParticipantFactory


@pytest.fixture
def page(team):
    return OptInPageFactory(
        team=team, question="What made you look?", slug="checkout-abc"
    )


@pytest.fixture
def participant(workspace, team):
    """Somebody of the own team, who was never asked anything."""
    return ParticipantFactory(
        workspace=workspace, team=team, name="Priya Nair", email="priya@example.org"
    )
