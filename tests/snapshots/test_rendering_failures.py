"""A killed process, a full disk, a page that never ends: what is left, and what is tried again."""

import errno
import os
import signal
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.timezone import now

from snapshots import drawing, pdf
from snapshots.models import Rendering, Snapshot
from snapshots.models.rendering import MOST_ATTEMPTS
from snapshots.operations.rendering import render_pdf, request_pdf
from snapshots.page import Page
from snapshots.tasks import sweep_pdfs

State = Rendering.State


def page_of(snapshot, **shown):
    return Page(Snapshot.objects.for_page().get(pk=snapshot.pk), **shown)


@pytest.fixture
def rendering(story):
    return request_pdf(page=page_of(story))


def test_what_a_killed_worker_had_in_hand_is_found_and_made(rendering):
    Rendering.objects.claim(rendering.pk)
    assert Rendering.objects.due().count() == 0

    Rendering.objects.update(claimed_at=now() - timedelta(minutes=5))
    assert Rendering.objects.due().get() == rendering
    sweep_pdfs()
    render_pdf(rendering_id=rendering.pk)

    rendering.refresh_from_db()
    assert (rendering.state, rendering.attempts) == (State.READY, 2)


def test_a_page_that_kills_its_worker_is_given_up(rendering):
    Rendering.objects.update(attempts=MOST_ATTEMPTS)

    render_pdf(rendering_id=rendering.pk)

    rendering.refresh_from_db()
    assert (rendering.state, rendering.reason) == (State.FAILED, "lost")


def test_a_drawing_process_that_hangs_is_stopped(rendering, story, monkeypatch):
    monkeypatch.setattr(drawing, "SECONDS", 0)

    render_pdf(rendering_id=rendering.pk)

    rendering.refresh_from_db()
    assert (rendering.state, rendering.reason) == (State.FAILED, "too_slow")


def test_a_drawing_process_that_does_not_read_is_stopped(story, monkeypatch):
    request = {"do": "page", "html": "x" * 2**20}
    pdf.make_pdf(page_of(story))
    os.kill(drawing.drawing_process._child.pid, signal.SIGSTOP)
    monkeypatch.setattr(drawing, "SECONDS", 0.1)

    with pytest.raises(drawing.PdfFailed, match="too_slow"):
        drawing.drawing_process.ask(request)


def test_a_drawing_process_that_died_is_started_anew(rendering, story):
    pdf.make_pdf(page_of(story))
    drawing.drawing_process._child.kill()
    drawing.drawing_process._child.wait()

    render_pdf(rendering_id=rendering.pk)

    rendering.refresh_from_db()
    assert rendering.state == State.READY


def test_a_drawing_process_that_is_killed_half_way_is_replaced(rendering, story):
    pdf.make_pdf(page_of(story))
    pid = drawing.drawing_process._child.pid
    os.kill(pid, signal.SIGSTOP)
    threading.Timer(0.2, os.kill, (pid, signal.SIGKILL)).start()

    render_pdf(rendering_id=rendering.pk)

    rendering.refresh_from_db()
    assert rendering.state == State.READY
    assert drawing.drawing_process._child.pid != pid


def test_the_drawing_process_has_no_network(story):
    pdf.make_pdf(page_of(story))

    pid = drawing.drawing_process._child.pid
    if os.readlink(f"/proc/{pid}/ns/net") == os.readlink("/proc/self/ns/net"):
        pytest.skip("This kernel gives no process a network of its own.")
    with open(f"/proc/{pid}/net/dev") as devices:
        assert [line.split(":")[0].strip() for line in devices][2:] == ["lo"]


def test_a_full_disk_leaves_nothing_half_done_and_is_tried_later(
    rendering, story, monkeypatch, django_capture_on_commit_callbacks
):
    def fills_up(storage, name, content):
        Path(storage.path(name)).parent.mkdir(parents=True, exist_ok=True)
        Path(storage.path(name)).write_bytes(b"%PDF-half")
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(FileSystemStorage, "_save", fills_up)
        render_pdf(rendering_id=rendering.pk)

    rendering.refresh_from_db()
    assert (rendering.state, rendering.reason) == (State.FAILED, "no_space")
    _folders, files = default_storage.listdir(f"workspaces/{story.workspace_id}/pdfs")
    assert files == []
    assert not Rendering.objects.due().exists()

    Rendering.objects.update(finished_at=now() - timedelta(minutes=6))
    assert Rendering.objects.longest_waiting().get() == rendering.pk
    render_pdf(rendering_id=rendering.pk)
    rendering.refresh_from_db()
    assert rendering.state == State.READY
