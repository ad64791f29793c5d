import hashlib
import json
import logging

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.timezone import now

from discovery.celery import enqueue
from discovery.live.operations import publish
from snapshots.models import Rendering, Snapshot
from snapshots.models.rendering import MOST_ATTEMPTS
from snapshots.operations.booklets import make_booklets_anew
from snapshots.operations.made_files import delete_made, keep_file
from snapshots.page import Page
from snapshots.pdf import PdfFailed, address_of, make_card, make_pdf

logger = logging.getLogger(__name__)

Kind = Rendering.Kind
MAKERS = {Kind.PAGE: (make_pdf, "pdf"), Kind.CARD: (make_card, "png")}
# Raise one when the picture changes its look; that of the page is part of its own hash.
LAYOUTS = {Kind.PAGE: 2, Kind.CARD: 1}


@transaction.atomic
def request_pdf(*, page, kind=Kind.PAGE):
    """Ask for a page as it stands, on its paper or as a picture; an unchanged one is kept.

    A failed one is tried anew, since whoever asks has perhaps mended what was wrong.
    """
    rendering, is_new = Rendering.objects.get_or_create(
        snapshot=page.snapshot,
        content_hash=hash_of(page, kind),
        defaults={
            "workspace": page.snapshot.workspace,
            "is_outside": page.is_outside,
            "is_pseudonymous": page.is_pseudonymous,
            "kind": kind,
            "paper": page.paper,
        },
    )
    failed = Rendering.objects.filter(pk=rendering.pk, state=Rendering.State.FAILED)
    if failed.update(state=Rendering.State.QUEUED, reason="", attempts=0) or is_new:
        rendering.refresh_from_db()
        enqueue("snapshots.render_pdf", rendering.pk)
        _tell(rendering)
    return rendering


def current_rendering(page, kind=Kind.PAGE):
    """The rendering of a page as it stands, if anybody has asked for it."""
    return Rendering.objects.filter(
        snapshot=page.snapshot, content_hash=hash_of(page, kind)
    ).first()


def hash_of(page, kind=Kind.PAGE):
    """Of all that is seen on it, so that it is made once and never shown as it used to be."""
    snapshot = page.snapshot
    seen = [LAYOUTS[kind], page.content_hash, kind, str(snapshot.workspace)]
    seen += [str(snapshot.team), page.paper, address_of(page)]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


def render_pdf(*, rendering_id):
    """Make one page, unless it is made or the place of its workspace is taken.

    Then hand on the place: whoever finds it taken goes away, so that nobody waits in line.
    """
    rendering = Rendering.objects.claim(rendering_id)
    if rendering is None:
        return
    try:
        _make(rendering)
    finally:
        if pk := Rendering.objects.next_of(rendering.workspace_id):
            enqueue("snapshots.render_pdf", pk)


def _make(rendering):
    _tell(rendering)
    if rendering.attempts > MOST_ATTEMPTS:
        _fail(rendering, Rendering.Failure.LOST)
        return
    page = _page_as_it_stands(rendering)
    if hash_of(page, rendering.kind) != rendering.content_hash:
        _make_as_it_stands(rendering, page)
        return
    make, suffix = MAKERS[rendering.kind]
    try:
        name = keep_file(rendering.workspace_id, suffix, make(page))
    except PdfFailed as error:
        logger.warning("PDF of snapshot %s: %s", rendering.snapshot_id, error)
        _fail(rendering, error.failure)
    except OSError as error:
        # The photo cannot be read.
        logger.warning("PDF of snapshot %s: %s", rendering.snapshot_id, error)
        _fail(rendering, Rendering.Failure.BROKEN)
    else:
        _fill(rendering, name)


def sweep_pdfs():
    """Hand out what no worker has taken, or what its worker has lost."""
    for pk in Rendering.objects.longest_waiting():
        enqueue("snapshots.render_pdf", pk)


def delete_pdfs_of(snapshot):
    """Every file that shows how a page was at some time, also among others."""
    delete_made(Rendering.objects.filter(snapshot=snapshot))
    make_booklets_anew(snapshot)


def delete_pdfs_about(participant):
    """The same for every page about a person who has taken a consent back."""
    pages = Snapshot.objects.select_for_update(no_key=True)
    for snapshot in pages.filter(participant=participant).order_by("pk"):
        delete_pdfs_of(snapshot)


def _page_as_it_stands(rendering):
    """The page, once whoever takes something back from it at this moment has done so.

    Who begins later finds the row of the rendering, and deletes it.
    """
    with transaction.atomic():
        _lock_page(rendering)
    return Page(
        Snapshot.objects.for_reading().get(pk=rendering.snapshot_id),
        is_outside=rendering.is_outside,
        shows_name=not rendering.is_pseudonymous,
        paper=rendering.paper,
    )


def _make_as_it_stands(rendering, page):
    """The page was edited before its turn came: whoever asked wants the newer one."""
    with transaction.atomic():
        if _mine(rendering).delete()[0]:
            request_pdf(page=page, kind=rendering.kind)


def _fill(rendering, name):
    """Fill the row, if it is still ours.

    An erasure, a redaction or a consent taken back meanwhile has deleted the row: their lock
    on the snapshot makes them wait or us see it, and no file outlives it (C5). An edit leaves
    it: nothing is handed out whose page has changed since.
    """
    with transaction.atomic():
        _lock_page(rendering)
        ready = Rendering.State.READY
        if _mine(rendering).update(state=ready, file=name, pages=1, finished_at=now()):
            delete_made(_outdated(rendering))
            _tell(rendering)
        else:
            default_storage.delete(name)


def _lock_page(rendering):
    locks = Snapshot.objects.select_for_update(no_key=True)
    locks.values_list("pk").get(pk=rendering.snapshot_id)


def _mine(rendering):
    return Rendering.objects.filter(
        pk=rendering.pk,
        state=Rendering.State.RENDERING,
        claimed_at=rendering.claimed_at,
    )


def _outdated(rendering):
    """Finished ones of the same page and kind that show how it used to be."""
    return Rendering.objects.filter(
        snapshot=rendering.snapshot_id,
        kind=rendering.kind,
        paper=rendering.paper,
        is_outside=rendering.is_outside,
        is_pseudonymous=rendering.is_pseudonymous,
        state=Rendering.State.READY,
        created_at__lte=rendering.created_at,
    ).exclude(pk=rendering.pk)


def _fail(rendering, failure):
    failed = Rendering.State.FAILED
    _mine(rendering).update(state=failed, reason=failure, finished_at=now())
    _tell(rendering)


def _tell(rendering):
    publish(f"snapshot:{rendering.snapshot_id}", "pdf", id=rendering.pk)
