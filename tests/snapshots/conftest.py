import io

import pypdf
import pytest
from django.urls import reverse

from snapshots import pdf
from snapshots.models import Snapshot
from snapshots.operations.comments import write_comment
from snapshots.operations.story_publishing import publish_story_page
from snapshots.page import Page
from tests.factories.interviews import InterviewFactory
from tests.factories.recruiting import ParticipantFactory
from tests.factories.snapshots import MomentFactory, SnapshotFactory
from tests.factories.stories import StoryPageFactory


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


@pytest.fixture
def read(story):
    """Change the page, draw it and read the PDF."""

    def read(**changes):
        Snapshot.objects.filter(pk=story.pk).update(**changes)
        page = Page(Snapshot.objects.for_page().get(pk=story.pk))
        return pypdf.PdfReader(io.BytesIO(pdf.make_pdf(page)))

    return read


@pytest.fixture
def say(story, stakeholder):
    def say(text="Why?", by=stakeholder, **about):
        return write_comment(snapshot=story, text=text, by=by, **about)

    return say


@pytest.fixture
def tell(team):
    """Make a story of a team, published unless asked otherwise."""

    def tell(name="Sarah", *, of=team, published=True, **fields):
        interview = InterviewFactory(
            team=of,
            held=True,
            participant__name=name,
            participant__workspace=of.workspace,
        )
        return SnapshotFactory(interview=interview, published=published, **fields)

    return tell


@pytest.fixture
def page(team):
    """A story page in writing."""
    return StoryPageFactory(team=team)


@pytest.fixture
def publish(page, member):
    return lambda: publish_story_page(story_page=page, by=member)
