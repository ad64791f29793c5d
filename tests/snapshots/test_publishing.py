import pytest

from discovery.audit.models import AuditEvent
from discovery.notifications.models import Notification
from snapshots.operations.errors import NotPublishable
from snapshots.operations.publishing import publish_snapshot, withdraw_snapshot
from tests.factories.snapshots import MomentFactory


def test_publishing_tells_every_reader_once(draft, member, stakeholder, colleague):
    MomentFactory(snapshot=draft)

    publish_snapshot(snapshot=draft, by=member)
    withdraw_snapshot(snapshot=draft, by=member)
    publish_snapshot(snapshot=draft, by=member)

    told = Notification.objects.values_list("membership", "url")
    url = f"/w/{draft.workspace.slug}/snapshots/{draft.pk}/"
    assert list(told) == [(stakeholder.pk, url)]


def test_publishing_twice_is_as_good_as_once(draft, member, researcher):
    MomentFactory(snapshot=draft)
    publish_snapshot(snapshot=draft, by=member)

    again = publish_snapshot(snapshot=draft, by=researcher)

    assert again.published_by == member
    assert AuditEvent.objects.filter(action="snapshot_published").count() == 1


@pytest.mark.parametrize(
    ("quote", "moments", "missing"),
    [
        ("", 0, "one moment of the story and a memorable quote"),
        ("Said", 0, "at least one moment"),
        ("", 1, "needs a memorable quote"),
    ],
)
def test_a_page_without_a_story_is_not_published(
    draft, member, quote, moments, missing
):
    draft.quote = quote
    draft.save()
    MomentFactory.create_batch(moments, snapshot=draft)

    with pytest.raises(NotPublishable, match=missing):
        publish_snapshot(snapshot=draft, by=member)

    draft.refresh_from_db()
    assert not draft.is_published


def test_the_button_says_what_is_missing(sign_in, address, draft, member):
    response = sign_in(member).post(address("publication", draft), follow=True)

    assert "at least one moment of the story" in response.text


def test_a_withdrawn_page_is_unknown_to_readers(
    sign_in, address, story, member, stakeholder
):
    client = sign_in(stakeholder)
    assert client.get(address("snapshot", story)).status_code == 200

    withdraw_snapshot(snapshot=story, by=member)

    assert client.get(address("snapshot", story)).status_code == 404
