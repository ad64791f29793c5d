from datetime import UTC, datetime, timedelta

import pytest

from tests.discovery.digests.chat_server import ChatServer
from tests.discovery.mail.conftest import journal_folder, sink  # noqa: F401
from tests.factories.interviews import InterviewFactory
from tests.factories.snapshots import MomentFactory, SnapshotFactory

# A Monday, five minutes after the hour at which digests go out unless somebody chose another.
MONDAY = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)


@pytest.fixture
def chat():
    """A chat tool on this machine that keeps what is posted to it."""
    server = ChatServer()
    server.open()
    yield server
    server.end()


@pytest.fixture
def publish(team):
    """Publish a page of a team, some time before the Monday."""

    def publish(*, days=2, moment=MONDAY, team=team, **page):
        interview = InterviewFactory(team=team, held=True)
        snapshot = SnapshotFactory(
            interview=interview,
            published=True,
            story_title="Nobody answered the phone",
            **page,
        )
        snapshot.published_at = moment - timedelta(days=days)
        snapshot.save(update_fields=["published_at"])
        MomentFactory(snapshot=snapshot)
        return snapshot

    return publish
