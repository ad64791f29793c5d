"""Recordings in a bucket: the S3 client of production against a small server on a socket."""

import hashlib
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.urls import reverse
from django.utils.timezone import now

from interviews.operations.parts import parts_path
from interviews.operations.recordings import delete_recording
from interviews.operations.uploads import begin_upload, finish_upload, receive
from tests.factories.interviews import InterviewFactory
from tests.factories.recordings import wav

TALK = wav(5)


class Bucket(BaseHTTPRequestHandler):
    """As much of S3 as an upload, a range, a look and a deletion need."""

    protocol_version = "HTTP/1.1"

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.objects[self.key] = body
        self.answer(200, headers={"ETag": f'"{hashlib.sha1(body).hexdigest()}"'})

    def do_GET(self):
        body = self.server.objects.get(self.key)
        if body is None:
            return self.answer(404)
        wanted = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        self.server.asked.append(self.headers.get("Range"))
        if wanted:
            return self.answer(206, body[int(wanted[1]) : int(wanted[2]) + 1])
        return self.answer(200, body)

    def do_HEAD(self):
        self.answer(200 if self.key in self.server.objects else 404)

    def do_DELETE(self):
        self.server.objects.pop(self.key, None)
        self.answer(204)

    @property
    def key(self):
        return self.path.partition("?")[0]

    def answer(self, status, body=b"", headers=None):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def bucket(settings, monkeypatch):
    # Its checksums would come as a trailer in pieces, which is more of S3 than this server speaks.
    monkeypatch.setenv("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    server.objects, server.asked = {}, []
    server.daemon_threads = True
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}
    )
    thread.start()
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": "talks",
                "endpoint_url": f"http://127.0.0.1:{server.server_port}",
                "access_key": "key",
                "secret_key": "secret",
                "region_name": "us-east-1",
                "addressing_style": "path",
                "default_acl": "private",
                "file_overwrite": False,
            },
        },
    }
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_recording_goes_to_the_bucket_is_heard_in_parts_and_deleted(
    bucket, sign_in, member, team, django_capture_on_commit_callbacks, tmp_path
):
    interview = InterviewFactory(team=team, held=True, recording_agreed_at=now())
    upload = begin_upload(
        interview=interview, name="talk.wav", size=len(TALK), by=member
    )
    with open(tmp_path / "talk", "w+b") as file:
        file.write(TALK)
        file.seek(0)
        receive(upload=upload, offset=0, stream=file)

    recording = finish_upload(upload=upload)

    assert list(bucket.objects) == [f"/talks/{recording.file.name}"]
    assert list(bucket.objects.values()) == [TALK]
    assert not parts_path(upload).exists()
    url = reverse(
        "interviews:recording_file", args=[interview.workspace.slug, recording.pk]
    )
    answer = sign_in(member).get(url, headers={"Range": "bytes=1000-1999"})
    assert b"".join(answer) == TALK[1000:2000]
    assert bucket.asked == ["bytes=1000-1999"]

    with django_capture_on_commit_callbacks(execute=True):
        delete_recording(recording=recording)
    assert bucket.objects == {}
