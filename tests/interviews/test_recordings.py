"""Recordings: heard by who may, kept for a time, gone when the person wants it."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.timezone import localdate, now

from discovery.audit.models import AuditEvent
from discovery.notifications.models import Notification
from discovery.workspaces.permissions import Role
from interviews.models import (
    Recording,
    RecordingPolicy,
    Redaction,
    Transcript,
    Utterance,
)
from interviews.operations import retention
from interviews.operations.recordings import (
    delete_recording,
    end_of_keeping,
    keep_longer,
)
from interviews.operations.retention import sweep_recordings
from interviews.operations.room import answer_recording
from recruiting.models import Consent, Participant
from recruiting.operations.consents import record_consent, withdraw_consent
from recruiting.signals import participant_erased
from tests.factories.interviews import InterviewFactory
from tests.factories.recordings import RecordingFactory, wav
from tests.factories.workspaces import MembershipFactory

SOUND = wav()


@pytest.fixture
def interview(member, team):
    return InterviewFactory(
        team=team, held=True, recording_agreed_at=now(), recording_agreed_by=member
    )


@pytest.fixture
def recording(interview, member):
    return RecordingFactory(interview=interview, uploaded_by=member)


@pytest.fixture
def heard(django_capture_on_commit_callbacks):
    """Whatever happens within is committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def at(name, thing):
    return reverse(f"interviews:{name}", args=[thing.workspace.slug, thing.pk])


def transcript_of(recording, member, **fields):
    transcript = Transcript.objects.create(
        workspace=recording.workspace,
        interview=recording.interview,
        recording=recording,
        name="talk.vtt",
        added_by=member,
        **{"source": "vtt", **fields},
    )
    words = Utterance.objects.create(
        workspace=recording.workspace,
        transcript=transcript,
        position=0,
        starts_ms=1000,
        ends_ms=2500,
        text="Then I <b>ran</b> --> to the shop",
    )
    return transcript, words


def ask(client, recording, **headers):
    answer = client.get(at("recording_file", recording), headers=headers)
    return answer, b"".join(answer) if answer.streaming else answer.content


# --- playing -----------------------------------------------------------------------


def test_player_gets_the_bytes_that_it_asks_for(sign_in, member, recording):
    client = sign_in(member)

    whole, everything = ask(client, recording)
    part, some = ask(client, recording, Range="bytes=100-199")
    end, last = ask(client, recording, Range="bytes=-10")

    assert (whole.status_code, everything) == (200, SOUND)
    assert (part.status_code, some) == (206, SOUND[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(SOUND)}"
    assert part.headers["Content-Length"] == "100"
    assert last == SOUND[-10:]
    assert end.headers["Accept-Ranges"] == "bytes"


def test_player_is_told_when_there_is_no_such_part(sign_in, member, recording):
    answer, _body = ask(sign_in(member), recording, Range="bytes=999999-")

    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(SOUND)}"


def test_part_of_another_file_is_not_mixed_in(sign_in, member, recording):
    client = sign_in(member)
    ranged = {"Range": "bytes=0-9"}

    same, _body = ask(
        client, recording, **ranged, **{"If-Range": f'"{recording.sha256}"'}
    )
    other, everything = ask(client, recording, **ranged, **{"If-Range": '"other"'})

    assert same.status_code == 206
    assert (other.status_code, len(everything)) == (200, len(SOUND))


def test_file_is_never_a_page_and_is_kept_nowhere(sign_in, member, recording):
    answer, _body = ask(sign_in(member), recording)

    assert answer.headers["Content-Type"] == "audio/wav"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_who_may_not_open_the_talk_does_not_hear_it(
    sign_in, workspace, recording, stakeholder
):
    outsider = MembershipFactory(workspace=workspace, role=Role.MEMBER)

    assert ask(sign_in(outsider), recording)[0].status_code == 404
    assert ask(sign_in(stakeholder), recording)[0].status_code == 403


def test_listening_is_written_down_once_an_hour(sign_in, member, recording):
    client = sign_in(member)
    for _ in range(3):
        ask(client, recording, Range="bytes=0-9")
    heard = AuditEvent.objects.filter(action="recording_heard", object_id=recording.pk)

    assert [event.actor_id for event in heard] == [member.pk]


def test_file_that_is_not_there_any_more_is_not_found(sign_in, member, recording):
    default_storage.delete(recording.file.name)

    assert ask(sign_in(member), recording)[0].status_code == 404


def test_captions_say_what_is_said(sign_in, member, recording):
    transcript_of(recording, member)

    answer = sign_in(member).get(at("recording_captions", recording))

    assert answer.headers["Content-Type"].startswith("text/vtt")
    assert answer.content.decode() == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n"
        "Then I &lt;b>ran&lt;/b> → to the shop\n"
    )


# --- the page ----------------------------------------------------------------------


def test_page_without_recording_says_that_nothing_is_missing(sign_in, member, team):
    interview = InterviewFactory(team=team, held=True)

    page = sign_in(member).get(at("recordings", interview)).content.decode()

    assert "Everything here works without a recording" in page
    assert "<recording-upload" not in page


def test_page_asks_a_fixed_number_of_questions(
    sign_in, member, recording, django_assert_max_num_queries
):
    for _ in range(4):
        other = RecordingFactory(interview=recording.interview, uploaded_by=member)
        transcript_of(other, member)
    client = sign_in(member)
    client.get(at("recordings", recording.interview))

    with django_assert_max_num_queries(32):
        page = client.get(at("recordings", recording.interview)).content.decode()

    assert page.count("<recording-player") == 5


def test_page_says_how_much_of_the_talk_is_missing(sign_in, member, interview):
    RecordingFactory(interview=interview, uploaded_by=member, duration_ms=5 * 60_000)

    page = sign_in(member).get(at("recordings", interview)).content.decode()

    assert "The talk took 60 minutes; 55 minutes of it were not recorded" in page


def test_player_leaves_out_what_was_redacted(sign_in, member, recording):
    transcript, words = transcript_of(recording, member)
    Redaction.objects.create(
        workspace=recording.workspace,
        transcript=transcript,
        utterance=words,
        starts_at=0,
        ends_at=4,
        starts_ms=1000,
        ends_ms=1400,
        made_by=member,
    )

    page = sign_in(member).get(at("recordings", recording.interview)).content.decode()

    assert 'data-skips="[[1000, 1400]]"' in page


@pytest.mark.parametrize(
    ("typed", "offset_ms"),
    [("2:30", 150_000), ("-1:00", -60_000), ("1:02:03", 3_723_000)],
)
def test_recording_begins_when_its_team_says(
    sign_in, member, recording, typed, offset_ms
):
    transcript, _words = transcript_of(recording, member)

    sign_in(member).post(at("recording_beginning", recording), {"beginning": typed})

    recording.refresh_from_db()
    transcript.refresh_from_db()
    assert recording.offset_ms == transcript.offset_ms == offset_ms
    assert recording.beginning == typed


def test_beginning_that_is_no_time_changes_nothing(sign_in, member, recording):
    client = sign_in(member)
    client.post(at("recording_beginning", recording), {"beginning": "2:75"})
    client.post(at("recording_beginning", recording), {"beginning": "soon"})

    recording.refresh_from_db()
    assert recording.offset_ms == 0


# --- the end of a recording --------------------------------------------------------


def is_gone(recording):
    name = recording.file.name
    recording = Recording.objects.get(pk=recording.pk)
    is_empty = (recording.name, recording.file.name) == ("", "")
    return recording.deleted_at and is_empty and not default_storage.exists(name)


def test_deleted_recording_leaves_only_a_proof(sign_in, member, recording, heard):
    with heard():
        sign_in(member).post(at("recording_deletion", recording))

    assert is_gone(recording)
    assert AuditEvent.objects.filter(action="recording_deleted").count() == 1
    assert sign_in(member).get(at("recording_file", recording)).status_code == 404


def test_erased_person_is_heard_nowhere(recording, member, heard):
    participant = recording.interview.participant
    with heard():
        participant_erased.send(sender=Participant, participant=participant)

    assert is_gone(recording)


def test_consent_taken_back_in_the_room_takes_the_recording(
    recording, interview, member, heard
):
    auto, _words = transcript_of(recording, member, source="auto")
    brought, _words = transcript_of(recording, member)

    with heard():
        answer_recording(interview=interview, is_agreed=False, by=member)

    assert is_gone(recording)
    assert list(Transcript.objects.all()) == [brought]


def test_consent_taken_back_by_the_person_takes_every_recording(
    recording, interview, heard
):
    participant = interview.participant
    record_consent(
        participant, purpose=Consent.Purpose.RECORDING, text="Yes", source="page"
    )

    with heard():
        withdraw_consent(participant, purpose=Consent.Purpose.RECORDING)

    assert is_gone(recording)
    interview.refresh_from_db()
    assert interview.recording_agreed_at is None


def test_other_consents_leave_recordings_alone(recording, interview, heard):
    participant = interview.participant
    record_consent(
        participant, purpose=Consent.Purpose.CONTACT, text="Yes", source="page"
    )

    with heard():
        withdraw_consent(participant, purpose=Consent.Purpose.CONTACT)

    assert not is_gone(recording)


def test_what_was_kept_long_enough_is_deleted(recording, interview, member, heard):
    recording.keep_until = localdate() - timedelta(days=1)
    recording.save()
    last_day = RecordingFactory(
        interview=interview, uploaded_by=member, keep_until=localdate()
    )

    with heard():
        sweep_recordings()

    assert is_gone(recording)
    assert not is_gone(last_day)
    event = AuditEvent.objects.get(action="recording_deleted")
    assert (event.reason, event.actor_id) == ("kept long enough", None)


def test_file_that_storage_would_not_delete_is_deleted_by_the_sweep(recording, heard):
    # The commit came, and then the machine went down.
    delete_recording(recording=recording)
    assert default_storage.exists(recording.file.name)

    sweep_recordings()

    assert is_gone(recording)


def test_storage_that_is_away_stops_neither_warnings_nor_other_files(
    recording, interview, member, heard, monkeypatch
):
    others = RecordingFactory.create_batch(2, interview=interview, uploaded_by=member)
    for each in others:
        delete_recording(recording=each)
    recording.keep_until = localdate() + timedelta(days=3)
    recording.save()
    delete = default_storage.delete
    stuck = others[0].file.name

    def refuse(name):
        if name == stuck:
            raise OSError("the bucket is away")
        delete(name)

    monkeypatch.setattr(default_storage, "delete", refuse)
    with heard():
        sweep_recordings()

    assert default_storage.exists(stuck)
    assert is_gone(others[1])
    assert Notification.objects.filter(kind="recording").count() == 1


def test_later_ones_are_told_of_as_well(
    recording, interview, member, heard, monkeypatch
):
    monkeypatch.setattr(retention, "MOST_AT_ONCE", 2)
    soon = localdate() + timedelta(days=9)
    RecordingFactory.create_batch(
        4, interview=interview, uploaded_by=member, keep_until=soon
    )
    for _ in range(3):
        with heard():
            sweep_recordings()

    assert Notification.objects.filter(membership=member, kind="recording").count() == 4


def test_admins_are_told_where_who_brought_it_has_left(recording, member, admin, heard):
    recording.keep_until = localdate() + timedelta(days=30)
    recording.save()
    with heard():
        sweep_recordings()
    assert not Notification.objects.filter(membership=admin).exists()

    member.removed_at = now()
    member.save()
    for _ in range(2):
        with heard():
            sweep_recordings()

    assert Notification.objects.get(membership=admin).kind == "recording"


def test_who_brought_it_is_told_thirty_days_before(sign_in, member, recording, heard):
    recording.keep_until = localdate() + timedelta(days=31)
    recording.save()
    with heard():
        sweep_recordings()
    assert not Notification.objects.filter(kind="recording").exists()
    recording.keep_until = localdate() + timedelta(days=30)
    recording.save()

    for _ in range(2):
        with heard():
            sweep_recordings()

    notice = Notification.objects.get(membership=member, kind="recording")
    assert recording.interview.participant.name not in notice.text
    page = sign_in(member).get(at("recordings", recording.interview)).content.decode()
    assert "It will be deleted after" in page


def test_recording_is_kept_another_period(recording, member):
    RecordingPolicy.objects.create(workspace=recording.workspace, keep_months=6)

    keep_longer(recording=recording, by=member)

    recording.refresh_from_db()
    assert 180 <= recording.days_left <= 185


@pytest.mark.parametrize(
    ("today", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 5), 12, date(2027, 12, 5)),
        (date(2027, 2, 28), 12, date(2028, 2, 28)),
    ],
)
def test_periods_end_on_a_day_that_exists(today, months, end):
    assert end_of_keeping(RecordingPolicy(keep_months=months), today) == end


# --- the rules of a workspace ------------------------------------------------------


def test_admin_sets_the_rules_and_sees_what_is_kept(sign_in, admin, recording):
    url = reverse("interviews:recording_settings", args=[recording.workspace.slug])
    client = sign_in(admin)

    page = client.get(url).content.decode()
    client.post(url, {"keep_months": "6", "most_gigabytes": "20"})
    refused = client.post(url, {"keep_months": "0", "most_gigabytes": "20"})

    assert recording.name in page
    policy = RecordingPolicy.objects.get()
    assert (policy.keep_months, policy.most_gigabytes) == (6, 20)
    assert refused.status_code == 422
    assert AuditEvent.objects.filter(action="recording_policy_changed").count() == 1


def test_list_of_what_is_kept_asks_a_fixed_number_of_questions(
    sign_in, admin, recording, member, django_assert_max_num_queries
):
    for _ in range(8):
        RecordingFactory(interview=recording.interview, uploaded_by=member)
    url = reverse("interviews:recording_settings", args=[recording.workspace.slug])
    client = sign_in(admin)
    client.get(url)

    with django_assert_max_num_queries(20):
        client.get(url)
