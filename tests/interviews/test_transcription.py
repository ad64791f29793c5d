"""Automatic transcription against a real server on a socket and a real program."""

import json
import socket
import sys
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils.timezone import now

from interviews.engines import Address, EngineFailed, Program, read_json
from interviews.models import RecordingPolicy, Transcript
from interviews.operations import transcription
from interviews.operations.recordings import delete_recording
from interviews.operations.transcription import (
    ask_for_transcript,
    sweep_transcriptions,
    transcribe,
    transcribe_if_wished,
)
from tests.factories.interviews import InterviewFactory
from tests.factories.recordings import RecordingFactory, wav

ANSWER = {
    "text": "Tell me about the last time. I ran.",
    "language": "english",
    "segments": [
        {"id": 0, "start": 0.0, "end": 2.4, "text": " Tell me about the last time."},
        {"id": 1, "start": 2.4, "end": 3.0, "text": " I ran."},
    ],
}


class Service(BaseHTTPRequestHandler):
    """Stands where the transcription service would, and answers what the test has lined up."""

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.asked.append(
            (self.path, dict(self.headers), self.rfile.read(length))
        )
        status, body = self.server.answers.pop(0)
        if status == "hang up":
            return
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://169.254.169.254/latest/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def service(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.asked, server.answers = [], []
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}
    )
    thread.start()
    settings.TRANSCRIPTION_URL = f"http://127.0.0.1:{server.server_port}/v1"
    settings.TRANSCRIPTION_KEY = "sk-test"
    settings.TRANSCRIPTION_MODEL = "small"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def recording(team, member):
    interview = InterviewFactory(team=team, held=True, recording_agreed_at=now())
    return RecordingFactory(interview=interview, uploaded_by=member)


@pytest.fixture
def waiting(recording, member):
    return ask_for_transcript(recording=recording, by=member)


def answer(server, *answers):
    server.answers += [
        (status, body if isinstance(body, bytes) else json.dumps(body).encode())
        for status, body in answers
    ]


def words_of(transcript):
    rows = transcript.utterances.order_by("position")
    return list(rows.values_list("starts_ms", "ends_ms", "text"))


def test_recording_is_written_down_with_its_times(service, waiting, recording):
    answer(service, (200, ANSWER))

    transcribe(transcript_id=waiting.pk)

    waiting.refresh_from_db()
    assert waiting.state == Transcript.State.READY
    text = " ".join(text for _start, _end, text in words_of(waiting))
    assert text == "Tell me about the last time. I ran."
    assert words_of(waiting)[0][0] == 0
    path, headers, body = service.asked[0]
    assert path == "/v1/audio/transcriptions"
    assert headers["Authorization"] == "Bearer sk-test"
    assert wav() in body
    assert b'name="model"\r\n\r\nsmall' in body
    assert b"verbose_json" in body
    assert recording.name.encode() not in body


@pytest.mark.parametrize(
    ("status", "state", "says"),
    [
        (413, "failed", "larger than"),
        (401, "failed", "refused"),
        (302, "failed", "refused"),
        (429, "waiting", "overloaded"),
        (503, "waiting", "overloaded"),
        ("hang up", "waiting", "did not answer"),
    ],
)
def test_trouble_is_told_and_what_may_pass_is_tried_again(
    service, waiting, status, state, says
):
    answer(service, (status, b"{}"))

    transcribe(transcript_id=waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == (state, 1)
    assert says in waiting.trouble
    assert len(service.asked) == 1


def test_busy_service_is_asked_again_later_and_not_for_ever(service, waiting):
    answer(service, *[(429, b"{}")] * 4)

    for minutes in (0, 2, 5, 10):
        transcribe(transcript_id=waiting.pk)
        # Too early: nothing happens.
        transcribe(transcript_id=waiting.pk)
        moment = now() - timedelta(minutes=minutes or 2)
        moment = min(moment, now() - timedelta(minutes=20))
        Transcript.objects.filter(claimed_at__isnull=False).update(claimed_at=moment)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == ("failed", 4)
    assert len(service.asked) == 4


@pytest.mark.parametrize(
    "body", [b"<html>", b"[1]", b'{"segments": 7}', b'{"segments": [{"start": 1}]}']
)
def test_answer_that_makes_no_sense_is_a_failure(service, waiting, body):
    answer(service, (200, body))

    transcribe(transcript_id=waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.state, words_of(waiting)) == ("failed", [])


def test_failed_one_is_tried_again_when_somebody_asks(
    service, waiting, recording, member, sign_in
):
    answer(service, (401, b"{}"), (200, ANSWER))
    transcribe(transcript_id=waiting.pk)
    page = reverse(
        "interviews:recordings", args=[recording.workspace.slug, recording.interview_id]
    )
    client = sign_in(member)
    assert "Try again" in client.get(page).content.decode()

    client.post(
        reverse(
            "interviews:recording_transcription",
            args=[recording.workspace.slug, recording.pk],
        )
    )
    transcribe(transcript_id=waiting.pk)

    waiting.refresh_from_db()
    assert waiting.state == "ready"
    assert "Read along" in client.get(page).content.decode()


def test_one_recording_is_heard_at_a_time(service, waiting, recording, member):
    other = RecordingFactory(interview=recording.interview, uploaded_by=member)
    second = ask_for_transcript(recording=other, by=member)
    Transcript.objects.filter(pk=second.pk).update(
        state="running", claimed_at=now(), attempts=1
    )

    transcribe(transcript_id=waiting.pk)

    assert service.asked == []


def test_what_a_dead_worker_left_is_taken_up(
    service, waiting, django_capture_on_commit_callbacks, monkeypatch
):
    Transcript.objects.filter(pk=waiting.pk).update(
        state="running", claimed_at=now() - timedelta(minutes=3), attempts=1
    )
    sent = []
    monkeypatch.setattr(transcription, "enqueue", lambda *task: sent.append(task))
    answer(service, (200, ANSWER))

    sweep_transcriptions()
    transcribe(transcript_id=waiting.pk)

    assert sent == [("interviews.transcribe", waiting.pk)]
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == ("ready", 2)


def test_what_costs_every_worker_its_life_is_given_up(service, waiting):
    Transcript.objects.filter(pk=waiting.pk).update(
        state="running", claimed_at=now() - timedelta(minutes=3), attempts=4
    )
    answer(service, (200, ANSWER))

    sweep_transcriptions()
    transcribe(transcript_id=waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == ("failed", 4)
    assert service.asked == []


def test_recording_deleted_meanwhile_leaves_nothing(service, waiting, recording):
    answer(service, (200, ANSWER))

    delete_recording(recording=recording)
    transcribe(transcript_id=waiting.pk)

    assert not Transcript.objects.exists()
    assert service.asked == []


def test_nothing_happens_unless_somebody_has_set_it_up(recording, member, sign_in):
    RecordingPolicy.objects.create(workspace=recording.workspace, is_transcribed=True)

    transcribe_if_wished(recording=recording, by=member)
    sweep_transcriptions()

    assert not Transcript.objects.exists()
    page = reverse(
        "interviews:recordings", args=[recording.workspace.slug, recording.interview_id]
    )
    assert "Write it down" not in sign_in(member).get(page).content.decode()


def test_new_recordings_are_written_down_if_the_workspace_wants_it(
    service, recording, member
):
    transcribe_if_wished(recording=recording, by=member)
    assert not Transcript.objects.exists()

    RecordingPolicy.objects.create(workspace=recording.workspace, is_transcribed=True)
    transcribe_if_wished(recording=recording, by=member)

    assert Transcript.objects.get().state == "waiting"


# --- a program of this machine -----------------------------------------------------


@pytest.fixture
def program(tmp_path):
    """Make an engine of a few lines of Python; it finds the file's path in ``path``."""

    def make(lines, timeout=20):
        script = tmp_path / "engine.py"
        script.write_text(f"import sys, json, time, os\npath = sys.argv[1]\n{lines}\n")
        return Program(f"{sys.executable} {script}", tmp_path, timeout)

    return make


def hear(engine, tmp_path):
    path = tmp_path / "a talk; rm -rf.wav"
    path.write_bytes(wav())
    with open(path, "rb") as file:
        return engine.transcribe(
            file, name="talk.wav", content_type="audio/wav", size=len(wav())
        )


def test_program_answers_in_json(program, tmp_path):
    engine = program("print(json.dumps([{'start': 1, 'end': 2.5, 'text': path[-9:]}]))")

    assert hear(engine, tmp_path) == [
        {"start_ms": 1000, "end_ms": 2500, "speaker": "", "text": "rm -rf.wav"[1:]}
    ]


def test_program_answers_in_subtitles(program, tmp_path):
    vtt = (
        "WEBVTT\\n\\n00:00:01.000 --> 00:00:02.500\\n<v Ida>What happened then?</v>\\n"
    )
    engine = program(f"print('{vtt}')")

    assert hear(engine, tmp_path) == [
        {
            "start_ms": 1000,
            "end_ms": 2500,
            "speaker": "Ida",
            "text": "What happened then?",
        }
    ]


@pytest.mark.parametrize(
    "lines",
    ["sys.exit(3)", "print('no idea')", "os.kill(os.getpid(), 9)", "print('WEBVTT')"],
)
def test_program_that_fails_is_a_failure(program, tmp_path, lines):
    with pytest.raises(EngineFailed):
        hear(program(lines), tmp_path)


def test_program_that_lingers_is_ended_with_its_children(program, tmp_path):
    mark = tmp_path / "lived"
    child = f"time.sleep(1.5); open({str(mark)!r}, 'w')"
    engine = program(
        f"import subprocess\nsubprocess.Popen([sys.executable, '-c', \"import time; {child}\"])\n"
        "time.sleep(60)",
        timeout=0.8,
    )

    with pytest.raises(EngineFailed):
        hear(engine, tmp_path)

    threading.Event().wait(1.5)
    assert not mark.exists()


def test_program_knows_nothing_of_our_secrets(program, tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "ours")
    engine = program(
        "print(json.dumps([{'text': os.environ.get('SECRET_KEY', 'none')}]))"
    )

    assert hear(engine, tmp_path)[0]["text"] == "none"


def test_program_that_is_not_there_is_a_failure(tmp_path):
    with pytest.raises(EngineFailed):
        hear(Program("/no/such/engine"), tmp_path)


def test_address_that_nobody_answers_may_be_tried_again(tmp_path):
    with pytest.raises(EngineFailed) as failed:
        hear(Address("http://127.0.0.1:9/v1"), tmp_path)

    assert failed.value.may_try_again


@pytest.mark.parametrize(
    ("status", "reason", "may_try_again"),
    [(413, "large", False), (503, "busy", True), (200, "away", True)],
)
def test_service_that_answers_early_and_hangs_up_is_understood(
    status, reason, may_try_again
):
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=hang_up_early, args=[server, status])
        thread.start()
        engine = Address(f"http://127.0.0.1:{server.getsockname()[1]}/v1")
        size = 64 * 1024 * 1024
        with open("/dev/zero", "rb") as endless, pytest.raises(EngineFailed) as failed:
            engine.transcribe(
                endless, name="talk.wav", content_type="audio/wav", size=size
            )
        thread.join()

    assert (failed.value.reason, failed.value.may_try_again) == (reason, may_try_again)


def hang_up_early(server, status):
    """As a proxy does that has read the length and wants no more."""
    with server.accept()[0] as caller:
        caller.recv(1000)
        caller.sendall(f"HTTP/1.1 {status} So\r\nContent-Length: 0\r\n\r\n".encode())


def test_signs_of_life_go_on_after_a_moment_without_the_database(waiting, monkeypatch):
    signs, third = [], threading.Event()

    def stumble():
        signs.append(now())
        if len(signs) > 2:
            third.set()
        if len(signs) < 3:
            raise OperationalError("server closed the connection unexpectedly")
        return now()

    monkeypatch.setattr(transcription, "SIGN_OF_LIFE", 0.01)
    monkeypatch.setattr(transcription, "now", stumble)
    with transcription._signs_of_life(waiting):
        assert third.wait(5)


def test_times_that_are_none_are_left_out():
    found = read_json(b'{"segments": [{"start": "x", "end": -1, "text": " Yes "}]}')

    assert found == [{"start_ms": None, "end_ms": None, "speaker": "", "text": "Yes"}]
