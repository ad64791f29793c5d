"""The words of a whole page in one column, which the database keeps in step by itself."""

import threading

import pytest
from django.db import connection, transaction

from recruiting.operations.erasure import erase_participant
from snapshots.models import Insight, Moment, QuickFact, Snapshot
from tests.factories.recruiting import ConsentFactory
from tests.factories.snapshots import (
    HeardOpportunityFactory,
    MomentFactory,
    SnapshotFactory,
)


def words_of(snapshot):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tsvector_to_array(page_words) FROM snapshots_snapshot WHERE id = %s",
            [snapshot.pk],
        )
        return set(cursor.fetchone()[0])


def test_every_part_of_the_page_is_found(draft):
    here = {"snapshot": draft, "workspace": draft.workspace, "position": 0}
    QuickFact.objects.create(**here, label="Plans", text="sundays")
    MomentFactory(snapshot=draft, title="rings", tried="texting", hurt="alone")
    HeardOpportunityFactory(snapshot=draft, text="cannot reach")
    Insight.objects.create(**here, text="tried apps")

    wanted = {"sarah", "coat", "plans", "sundays", "rings", "texting", "alone"}
    assert wanted | {"reach", "apps"} <= words_of(draft)


def test_what_is_changed_or_removed_is_found_no_more(draft):
    moment = MomentFactory(snapshot=draft, title="rings")

    Moment.objects.filter(pk=moment.pk).update(title="knocks")
    assert {"rings", "knocks"} & words_of(draft) == {"knocks"}

    moment.delete()
    assert "knocks" not in words_of(draft)

    Snapshot.objects.filter(pk=draft.pk).update(quote="A boat")
    assert {"coat", "boat"} & words_of(draft) == {"boat"}


def test_words_follow_whether_the_person_may_be_quoted(draft):
    ConsentFactory(participant=draft.participant, purpose="quote", is_granted=False)
    assert "coat" not in words_of(draft)

    ConsentFactory(participant=draft.participant, purpose="quote", is_granted=True)
    assert "coat" in words_of(draft)


def test_an_erased_person_is_not_found_by_name_company_or_words(draft):
    MomentFactory(snapshot=draft, text="Sarah Whitcombe calls")

    erase_participant(draft.participant)

    assert {"sarah", "whitcombe", "coat"} & words_of(draft) == set()
    assert "calls" in words_of(draft)


@pytest.mark.django_db(transaction=True)
def test_two_parts_changed_at_once_are_both_found():
    snapshot = SnapshotFactory()
    one = MomentFactory(snapshot=snapshot, title="before")
    other = MomentFactory(snapshot=snapshot, title="before")
    is_written = threading.Event()

    def change_other():
        is_written.wait(5)
        # Waits for the page's row, which the first change holds.
        Moment.objects.filter(pk=other.pk).update(title="knocks")
        connection.close()

    thread = threading.Thread(target=change_other)
    thread.start()
    with transaction.atomic():
        Moment.objects.filter(pk=one.pk).update(title="rings")
        is_written.set()
        thread.join(0.3)
        assert thread.is_alive()
    thread.join(5)

    assert {"rings", "knocks"} <= words_of(snapshot)
