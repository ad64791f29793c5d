"""Sending a recording: in pieces, over and over, and never more than was agreed to."""

import base64
import hashlib
import json
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils.timezone import now

from interviews.models import Recording, RecordingPolicy, RecordingUpload
from interviews.operations import retention, uploads
from interviews.operations.parts import held_parts, parts_path
from interviews.operations.room import answer_recording
from tests.factories.interviews import InterviewFactory
from tests.factories.recordings import mp4, wav

TALK = wav(3)
LENGTH = len(TALK)
SUM = hashlib.sha256(TALK).hexdigest()


@pytest.fixture
def interview(member, team):
    return InterviewFactory(
        team=team, held=True, recording_agreed_at=now(), recording_agreed_by=member
    )


@pytest.fixture
def send(sign_in, member, interview):
    return Sender(sign_in(member), interview)


class Sender:
    """A browser that sends a file, as roughly as the test wants."""

    def __init__(self, client, interview):
        self.client, self.interview = client, interview
        self.slug = interview.workspace.slug

    def begin(self, name="talk.wav", size=LENGTH, version="1.0.0"):
        url = reverse(
            "interviews:recording_uploads", args=[self.slug, self.interview.pk]
        )
        encoded = base64.b64encode(name.encode()).decode()
        headers = {
            "Tus-Resumable": version,
            "Upload-Length": str(size),
            "Upload-Metadata": f"filename {encoded},filetype YQ==",
        }
        answer = self.client.post(url, headers=headers)
        self.url = answer.headers.get("Location")
        return answer

    def piece(self, offset, content, **headers):
        headers = {"Upload-Offset": str(offset), "Tus-Resumable": "1.0.0", **headers}
        return self.client.patch(
            self.url,
            content,
            content_type="application/offset+octet-stream",
            headers=headers,
        )

    def finish(self, sha256=SUM):
        return self.client.post(f"{self.url}completion/", {"sha256": sha256})

    def whole(self, content=TALK, name="talk.wav"):
        assert self.begin(name, len(content)).status_code == 201
        assert self.piece(0, content).status_code == 204
        return self.finish(hashlib.sha256(content).hexdigest())

    @property
    def offset(self):
        return int(self.client.head(self.url).headers["Upload-Offset"])

    @property
    def upload(self):
        return RecordingUpload.objects.get(pk=self.url.split("/")[-2])


def stored(recording):
    with recording.file.open() as file:
        return file.read()


def default_storage_files(recording):
    return Path(recording.file.path).parent.iterdir()


def checksum(content):
    return f"sha256 {base64.b64encode(hashlib.sha256(content).digest()).decode()}"


def test_file_arrives_in_pieces_and_is_what_was_sent(send):
    send.begin("Talk with Priya.wav")
    for start in range(0, len(TALK), 10_000):
        piece = TALK[start : start + 10_000]
        answer = send.piece(start, piece, **{"Upload-Checksum": checksum(piece)})
        assert answer.headers["Upload-Offset"] == str(start + len(piece))

    answer = send.finish()

    recording = Recording.objects.get(pk=answer.json()["recording"])
    assert stored(recording) == TALK
    assert (recording.duration_ms, recording.medium) == (3000, "audio")
    assert recording.name == "Talk with Priya.wav"
    assert recording.sha256 == SUM
    folder = f"workspaces/{send.interview.workspace_id}/recordings/"
    assert recording.file.name.startswith(folder)
    assert "Priya" not in recording.file.name
    assert not parts_path(send.upload).exists()


def test_end_that_fails_half_way_is_tried_again_and_nothing_sent_again(
    send, monkeypatch
):
    def fail(*args):
        raise OperationalError("canceling statement due to lock timeout")

    send.begin()
    send.piece(0, TALK)
    with monkeypatch.context() as patched:
        patched.setattr(uploads, "_keep", fail)
        with pytest.raises(OperationalError):
            send.finish()
    assert send.offset == LENGTH

    assert stored(Recording.objects.get(pk=send.finish().json()["recording"])) == TALK
    assert not parts_path(send.upload).exists()


def test_disk_that_knows_no_second_names_gets_a_copy(send, monkeypatch):
    def refuse(*args):
        raise PermissionError

    monkeypatch.setattr("os.link", refuse)

    assert stored(Recording.objects.get(pk=send.whole().json()["recording"])) == TALK
    assert list(parts_path(send.upload).parent.iterdir()) == []


def test_two_ends_with_the_same_bytes_give_one_recording(send, monkeypatch):
    """The other is kept while this one is already past looking whether it is known."""
    for sender in (send, other := Sender(send.client, send.interview)):
        sender.begin()
        sender.piece(0, TALK)
    store, answers = uploads.store, []

    def store_late(upload, extension):
        name = store(upload, extension)
        if upload == send.upload:
            with held_parts(other.upload) as file:
                answers.append(uploads._take(other.upload, file, SUM))
        return name

    monkeypatch.setattr(uploads, "store", store_late)
    answer = send.finish()

    recording = Recording.objects.get()
    assert answer.json()["recording"] == recording.pk == answers[0].pk
    assert stored(recording) == TALK
    assert len(list(default_storage_files(recording))) == 1
    assert send.upload.recording == other.upload.recording == recording


def test_end_that_was_not_heard_can_be_asked_for_again(send):
    first = send.whole()
    second = send.finish()

    assert first.json() == second.json()
    assert Recording.objects.count() == 1


def test_same_file_again_is_the_same_recording(send):
    first = send.whole()
    second = send.whole()

    assert first.json() == second.json()
    assert not parts_path(send.upload).exists()


def test_sending_goes_on_where_the_server_says(send):
    send.begin()
    send.piece(0, TALK[:5000])

    # Our answer was lost, so the sender tries the same piece again.
    assert send.piece(0, TALK[:5000]).status_code == 409
    assert send.offset == 5000
    assert send.piece(5000, TALK[5000:]).status_code == 204
    assert send.finish().status_code == 200


def test_what_was_written_but_not_counted_is_written_over(send):
    send.begin()
    send.piece(0, TALK[:5000])
    with open(parts_path(send.upload), "ab") as parts:
        parts.write(b"of a request that was killed before it counted" * 9)

    send.piece(5000, TALK[5000:])

    assert send.finish().status_code == 200


def test_damaged_piece_does_not_count(send):
    send.begin()

    answer = send.piece(0, TALK[:5000], **{"Upload-Checksum": checksum(b"other")})

    assert answer.status_code == 460
    assert send.offset == 0
    assert send.piece(0, TALK, **{"Upload-Checksum": "md5 AAAA"}).status_code == 400
    assert send.offset == 0


def test_whole_with_another_checksum_is_not_taken(send):
    send.begin()
    send.piece(0, TALK)

    answer = send.finish("0" * 64)

    assert answer.status_code == 422
    assert answer.json()["reason"] == "checksum"
    assert not Recording.objects.exists()
    assert not RecordingUpload.objects.exists()


def test_more_than_was_announced_is_not_taken(send):
    send.begin(size=1000)

    assert send.piece(0, TALK[:1001]).status_code == 413
    assert send.offset == 0
    assert parts_path(send.upload).stat().st_size == 0


def test_piece_is_no_longer_than_eight_megabytes(send):
    send.begin(size=20 * 1024 * 1024)

    answer = send.piece(0, bytes(uploads.LARGEST_PIECE + 1))

    assert answer.status_code == 413
    assert send.offset == 0


def test_incomplete_file_cannot_be_finished(send):
    send.begin()
    send.piece(0, TALK[:5000])

    answer = send.finish()

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "5000")


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"Just words, called a film." * 99, "talk.mp4", "mismatch"),
        (mp4()[:-20], "talk.mp4", "cut"),
        (b"#EXTM3U\nhttp://169.254.169.254/\n", "talk.webm", "mismatch"),
    ],
)
def test_what_is_no_recording_is_refused_and_removed(send, content, name, reason):
    answer = send.whole(content, name)

    assert (answer.status_code, answer.json()["reason"]) == (422, reason)
    assert list(RecordingUpload.objects.all()) == []


@pytest.mark.parametrize(
    ("name", "size", "reason"),
    [
        ("talk.svg", 10, "kind"),
        ("talk.mp4", 0, "empty"),
        ("talk.mp4", uploads.LARGEST_FILE + 1, "too_large"),
    ],
)
def test_file_is_refused_before_anything_is_sent(send, name, size, reason):
    answer = send.begin(name, size)

    assert (answer.status_code, answer.json()["reason"]) == (422, reason)
    assert answer.json()["text"]


def test_nothing_is_taken_before_consent_is_written_down(send, member, interview):
    answer_recording(interview=interview, is_agreed=False, by=member)

    assert send.begin().json()["reason"] == "consent"


def test_consent_that_is_taken_back_on_the_way_takes_all_along(send, member, interview):
    send.begin()
    send.piece(0, TALK)
    path = parts_path(send.upload)

    answer_recording(interview=interview, is_agreed=False, by=member)

    assert send.finish().status_code == 404
    assert not Recording.objects.exists()
    path.unlink(missing_ok=True)


def test_room_of_the_workspace_counts_what_is_coming(send, interview):
    RecordingPolicy.objects.create(workspace=interview.workspace, most_gigabytes=1)
    big = 600 * 1024 * 1024

    assert send.begin("one.mp4", big).status_code == 201
    assert send.begin("two.mp4", big).json()["reason"] == "full"


def test_one_person_sends_few_files_at_once(send):
    answers = [send.begin().status_code for _ in range(uploads.MOST_OPEN_AT_ONCE + 1)]

    assert answers[:-1] == [201] * uploads.MOST_OPEN_AT_ONCE
    assert answers[-1] == 422


def test_two_at_once_are_refused_and_not_mixed(send):
    send.begin()

    with held_parts(send.upload):
        assert send.piece(0, TALK).status_code == 423
    assert send.offset == 0
    assert send.piece(0, TALK).status_code == 204
    with held_parts(send.upload):
        assert send.finish().status_code == 423
    assert send.finish().status_code == 200


def test_one_file_is_taken_at_a_time_so_that_pages_go_on(send):
    send.begin()
    send.piece(0, TALK)

    with uploads._ending:
        assert send.finish().status_code == 423
    assert send.finish().status_code == 200


@pytest.mark.django_db(transaction=True)
def test_many_writers_of_one_piece_leave_one_whole_file(send):
    send.begin()
    upload, answers = send.upload, []

    def write(byte):
        try:
            uploads.receive(
                upload=RecordingUpload.objects.get(pk=upload.pk),
                offset=0,
                stream=SimpleUploadedFile("part", bytes([byte]) * len(TALK)).file,
            )
            answers.append(byte)
        except Exception as error:
            answers.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[byte]) for byte in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (winner,) = [answer for answer in answers if isinstance(answer, int)]
    assert parts_path(upload).read_bytes() == bytes([winner]) * len(TALK)
    assert set(answers) <= {winner, "PartsBusy", "UploadElsewhere"}


def test_lost_parts_are_said_to_be_gone(send):
    send.begin()
    send.piece(0, TALK[:5000])
    parts_path(send.upload).unlink()

    assert send.piece(5000, TALK[5000:]).status_code == 410
    assert not RecordingUpload.objects.exists()


def test_protocol_is_held_to(send):
    assert send.begin(version="0.2").status_code == 412
    assert send.begin(name="").status_code == 400
    send.begin()
    assert (
        send.client.patch(send.url, b"x", content_type="text/plain").status_code == 415
    )
    assert send.piece("-1", b"x").status_code == 400


def test_stopped_upload_is_gone_with_its_parts(
    send, django_capture_on_commit_callbacks
):
    send.begin()
    send.piece(0, TALK)
    path = parts_path(send.upload)

    with django_capture_on_commit_callbacks(execute=True):
        assert send.client.delete(send.url).status_code == 204

    assert not path.exists()
    assert send.client.head(send.url).status_code == 404


def test_stop_that_comes_too_late_leaves_the_recording(
    send, django_capture_on_commit_callbacks
):
    send.begin()
    send.piece(0, TALK)
    upload = send.upload
    send.finish()

    with django_capture_on_commit_callbacks(execute=True):
        uploads.stop_upload(upload=upload)

    assert stored(Recording.objects.get()) == TALK


@pytest.mark.parametrize("moment", ["append", "held_parts", "_keep"])
def test_upload_that_is_stopped_under_our_hands_is_gone(send, monkeypatch, moment):
    """Its row goes while a piece of it, or its end, is being taken."""
    send.begin()
    if moment == "_keep":
        send.piece(0, TALK)
    path, act = parts_path(send.upload), getattr(uploads, moment)

    def stop_first(*args, **options):
        RecordingUpload.objects.all().delete()
        return act(*args, **options)

    monkeypatch.setattr(uploads, moment, stop_first)
    answer = send.finish() if moment == "_keep" else send.piece(0, TALK)

    assert answer.status_code == 410
    assert not path.exists()
    assert not Recording.objects.exists()


def test_consent_taken_back_takes_what_a_broken_end_has_stored(
    send, member, interview, settings, django_capture_on_commit_callbacks
):
    send.begin()
    send.piece(0, TALK)
    uploads.store(send.upload, ".wav")

    with django_capture_on_commit_callbacks(execute=True):
        answer_recording(interview=interview, is_agreed=False, by=member)

    left = Path(settings.MEDIA_ROOT).rglob(f"*{send.url.split('/')[-2][:8]}*")
    assert list(left) == []


def test_somebody_elses_upload_is_not_there(send, sign_in, researcher):
    send.begin()

    send.client = sign_in(researcher)

    assert send.client.head(send.url).status_code == 404
    assert send.piece(0, TALK).status_code == 404
    assert send.finish().status_code == 404


def test_abandoned_parts_are_removed_within_a_day(
    send, settings, django_capture_on_commit_callbacks
):
    send.begin()
    send.piece(0, TALK[:10])
    path = parts_path(send.upload)
    RecordingUpload.objects.update(touched_at=now() - timedelta(hours=23))

    with django_capture_on_commit_callbacks(execute=True):
        retention.sweep_uploads()

    assert not path.exists()
    assert list(Path(settings.MEDIA_ROOT).rglob("*.wav")) == []


def test_storage_that_is_away_holds_up_no_other_upload(send, monkeypatch):
    for _ in range(2):
        send.begin()
    RecordingUpload.objects.update(touched_at=now() - timedelta(hours=23))
    (first, _second) = RecordingUpload.objects.order_by("pk")
    drop_all = retention.drop_all

    def drop(upload):
        if upload == first:
            raise OSError
        drop_all(upload)

    monkeypatch.setattr(retention, "drop_all", drop)
    retention.sweep_uploads()

    assert list(RecordingUpload.objects.all()) == [first]


def test_small_file_comes_without_any_script(send):
    url = reverse("interviews:recordings", args=[send.slug, send.interview.pk])
    send.client.post(url, {"file": SimpleUploadedFile("talk.wav", TALK)})
    refused = send.client.post(url, {"file": SimpleUploadedFile("a.mp4", b"words")})

    assert stored(Recording.objects.get()) == TALK
    assert refused.status_code == 422
    assert "not what its name says" in refused.content.decode()


def test_answers_are_no_pages_and_are_kept_nowhere(send):
    answer = send.begin("talk.exe")

    assert json.loads(answer.content)["reason"] == "kind"
    assert "no-store" in answer.headers["Cache-Control"]
