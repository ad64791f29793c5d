from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import now

from interviews.models import Interview, Note
from interviews.operations.notes import add_note, edit_note
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
    "name", ["note", "note_deletion", "note_restoration", "note_settlement"]
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


def test_nothing_is_written_about_an_erased_person(sign_in, url, interview, member):
    interview.participant.erased_at = now()
    interview.participant.save()

    response = sign_in(member).post(url, fields(), headers=HTMX)

    assert response.status_code == 422
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

    with django_assert_num_queries(5):
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
    verbs = ["deletion", "restoration", "reminder", "hint", "settlement"]

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
