from datetime import timedelta

import pytest
from django.utils.timezone import now

from discovery.audit.models import AuditEvent
from snapshots.models import PageChange
from snapshots.operations.parts import (
    add_part,
    edit_part,
    move_part,
    remove_part,
    write_text,
)
from tests.factories.snapshots import HeardOpportunityFactory, MomentFactory

pytestmark = pytest.mark.django_db


def write_quote(draft, by, *texts):
    for text in texts:
        draft.refresh_from_db()
        version = draft.quote_version
        write_text(snapshot=draft, field="quote", text=text, version=version, by=by)


def test_autosaves_of_one_sitting_are_one_step(draft, member):
    before = draft.quote

    write_quote(draft, member, "I", "I ha", "I had my coat on")

    change = draft.changes.get()
    assert (change.part, change.kind, change.by) == ("quote", "written", member)
    assert change.before == {"quote": before}
    assert change.after == {"quote": "I had my coat on"}


def test_another_person_or_a_break_begins_another_step(draft, member, researcher):
    write_quote(draft, member, "One")
    draft.changes.update(at=now() - timedelta(minutes=11))
    write_quote(draft, member, "Two")
    write_quote(draft, researcher, "Three")
    write_quote(draft, member, "Four")

    texts = [change.after["quote"] for change in draft.changes.all()]
    assert texts == ["Four", "Three", "Two", "One"]


def test_typing_and_taking_it_back_at_once_leaves_no_step(draft, member):
    write_quote(draft, member, "Other words", draft.quote)

    assert not draft.changes.exists()


def test_the_audit_tells_once_a_day_who_worked_on_the_page(draft, member, researcher):
    lines = AuditEvent.objects.filter(action="snapshot_edited", object_id=draft.pk)

    write_quote(draft, member, "One")
    add_part(snapshot=draft, kind="insights", by=member, text="A")
    write_quote(draft, researcher, "Two")
    assert sorted(lines.values_list("actor_id", flat=True)) == sorted(
        [member.pk, researcher.pk]
    )

    draft.changes.update(at=now() - timedelta(days=2))
    write_quote(draft, member, "Three")
    assert lines.count() == 3


def test_a_part_that_goes_leaves_all_that_it_was(draft, member):
    moment = MomentFactory(snapshot=draft, hurt="Nobody answers", feeling=-2)
    heard = HeardOpportunityFactory(snapshot=draft, moment=moment)

    remove_part(part=moment, by=member)

    change = PageChange.objects.get(kind="removed")
    assert change.part == f"moments-{moment.pk}"
    assert change.before["hurt"] == "Nobody answers"
    assert change.before["feeling"] == -2
    assert change.before["pinned"] == [heard.pk]


def test_edits_and_moves_of_a_part_are_told_apart(draft, member):
    MomentFactory(snapshot=draft)
    part = add_part(snapshot=draft, kind="moments", by=member, title="A")
    part = edit_part(part=part, version=1, by=member, title="B", text="")
    move_part(part=part, steps=-1, by=member)

    steps = list(draft.changes.values_list("kind", "after"))
    assert steps[0] == ("moved", {"place": 0})
    assert steps[1] == ("written", {"title": "B"})
    assert steps[2][0] == "added"
