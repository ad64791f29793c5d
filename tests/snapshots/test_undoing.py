import pytest

from recruiting.models import Consent
from snapshots.models import PageChange, Snapshot
from snapshots.operations.notes import place_note
from snapshots.operations.parts import (
    add_part,
    edit_part,
    move_part,
    remove_part,
    write_text,
)
from snapshots.operations.undoing import ChangedSince, take_back
from tests.factories.interviews import NoteFactory
from tests.factories.recruiting import ConsentFactory
from tests.factories.snapshots import HeardOpportunityFactory, MomentFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def newest(draft):
    return draft.changes.first()


def write(draft, by, text, field="quote"):
    version = getattr(Snapshot.objects.get(pk=draft.pk), f"{field}_version")
    write_text(snapshot=draft, field=field, text=text, version=version, by=by)


def test_words_come_back_with_where_they_were_said(draft, member):
    note = NoteFactory(interview=draft.interview, text="“Said so”")
    place_note(snapshot=draft, note=note, place="quote", by=member, version=1)
    write(draft, member, "")
    emptied = newest(draft)

    take_back(change=emptied, by=member)

    # One sitting is one step: back to the quote before the note.
    draft.refresh_from_db()
    assert draft.quote == emptied.before["quote"]
    assert draft.quote_note is None


def test_what_somebody_wrote_since_is_never_overwritten_unseen(
    draft, member, researcher
):
    before = draft.quote
    write(draft, member, "Mine")
    mine = newest(draft)
    write(draft, researcher, "Theirs")

    with pytest.raises(ChangedSince) as since:
        take_back(change=mine, by=member)
    assert since.value.now == "Theirs"
    assert Snapshot.objects.get().quote == "Theirs"

    take_back(change=mine, by=member, over=since.value.version)
    assert Snapshot.objects.get().quote == before


def test_a_removed_moment_comes_back_in_its_place_with_its_pins(draft, member):
    MomentFactory(snapshot=draft, position=0)
    moment = MomentFactory(snapshot=draft, position=1, hurt="Nobody", feeling=-2)
    MomentFactory(snapshot=draft, position=2)
    heard = HeardOpportunityFactory(snapshot=draft, moment=moment)
    number = moment.pk
    remove_part(part=moment, by=member)

    take_back(change=newest(draft), by=member)

    back = draft.moments.all()[1]
    heard.refresh_from_db()
    assert (back.pk, back.hurt, back.feeling) == (number, "Nobody", -2)
    assert heard.moment == back


def test_each_other_step_is_taken_back_once(draft, member):
    MomentFactory(snapshot=draft, position=0, title="First")
    part = add_part(snapshot=draft, kind="moments", by=member, title="Second")
    added = newest(draft)
    edit_part(part=part, version=1, by=member, title="Reworded", feeling=2)
    written = newest(draft)
    move_part(part=part, position=0, by=member)

    take_back(change=newest(draft), by=member)
    take_back(change=written, by=member)
    take_back(change=written, by=member)
    moments = draft.moments.values_list("title", "feeling")
    assert list(moments) == [("First", 0), ("Second", 0)]

    take_back(change=added, by=member)
    assert draft.moments.get().title == "First"


def test_undo_goes_back_step_by_step_and_can_itself_be_taken_back(draft, member):
    one = add_part(snapshot=draft, kind="insights", by=member, text="One")
    add_part(snapshot=draft, kind="insights", by=member, text="Two")

    take_back(change=draft.changes.last_of(member), by=member)
    taken = newest(draft)
    assert draft.insights.get() == one
    assert draft.changes.last_of(member).part == f"insights-{one.pk}"

    take_back(change=taken, by=member)
    assert [each.text for each in draft.insights.all()] == ["One", "Two"]


def test_one_press_undoes_a_removal(sign_in, address, draft, member):
    client = sign_in(member)
    part = add_part(snapshot=draft, kind="insights", by=member, text="Five apps")

    removed = client.post(
        address("part_removal", draft, "insights", part.pk), headers=HTMX
    )
    undo = address("change_undo", draft, newest(draft).pk)
    assert undo in removed["HX-Trigger"]

    client.post(undo, headers=HTMX)
    assert draft.insights.get().text == "Five apps"


def test_whoever_came_second_is_offered_no_undo_of_something_else(
    sign_in, address, draft, member, researcher
):
    part = add_part(snapshot=draft, kind="insights", by=researcher, text="Five apps")
    remove_part(part=part, by=researcher)
    removed = newest(draft)
    take_back(change=removed, by=researcher)
    remove_part(part=part, by=researcher)
    write(draft, member, "The newest step of this member")
    client = sign_in(member)

    for url in (
        address("part_removal", draft, "insights", part.pk),
        address("part_position", draft, "insights", part.pk),
        address("change_undo", draft, removed.pk),
    ):
        answer = client.post(url, headers=HTMX)
        assert (answer.status_code, "HX-Trigger" in answer) == (200, False)


def test_the_history_tells_who_wrote_what(
    sign_in, address, draft, member, researcher, stakeholder
):
    write(draft, member, "First <b>words</b>")
    write(draft, researcher, "Other words")

    page = sign_in(member).get(address("changes", draft)).text

    assert "First &lt;b&gt;words&lt;/b&gt;" in page
    assert page.index(str(researcher)) < page.rindex(str(member))
    assert sign_in(stakeholder).get(address("changes", draft)).status_code == 403


def test_a_conflict_shows_both_versions(sign_in, address, draft, member, researcher):
    write(draft, member, "Mine")
    mine = newest(draft)
    write(draft, researcher, "Theirs")
    client, url = sign_in(member), address("change_undo", draft, mine.pk)

    asked = client.post(url, headers=HTMX)
    assert asked.status_code == 409
    assert asked["HX-Retarget"] == "#dialog-body"
    assert "Theirs" in asked.text
    assert mine.before["quote"] in asked.text

    client.post(url, {"over": asked.context["since"].version}, headers=HTMX)
    assert Snapshot.objects.get().quote == mine.before["quote"]


def test_a_quote_that_its_person_took_back_is_in_no_history(
    sign_in, address, draft, member
):
    write(draft, member, "Never again")
    Consent.objects.create(
        workspace=draft.workspace,
        participant=draft.participant,
        purpose="quote",
        is_granted=False,
        source="page",
        text="You may quote me.",
    )

    page = sign_in(member).get(address("changes", draft)).text

    assert "Never again" not in page


def test_a_quote_that_its_person_took_back_is_not_told_by_undoing_it(
    sign_in, address, draft, member, researcher
):
    write(draft, member, "Mine")
    mine = newest(draft)
    write(draft, researcher, "Theirs stands here")
    ConsentFactory(participant=draft.participant, purpose="quote", is_granted=False)

    answer = sign_in(member).post(address("change_undo", draft, mine.pk), headers=HTMX)

    assert "Theirs stands here" not in answer.text
    assert "They do not want to be quoted any more." in answer.headers["HX-Trigger"]


@pytest.mark.parametrize("count", [1, 12])
def test_the_history_costs_the_same_queries_however_long(
    sign_in, address, draft, member, django_assert_max_num_queries, count
):
    for number in range(count):
        PageChange.objects.create(
            workspace=draft.workspace,
            snapshot=draft,
            part=f"opportunities-{number}",
            kind="written",
            before={"moment_id": number},
            after={"moment_id": number + 1},
            by=member,
        )
    client = sign_in(member)
    client.get(address("changes", draft))

    with django_assert_max_num_queries(12):
        client.get(address("changes", draft))
