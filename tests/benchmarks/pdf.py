"""PDFs of 100 stories: one by one and as a booklet through a real worker, and a press on an unchanged one.

The limit of one page is WeasyPrint itself, warm, with our fonts loaded and our style sheets
parsed: the same page drawn by the same library in this very process.
"""

import statistics
import subprocess
import sys
import time

from django.db import transaction
from django.test import Client
from django.urls import reverse

from discovery.home.demo.build import build_demo
from discovery.home.demo.logins import DEMO_LOGINS
from discovery.workspaces.models import Membership
from interviews.models import Interview
from recruiting.models import Participant
from snapshots.models import Booklet, Rendering, Snapshot
from snapshots.models.parts import KINDS
from snapshots.operations.booklets import request_booklet
from snapshots.operations.rendering import render_pdf, request_pdf
from snapshots.page import Page
from snapshots.pdf import page_request
from snapshots.pdf_process.drawer import Drawer, write
from tests.benchmarks.figures import Figure

STORIES = 100
ROUNDS = 25
PATIENCE = 300


def run():
    member = _member()
    stories = _stories(member.workspace)
    yield Figure("stories", len(stories), "pages")
    yield from _one_page(stories[0])
    worker = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "celery", "--quiet", "--app=discovery.celery", "worker"]
        + ["--concurrency=2", "--loglevel=ERROR", "--without-gossip"]
    )
    try:
        # The worker is warm before anything is measured.
        _make_all(stories[:4])
        yield from _one_by_one(stories)
        yield from _booklet(stories, member)
    finally:
        worker.terminate()
        worker.wait(timeout=30)
    yield from _unchanged(stories[0], member)


def _member():
    email = DEMO_LOGINS[0][0]
    if not Membership.objects.filter(user__email=email).exists():
        build_demo()
    return Membership.objects.select_related("workspace", "user").get(user__email=email)


def _stories(workspace):
    """The demo's stories, told again until there are enough of them."""
    told = list(workspace.snapshots.published().order_by("pk"))
    while len(told) < STORIES:
        told.append(_told_again(told[len(told) % 20], len(told)))
    return told[:STORIES]


@transaction.atomic
def _told_again(snapshot, number):
    person = Participant.objects.get(pk=snapshot.participant_id)
    person.pk, person.pseudonym = None, f"P-B{number:03}"
    person.email, person.photo = f"told-again-{number}@example.org", None
    person.save()
    talk = Interview.objects.get(pk=snapshot.interview_id)
    talk.pk, talk.participant = None, person
    talk.calendar_uid = f"told-again-{number}@localhost"
    talk.save()
    parts = {
        kind: list(model.objects.filter(snapshot=snapshot))
        for kind, model in KINDS.items()
    }
    copy = Snapshot.objects.get(pk=snapshot.pk)
    copy.pk, copy.interview, copy.participant = None, talk, person
    copy.name = f"{snapshot.name} {number}"
    copy.save()
    for kind, model in KINDS.items():
        for part in parts[kind]:
            part.pk, part.snapshot, part.client_id = None, copy, None
            if kind == "opportunities":
                part.moment = None
        model.objects.bulk_create(parts[kind])
    return copy


def _one_page(story):
    page = Page(Snapshot.objects.for_page().get(pk=story.pk))
    drawer = Drawer()
    for _ in range(3):
        _library_alone(drawer, page)
        _make(story)
    # By turns, so that whatever else the machine does meets both alike.
    times = [(_library_alone(drawer, page), _make(story)) for _ in range(ROUNDS)]
    own, made = zip(*times, strict=True)
    yield Figure("weasyprint_alone_p50", statistics.median(own) * 1000, "ms")
    yield Figure("made_p50", statistics.median(made) * 1000, "ms")
    ratio = statistics.median(made) / statistics.median(own)
    yield Figure("made_to_weasyprint", ratio, "times")


def _library_alone(drawer, page):
    """As short as the library can be called: no process between, no row, no file."""
    request = page_request(page)
    html, sheets = drawer.read(request)
    sheets.append(drawer.sheet(f"html {{ font-size: {request['sizes'][0]:.2f}px }}"))
    began = time.perf_counter()
    html = drawer.weasyprint.HTML(string=request["html"], url_fetcher=drawer.fetcher)
    document = html.render(
        stylesheets=sheets,
        font_config=drawer.font_config,
        pdf_variant="pdf/ua-1",
        optimize_images=True,
        dpi=300,
    )
    if len(document.pages) != 1:
        raise RuntimeError("The page that is measured must fit at once.")
    write(document, {"identifier": "x"})
    return time.perf_counter() - began


def _make(story):
    """The whole work of a warm worker: the row, the page, the drawing, the file."""
    Rendering.objects.filter(snapshot=story).delete()
    rendering = request_pdf(page=Page(Snapshot.objects.for_page().get(pk=story.pk)))
    began = time.perf_counter()
    render_pdf(rendering_id=rendering.pk)
    taken = time.perf_counter() - began
    rendering.refresh_from_db()
    if not rendering.is_ready:
        raise RuntimeError(f"No PDF: {rendering.reason}")
    return taken


def _one_by_one(stories):
    began = time.perf_counter()
    _make_all(stories)
    yield Figure("one_by_one", time.perf_counter() - began, "s")


def _make_all(stories):
    rows = Rendering.objects.filter(snapshot__in=stories)
    rows.delete()
    for story in stories:
        request_pdf(page=Page(Snapshot.objects.for_page().get(pk=story.pk)))
    _wait(lambda: rows.filter(state="ready").count() == len(stories))


def _booklet(stories, member):
    Booklet.objects.filter(asked_by=member).delete()
    began = time.perf_counter()
    booklet = request_booklet(snapshots=stories, by=member)
    _wait(lambda: Booklet.objects.get(pk=booklet.pk).is_ready)
    yield Figure("booklet", time.perf_counter() - began, "s")
    yield Figure(
        "booklet_size", Booklet.objects.get(pk=booklet.pk).file.size / 1e6, "MB"
    )


def _wait(is_done):
    deadline = time.monotonic() + PATIENCE
    while not is_done():
        if time.monotonic() > deadline:
            raise RuntimeError("The worker does not come to an end.")
        time.sleep(0.1)


def _unchanged(story, member):
    client = Client(SERVER_NAME="localhost")
    client.force_login(member.user)
    url = reverse("snapshots:pdf", args=[member.workspace.slug, story.pk])
    times = []
    for _ in range(100):
        began = time.perf_counter()
        answer = client.post(url)
        times.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 302 or "/pdf/file/" not in answer.url:
            raise RuntimeError(f"{answer.status_code}: the PDF is not there.")
    yield Figure("unchanged_p50", statistics.median(times), "ms")
    yield Figure("unchanged_p95", statistics.quantiles(times, n=20)[-1], "ms")
