import pytest
from django.urls import reverse

from tests.factories.interviews import InterviewFactory
from tests.factories.recruiting import ParticipantFactory
from tests.factories.snapshots import MomentFactory, SnapshotFactory


@pytest.fixture
def participant(workspace):
    return ParticipantFactory(
        workspace=workspace,
        name="Sarah Whitcombe",
        email="sarah@example.org",
        company="Whitcombe Bakery",
        job_title="Bakery manager",
        pseudonym="P-017",
        attributes={"plan": "Trial", "shops": 2},
    )


@pytest.fixture
def interview(team, participant):
    return InterviewFactory(team=team, participant=participant, held=True)


@pytest.fixture
def draft(interview):
    return SnapshotFactory(interview=interview)


@pytest.fixture
def story(interview, member):
    """A published page with one moment."""
    snapshot = SnapshotFactory(interview=interview, published=True, published_by=member)
    MomentFactory(snapshot=snapshot)
    return snapshot


@pytest.fixture
def address():
    """The address of a view about a snapshot."""

    def address(name, snapshot, *args):
        where = [snapshot.workspace.slug, snapshot.pk, *args]
        return reverse(f"snapshots:{name}", args=where)

    return address
