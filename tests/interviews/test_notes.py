import threading
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import now

from interviews.models import Interview, Note
from interviews.operations.note_marks import move_note
from interviews.operations.notes import ParticipantErased, add_note, edit_note
from recruiting.operations.erasure import erase_participant
from recruiting.signals import participant_erased
from tests.factories.interviews import InterviewFactory, NoteFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def interview(team):
    return InterviewFactory(
        team=team,
        state=Interview.State.RUNNING,
        started_at=now() - timedelta(minutes=8),
    )


@pytest.fixture
def url(interview):
    return reverse("interviews:notes", args=[interview.workspace.slug, interview.pk])


def fields(**changes):
    return {
        "client_id": str(uuid4()),
        "kind": "quote",
        "text": "I counted on my fingers.",
        **changes,
    }


def address(note, name="note"):
    args = [note.workspace.slug, note.interview_id, note.pk]
    return reverse(f"interviews:{name}", args=args)


def write(interview, by, text="I counted on my fingers.", kind="quote"):
    return add_note(interview=interview, by=by, client_id=uuid4(), kind=kind, text=text)


def test_note_is_added_with_its_minute_author_and_history(
    sign_in, url, interview, member
):
    response = sign_in(member).post(url, fields(), headers=HTMX)

    note = interview.notes.get()
    assert response.status_code == 201
    assert response["Note-Version"] == "1"
    assert (note.kind, note.text, note.author) == (
        "quote",
        "I counted on my fingers.",
        member,
    )
    assert 8 * 60 <= note.second <= 8 * 60 + 5
    assert [version.text for version in note.versions.all()] == [note.text]


def test_note_that_waited_offline_keeps_its_minute(sign_in, url, interview, member):
    sign_in(member).post(url, fields(age=5 * 60 * 1000), headers=HTMX)

    assert 3 * 60 <= interview.notes.get().second <= 3 * 60 + 5


def test_browser_says_when_in_the_talk_it_was_but_never_later_than_now(
    sign_in, url, interview, member
):
    client = sign_in(member)

    client.post(url, fields(second=60), headers=HTMX)
    client.post(url, fields(second=9_999), headers=HTMX)

    first, second = interview.notes.order_by("pk")
    assert first.second == 60
    assert 8 * 60 <= second.second <= 8 * 60 + 6


@pytest.mark.parametrize("age", ["-1", "9" * 40, "nan"])
def test_nonsense_age_is_survived(sign_in, url, age, member):
    response = sign_in(member).post(url, fields(age=age), headers=HTMX)

    assert response.status_code in (201, 422)


def test_same_client_id_adds_one_note(sign_in, url, interview, member):
    client, sent = sign_in(member), fields()

    first = client.post(url, sent, headers=HTMX)
    second = client.post(url, sent, headers=HTMX)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first["Note-Id"] == second["Note-Id"]
    assert interview.notes.count() == 1


def test_note_is_added_without_script(sign_in, url, interview, member):
    response = sign_in(member).post(url, fields())

    assert response.status_code == 302
    assert response.url.endswith(f"/interviews/{interview.pk}/room/")
    assert interview.notes.count() == 1


@pytest.mark.parametrize("text", ["", "   \n "])
def test_empty_note_is_refused_in_words(sign_in, url, interview, text, member):
    response = sign_in(member).post(url, fields(text=text), headers=HTMX)

    assert response.status_code == 422
    assert response.text == "There is nothing in this note yet."
    assert response["Note-Refused"] == "yes"
    assert interview.notes.count() == 0


def test_ten_megabytes_are_refused_in_words(sign_in, url, interview, member):
    response = sign_in(member).post(url, fields(text="word " * 2_000_000), headers=HTMX)

    assert response.status_code == 422
    assert response.text == (
        "A note has at most 100,000 characters. Split it into several."
    )
    assert interview.notes.count() == 0


def test_too_long_note_comes_back_in_its_form_without_script(sign_in, url, member):
    response = sign_in(member).post(url, fields(text="x" * 100_001))

    assert response.status_code == 422
    assert "x" * 100_001 in response.text


@pytest.mark.parametrize("text", ["مرحبا 🙂 שלום", "a\u200db", "<script>1</script>"])
def test_any_script_is_kept_as_written(sign_in, url, interview, text, member):
    response = sign_in(member).post(url, fields(text=text), headers=HTMX)

    assert interview.notes.get().text == text
    assert "<script>" not in response.text


def test_note_of_somebody_else_on_this_device_is_refused(
    sign_in, url, interview, member, researcher
):
    headers = {**HTMX, "Note-Author": str(researcher.pk)}

    response = sign_in(member).post(url, fields(), headers=headers)

    assert response.status_code == 403
    assert interview.notes.count() == 0


def test_signed_out_person_is_not_told_that_a_note_is_saved(client, url, interview):
    response = client.post(url, fields(), headers=HTMX)

    assert "Note-Version" not in response
    assert response["HX-Redirect"].startswith("/accounts/login/")
    assert interview.notes.count() == 0


def test_own_note_is_changed_and_its_history_kept(sign_in, interview, member):
    note = write(interview, member)
    changed = {"kind": "fact", "text": "Counted.", "version": 1, "edit_id": uuid4()}

    response = sign_in(member).post(address(note), changed, headers=HTMX)

    note.refresh_from_db()
    assert response.status_code == 200
    assert (note.kind, note.text, note.version) == ("fact", "Counted.", 2)
    assert list(note.versions.order_by("number").values_list("text", flat=True)) == [
        "I counted on my fingers.",
        "Counted.",
    ]


def test_stale_change_keeps_both_texts(sign_in, interview, member):
    note = write(interview, member)
    client, edit_id = sign_in(member), uuid4()
    client.post(
        address(note),
        {"kind": "quote", "text": "From the phone.", "version": 1, "edit_id": uuid4()},
    )
    late = {
        "kind": "quote",
        "text": "From the laptop.",
        "version": 1,
        "edit_id": edit_id,
    }

    first = client.post(address(note), late, headers=HTMX)
    again = client.post(address(note), late, headers=HTMX)

    assert (first.status_code, again.status_code) == (409, 409)
    assert sorted(interview.notes.values_list("text", "conflict_of")) == [
        ("From the laptop.", note.pk),
        ("From the phone.", None),
    ]
    assert "written on another device" in first.text


def test_repeated_change_after_a_lost_answer_is_no_conflict(interview, member):
    note = write(interview, member)
    change = {"kind": "quote", "text": "Once.", "version": 1, "edit_id": uuid4()}

    edit_note(note=note, by=member, **change)
    note, copy = edit_note(note=note, by=member, **change)

    assert (note.version, copy) == (2, None)


def test_repeated_change_is_no_conflict_after_a_later_one_from_elsewhere(
    interview, member
):
    note = write(interview, member)
    lost = {"kind": "quote", "text": "Laptop.", "version": 1, "edit_id": uuid4()}
    later = {"kind": "quote", "text": "Phone.", "version": 2, "edit_id": uuid4()}

    edit_note(note=note, by=member, **lost)
    edit_note(note=note, by=member, **later)
    note, copy = edit_note(note=note, by=member, **lost)

    assert (note.text, note.version, copy) == ("Phone.", 3, None)
    assert interview.notes.count() == 1


def test_same_words_of_somebody_else_are_kept_beside(interview, member, researcher):
    note = write(interview, member)
    words = {"kind": "quote", "text": "Laptop.", "version": 1}

    edit_note(note=note, by=member, edit_id=uuid4(), **words)
    edit_note(
        note=note,
        by=member,
        kind="quote",
        text="Phone.",
        version=2,
        edit_id=uuid4(),
    )
    _, copy = edit_note(note=note, by=researcher, edit_id=uuid4(), **words)

    assert (copy.text, copy.author) == ("Laptop.", researcher)


def test_flag_of_a_colleague_is_no_conflict(sign_in, interview, member, researcher):
    note = write(interview, member)
    sign_in(researcher).post(address(note, "note_reminder"), {"wanted": "yes"})

    note, copy = edit_note(
        note=note, by=member, kind="quote", text="New.", version=1, edit_id=uuid4()
    )

    assert copy is None
    assert (note.text, note.is_to_come_back) == ("New.", True)


def test_conflict_can_be_settled_by_keeping_both(sign_in, interview, member):
    note = write(interview, member)
    copy = NoteFactory(interview=interview, author=member, conflict_of=note)

    sign_in(member).post(address(copy, "note_settlement"), headers=HTMX)

    copy.refresh_from_db()
    assert copy.conflict_of is None


def test_note_is_deleted_and_brought_back(sign_in, interview, member):
    note = write(interview, member)
    client = sign_in(member)

    client.post(address(note, "note_deletion"), headers=HTMX)
    gone = client.get(address(note), headers=HTMX)
    client.post(address(note, "note_restoration"), headers=HTMX)

    assert gone.status_code == 410
    assert list(interview.notes.for_room()) == [note]


@pytest.mark.parametrize(
    "name",
    [
        "note",
        "note_deletion",
        "note_restoration",
        "note_settlement",
        "note_place",
        "note_versions",
    ],
)
def test_only_the_author_changes_a_note(sign_in, interview, member, researcher, name):
    note = write(interview, member)

    response = sign_in(researcher).post(address(note, name), headers=HTMX)

    note.refresh_from_db()
    assert response.status_code == 403
    assert (note.version, note.deleted_at) == (1, None)


def test_hint_of_the_coach_is_shown_and_put_aside(sign_in, url, interview, member):
    client = sign_in(member)
    client.post(url, fields(text="I usually do the books on Sundays.", kind="fact"))
    note = interview.notes.get()

    before = client.get(address(note), headers=HTMX)
    after = client.post(address(note, "note_hint"), headers=HTMX)

    assert "When did you last do the books? Walk me through that Sunday." in before.text
    assert "When did you last" not in after.text


def test_erasure_wipes_the_notes_and_their_history(interview, member):
    note = write(interview, member, text="A secret.")
    other = write(InterviewFactory(team=interview.team), member, text="Stays.")

    participant_erased.send(sender=None, participant=interview.participant)

    note.refresh_from_db()
    other.refresh_from_db()
    assert (note.text, other.text) == ("", "Stays.")
    assert list(note.versions.values_list("text", flat=True)) == [""]


def orders(interview):
    return [note.text for note in interview.notes.for_room()]


def test_own_note_is_moved_and_stays_moved_for_everybody(sign_in, interview, member):
    notes = [write(interview, member, text) for text in "abcd"]
    for note, second in zip(notes, (60, 120, 120, 120), strict=True):
        Note.objects.filter(pk=note.pk).update(second=second)
    client = sign_in(member)
    url = address(notes[3], "note_place")

    seen = []
    for asked in (
        {"direction": "up"},
        {"direction": "up"},
        {"direction": "up"},
        {"direction": "up"},
        {"after": notes[1].pk},
        {"after": ""},
        {"direction": "down"},
    ):
        assert client.post(url, asked, headers=HTMX).status_code == 200
        seen.append("".join(orders(interview)))

    assert seen == ["abdc", "adbc", "dabc", "dabc", "abdc", "dabc", "adbc"]
    for wrong, status in ({"after": "x"}, 404), ({"after": 10**12}, 404), ({}, 200):
        assert client.post(url, wrong, headers=HTMX).status_code == status


def test_many_moves_between_the_same_two_keep_the_order(interview, member):
    notes = [write(interview, member, str(number)) for number in range(4)]
    Note.objects.filter(interview=interview).update(second=7)
    expected = ["0", "1", "2", "3"]
    for _ in range(60):
        note = Note.objects.get(pk=notes[int(expected[-1])].pk)
        move_note(note=note, after=notes[int(expected[0])])
        expected.insert(1, expected.pop())
        assert orders(interview) == expected


def test_note_written_later_stands_behind_one_that_was_moved_to_the_end(
    interview, member
):
    first, second = (write(interview, member, text) for text in ("a", "b"))
    Note.objects.filter(pk=first.pk).update(second=10)
    Note.objects.filter(pk=second.pk).update(second=20)

    move_note(note=Note.objects.get(pk=first.pk), after=second)
    write(interview, member, "c")

    assert orders(interview) == ["b", "a", "c"]


def test_anybody_in_the_room_marks_a_note_and_takes_the_mark_off(
    sign_in, interview, member, researcher
):
    note = write(interview, member)
    client = sign_in(researcher)
    fields = ("is_to_come_back", "is_story_step", "is_their_question")

    found = []
    for wanted in ("yes", "no"):
        for mark in ("reminder", "step", "question"):
            client.post(address(note, f"note_{mark}"), {"wanted": wanted})
        note.refresh_from_db()
        found.append([getattr(note, name) for name in fields])

    assert found == [[True] * 3, [False] * 3]
    assert note.version == 7


def test_marks_come_with_a_new_note(sign_in, url, interview, member):
    sign_in(member).post(
        url, fields(is_their_question="on", is_story_step="on"), headers=HTMX
    )

    note = interview.notes.get()
    assert (note.is_their_question, note.is_story_step) == (True, True)


def test_earlier_words_are_shown_and_brought_back_by_their_author(
    sign_in, interview, member, researcher
):
    note = write(interview, member, "First words.")
    edit_note(
        note=note, by=member, kind="fact", text="Later.", version=1, edit_id=uuid4()
    )
    url = address(note, "note_versions")

    shown = sign_in(researcher).get(url, headers=HTMX).text
    refused = sign_in(researcher).post(url, {"number": 1}, headers=HTMX)
    client = sign_in(member)
    brought = client.post(url, {"number": 1}, headers=HTMX)

    note.refresh_from_db()
    assert "First words." in shown and "Bring back" not in shown
    assert refused.status_code == 403
    assert (note.text, note.kind, note.version) == ("First words.", "quote", 3)
    assert brought["HX-Trigger"] == "dialog:close"
    assert note.versions.count() == 3
    assert client.post(url, {"number": 9}).status_code == 404
    assert "Bring back these words" in client.get(url).text


def test_whoever_has_all_notes_is_told_so_in_no_time(sign_in, url, interview, member):
    note = write(interview, member)
    client = sign_in(member)

    tag = client.get(url, headers=HTMX)["ETag"]
    same = client.get(url, headers={**HTMX, "If-None-Match": tag})
    note.is_to_come_back = True
    note.version += 1
    note.save()
    other = client.get(url, headers={**HTMX, "If-None-Match": tag})

    assert (same.status_code, same.content) == (304, b"")
    assert other.status_code == 200


def test_note_costs_ten_statements_and_reading_one_four(
    sign_in, url, interview, member, django_assert_num_queries
):
    client = sign_in(member)
    first = client.post(url, fields(), headers=HTMX)

    with django_assert_num_queries(10):
        client.post(url, fields(), headers=HTMX)
    with django_assert_num_queries(4):
        client.get(f"{url}{first['Note-Id']}/", headers=HTMX)


@pytest.mark.django_db(transaction=True)
def test_erasure_and_a_note_at_once_leave_no_words(interview, member):
    barrier = threading.Barrier(2)

    def add():
        barrier.wait()
        with suppress(ParticipantErased):
            write(interview, member, "A secret.")
        connection.close()

    thread = threading.Thread(target=add)
    thread.start()
    barrier.wait()
    erase_participant(interview.participant)
    thread.join()

    assert set(interview.notes.values_list("text", flat=True)) <= {""}


def test_nothing_is_written_about_an_erased_person(sign_in, url, interview, member):
    interview.participant.erased_at = now()
    interview.participant.save()

    response = sign_in(member).post(url, fields(), headers=HTMX)

    assert response.status_code == 422
    assert response["Note-Refused"] == "erased"
    assert "forgotten" in response.text
    assert interview.notes.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_notes_cost_the_same_queries_however_many(
    sign_in, url, interview, member, count, django_assert_num_queries
):
    for _ in range(count):
        write(interview, MembershipFactory(workspace=interview.workspace))
    client = sign_in(member)
    client.get(url, headers=HTMX)  # the first request of a session writes it down

    with django_assert_num_queries(6):
        response = client.get(url, headers=HTMX)

    assert response.text.count("data-note=") == count


def test_strangers_find_nothing_and_readers_may_not(
    sign_in, url, interview, member, stranger, stakeholder
):
    note = write(interview, member)

    for where in (url, address(note)):
        assert sign_in(stranger).get(where).status_code == 404
        assert sign_in(stakeholder).get(where).status_code == 403
    assert sign_in(member).put(url).status_code == 405
    assert sign_in(member).get(address(note, "note_deletion")).status_code == 405


def test_notes_are_for_those_who_may_know_of_the_interview(
    sign_in, url, interview, member, researcher
):
    note = write(interview, member)
    other_team = MembershipFactory(
        workspace=interview.workspace, team=TeamFactory(workspace=interview.workspace)
    )
    verbs = ["deletion", "restoration", "hint", "settlement", "place"]
    verbs += ["versions", "reminder", "step", "question"]

    client = sign_in(other_team)
    reading = [client.get(where, headers=HTMX) for where in (url, address(note))]
    adding = client.post(url, fields())
    changing = [client.post(address(note, f"note_{verb}")) for verb in verbs]

    answers = [*reading, adding, *changing]
    assert {answer.status_code for answer in answers} == {404}
    assert list(interview.notes.values_list("version", "deleted_at")) == [(1, None)]
    assert sign_in(researcher).get(url, headers=HTMX).status_code == 200


def test_note_of_another_interview_is_not_found(sign_in, interview, member):
    other = write(InterviewFactory(team=interview.team), member)
    args = [interview.workspace.slug, interview.pk, other.pk]

    response = sign_in(member).get(reverse("interviews:note", args=args))

    assert response.status_code == 404
    assert Note.objects.count() == 1
