import threading
from uuid import uuid4

import pytest
from django.db import connection

from snapshots.models import HeardOpportunity, Moment, QuickFact, Snapshot
from snapshots.models.parts import MOST
from snapshots.operations.errors import PartRefused, StaleEdit
from snapshots.operations.notes import place_note
from snapshots.operations.parts import (
    add_part,
    edit_part,
    move_part,
    remove_part,
    write_text,
)
from tests.factories.interviews import NoteFactory
from tests.factories.opportunities import EvidenceFactory
from tests.factories.snapshots import MomentFactory


def test_two_people_who_change_different_texts_both_keep_theirs(
    draft, member, researcher
):
    write_text(snapshot=draft, field="quote", text="Mine", version=1, by=member)
    write_text(snapshot=draft, field="context", text="Yours", version=1, by=researcher)

    draft.refresh_from_db()
    assert (draft.quote, draft.context, draft.version) == ("Mine", "Yours", 3)


def test_a_stale_text_changes_nothing(draft, member, researcher):
    write_text(snapshot=draft, field="quote", text="First", version=1, by=member)

    with pytest.raises(StaleEdit):
        write_text(snapshot=draft, field="quote", text="Second", version=1, by=member)

    draft.refresh_from_db()
    assert draft.quote == "First"


def test_saving_the_same_words_again_is_no_conflict(draft, member):
    write_text(snapshot=draft, field="quote", text="Once", version=1, by=member)

    again = write_text(snapshot=draft, field="quote", text="Once", version=1, by=member)

    assert again.quote_version == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_of_two_at_once_one_wins_and_the_other_is_told(draft, member):
    outcomes, ready = [], threading.Barrier(2)

    def write(text):
        ready.wait()
        try:
            write_text(snapshot=draft, field="quote", text=text, version=1, by=member)
            outcomes.append("saved")
        except StaleEdit:
            outcomes.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(t,)) for t in ("One", "Two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["saved", "stale"]


def test_parts_are_added_at_the_end_and_only_once(draft, member):
    once = uuid4()
    first = add_part(snapshot=draft, kind="insights", by=member, text="A")
    second = add_part(
        snapshot=draft, kind="insights", by=member, client_id=once, text="B"
    )

    again = add_part(
        snapshot=draft, kind="insights", by=member, client_id=once, text="B"
    )

    assert again == second
    assert list(draft.insights.all()) == [first, second]


@pytest.mark.parametrize("kind", sorted(MOST))
def test_a_page_holds_so_many_parts_and_no_more(draft, member, kind):
    words = {"facts": {"label": "x"}, "moments": {"title": "x"}}.get(
        kind, {"text": "x"}
    )
    for _ in range(MOST[kind]):
        add_part(snapshot=draft, kind=kind, by=member, **words)

    with pytest.raises(PartRefused):
        add_part(snapshot=draft, kind=kind, by=member, **words)


def test_a_stale_part_changes_nothing(draft, member):
    fact = add_part(snapshot=draft, kind="facts", by=member, label="Plan", text="Trial")
    edit_part(part=fact, version=1, by=member, label="Plan", text="Paid")

    with pytest.raises(StaleEdit):
        edit_part(part=fact, version=1, by=member, label="Plan", text="Free")

    assert QuickFact.objects.get(pk=fact.pk).text == "Paid"


def test_a_removed_part_cannot_be_edited(draft, member):
    fact = add_part(snapshot=draft, kind="facts", by=member, label="Plan", text="")
    remove_part(part=QuickFact.objects.get(pk=fact.pk), by=member)

    with pytest.raises(StaleEdit):
        edit_part(part=fact, version=1, by=member, label="Plan", text="Paid")


def test_what_is_removed_is_kept_as_it_stood_in_the_end(draft, member, researcher):
    moment = MomentFactory(snapshot=draft, title="Old")
    edit_part(part=moment, version=1, by=researcher, title="New")

    # Both were pressed while the other one waited for the page.
    removed = remove_part(part=moment, by=member)
    again = remove_part(part=moment, by=researcher)

    assert (removed.before["title"], again) == ("New", None)


def test_words_that_nobody_has_read_are_not_removed(draft, member, researcher):
    moment = MomentFactory(snapshot=draft, title="Old")
    edit_part(part=moment, version=1, by=researcher, title="New")

    with pytest.raises(StaleEdit):
        remove_part(part=moment, version=1, by=member)
    # One's own last words, saved a moment ago, are no surprise.
    remove_part(part=moment, version=1, by=researcher)

    assert not Moment.objects.exists()


def test_moments_move_and_stop_at_the_ends(draft, member):
    one, two, three = (MomentFactory(snapshot=draft, title=t) for t in "abc")

    move_part(part=three, steps=-2, by=member)
    move_part(part=two, steps=1, by=member)

    assert list(draft.moments.all()) == [three, one, two]


def test_an_opportunity_outlives_its_moment(draft, member):
    moment = MomentFactory(snapshot=draft)
    heard = add_part(
        snapshot=draft, kind="opportunities", by=member, text="I can’t", moment=moment
    )

    remove_part(part=moment, by=member)

    heard.refresh_from_db()
    assert heard.moment is None


def test_an_opportunity_on_the_tree_stays(member):
    heard = EvidenceFactory().heard

    with pytest.raises(PartRefused):
        remove_part(part=heard, by=member)

    assert HeardOpportunity.objects.filter(pk=heard.pk).exists()


def test_a_note_becomes_a_part_once(draft, member):
    note = NoteFactory(interview=draft.interview, text="Eleven messages, " * 20)
    note.refresh_from_db()

    for place in ("facts", "moments", "opportunities", "insights", "insights"):
        place_note(snapshot=draft, note=note, place=place, by=member)

    counts = [draft.quick_facts, draft.moments, draft.heard_opportunities]
    assert [parts.count() for parts in counts] == [1, 1, 1]
    assert draft.insights.count() == 1
    assert len(Moment.objects.get().title) <= 60


def test_a_note_does_not_overwrite_a_quote_somebody_has_just_changed(draft, member):
    note = NoteFactory(interview=draft.interview, text="“Said so”")
    write_text(snapshot=draft, field="quote", text="Newer", version=1, by=member)

    with pytest.raises(StaleEdit):
        place_note(snapshot=draft, note=note, place="quote", by=member, version=1)
    place_note(snapshot=draft, note=note, place="quote", by=member, version=2)

    assert Snapshot.objects.get().quote == "Said so"


def test_a_part_whose_answer_was_lost_does_not_come_back_after_its_removal(
    draft, member, researcher
):
    words = {"kind": "insights", "client_id": uuid4(), "text": "Tried five apps."}
    part = add_part(snapshot=draft, by=member, comes_back=False, **words)
    remove_part(part=part, by=researcher)

    with pytest.raises(StaleEdit):
        add_part(snapshot=draft, by=member, comes_back=False, **words)

    assert not draft.insights.exists()
