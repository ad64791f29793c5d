import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.timezone import now

from discovery.celery import enqueue
from discovery.live.operations import publish
from snapshots.models import Booklet, Rendering, Snapshot
from snapshots.models.rendering import MOST_ATTEMPTS
from snapshots.page import Page
from snapshots.pdf import PdfFailed, make_pdf

logger = logging.getLogger(__name__)


@transaction.atomic
def request_pdf(*, page):
    """Ask for the PDF of a page as it stands; an unchanged page is not made again.

    A failed one is tried anew, since whoever asks has perhaps mended what was wrong.
    """
    rendering, is_new = Rendering.objects.get_or_create(
        snapshot=page.snapshot,
        content_hash=page.content_hash,
        defaults={
            "workspace": page.snapshot.workspace,
            "is_pseudonymous": page.is_pseudonymous,
        },
    )
    failed = Rendering.objects.filter(pk=rendering.pk, state=Rendering.State.FAILED)
    if failed.update(state=Rendering.State.QUEUED, reason="", attempts=0) or is_new:
        rendering.refresh_from_db()
        enqueue("snapshots.render_pdf", rendering.pk)
        _tell(rendering)
    return rendering


def render_pdf(*, rendering_id):
    """Make one PDF, unless another worker has it in hand or it is made already."""
    rendering = Rendering.objects.claim(rendering_id)
    if rendering is None:
        return None
    _tell(rendering)
    if rendering.attempts > MOST_ATTEMPTS:
        return _fail(rendering, Rendering.Failure.LOST)
    snapshot = Snapshot.objects.for_page().get(pk=rendering.snapshot_id)
    page = _page(snapshot, rendering)
    try:
        pdf = make_pdf(page)
    except PdfFailed as error:
        logger.warning("PDF of snapshot %s: %s", snapshot.pk, error)
        _fail(rendering, error.failure)
    else:
        _keep(rendering, page.content_hash, pdf)


def sweep_pdfs():
    """Hand out what no worker has taken, or what its worker has lost."""
    for pk in Rendering.objects.due().values_list("pk", flat=True)[:100]:
        enqueue("snapshots.render_pdf", pk)


def current_rendering(page):
    """The rendering of a page as it stands, if anybody has asked for it."""
    return Rendering.objects.filter(
        snapshot=page.snapshot, content_hash=page.content_hash
    ).first()


def delete_pdfs(made):
    """Let rows go at once and their files when that has committed."""
    rows = list(made)
    names = [row.file.name for row in rows if row.file]
    made.model.objects.filter(pk__in=[row.pk for row in rows]).delete()
    transaction.on_commit(lambda: [default_storage.delete(name) for name in names])


def delete_pdfs_of(snapshot):
    """Every file that shows how a page was at some time, also among others."""
    delete_pdfs(Rendering.objects.filter(snapshot=snapshot))
    delete_pdfs(Booklet.objects.filter(pages__snapshot=snapshot))


def _page(snapshot, rendering):
    return Page(
        snapshot,
        is_outside=rendering.is_pseudonymous,
        shows_name=not rendering.is_pseudonymous,
    )


def _keep(rendering, content_hash, pdf):
    """Store the file and fill the row, if the page still stands as it was drawn.

    Somebody may have edited it meanwhile, a consent may have been withdrawn, or the person
    erased: the row lock makes them wait or us see it, and no PDF outlives it (C5).
    """
    folder = f"workspaces/{rendering.workspace_id}/pdfs"
    name = default_storage.save(
        f"{folder}/{get_random_string(32)}.pdf", ContentFile(pdf)
    )
    with transaction.atomic():
        Snapshot.objects.select_for_update(no_key=True).get(pk=rendering.snapshot_id)
        page = _page(
            Snapshot.objects.for_page().get(pk=rendering.snapshot_id), rendering
        )
        mine = Rendering.objects.filter(
            pk=rendering.pk,
            state=Rendering.State.RENDERING,
            claimed_at=rendering.claimed_at,
        )
        is_current = page.content_hash == content_hash == rendering.content_hash
        if is_current and mine.update(
            state=Rendering.State.READY, file=name, pages=1, finished_at=now()
        ):
            delete_pdfs(_outdated(rendering))
            _tell(rendering)
            return
        default_storage.delete(name)
        if mine.delete()[0]:
            request_pdf(page=page)


def _outdated(rendering):
    """Finished PDFs of the same page that show how it used to be."""
    return Rendering.objects.filter(
        snapshot=rendering.snapshot_id,
        is_pseudonymous=rendering.is_pseudonymous,
        state=Rendering.State.READY,
    ).exclude(pk=rendering.pk)


def _fail(rendering, failure):
    Rendering.objects.filter(
        pk=rendering.pk,
        state=Rendering.State.RENDERING,
        claimed_at=rendering.claimed_at,
    ).update(state=Rendering.State.FAILED, reason=failure, finished_at=now())
    _tell(rendering)


def _tell(rendering):
    publish(f"snapshot:{rendering.snapshot_id}", "pdf", id=rendering.pk)
