"""Several pages as one PDF: asked for by one person, made page by page, gone after a week."""

import hashlib
import json
import logging
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from discovery.celery import enqueue
from discovery.live.operations import publish
from snapshots.gathering import pages_of, with_parts
from snapshots.models import Booklet, BookletPage, Snapshot
from snapshots.models.rendering import MOST_ATTEMPTS
from snapshots.operations.made_files import delete_files_of, delete_made, keep_file
from snapshots.pdf import (
    PdfFailed,
    address_of,
    contents_request,
    drawing_process,
    left_out_request,
    page_request,
)

logger = logging.getLogger(__name__)

MOST_PAGES = 200
KEPT = timedelta(days=7)
State, Failure = Booklet.State, Booklet.Failure


@dataclass(frozen=True)
class Entry:
    """A line of the contents."""

    key: int
    name: str
    story: str
    number: int


@transaction.atomic
def request_booklet(*, snapshots, by, paper="", is_pseudonymous=False):
    """Ask for one PDF of ``snapshots`` in their order; one that is there already is kept."""
    with override(by.workspace.language):
        title = ngettext("%d customer story", "%d customer stories", len(snapshots))
        title %= len(snapshots)
        if is_pseudonymous:
            title = _("%s, without names") % title
    booklet = Booklet.objects.create(
        workspace=by.workspace,
        asked_by=by,
        title=title,
        paper=paper or by.workspace.paper,
        is_pseudonymous=is_pseudonymous,
    )
    BookletPage.objects.bulk_create(
        BookletPage(
            workspace=by.workspace, booklet=booklet, snapshot=snapshot, position=number
        )
        for number, snapshot in enumerate(snapshots)
    )
    booklet.content_hash = hash_of(booklet, stories_of(booklet))
    made = by.booklets.filter(content_hash=booklet.content_hash).exclude(
        state=State.FAILED
    )
    if there := made.exclude(pk=booklet.pk).first():
        booklet.delete()
        return there
    booklet.save(update_fields=["content_hash"])
    enqueue("snapshots.make_booklet", booklet.pk)
    return booklet


def stories_of(booklet):
    """Its pages as they stand now, without those that who asked may no longer see."""
    ids = list(booklet.pages.values_list("snapshot_id", flat=True))
    seen = Snapshot.objects.filter(workspace=booklet.workspace_id, pk__in=ids)
    found = pages_of(
        list(with_parts(seen.visible_to(booklet.asked_by))),
        is_outside=booklet.is_pseudonymous,
        paper=booklet.paper,
    )
    pages = [found[pk] for pk in ids if pk in found]
    if booklet.is_pseudonymous:
        return [page for page in pages if page.may_leave_the_company]
    return pages


def hash_of(booklet, pages):
    seen = [booklet.title, booklet.paper, booklet.is_pseudonymous]
    seen += [str(booklet.workspace)]
    for page in pages:
        seen += [page.snapshot.pk, page.content_hash]
        seen += [str(page.snapshot.team), address_of(page)]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


@transaction.atomic
def renew_booklet(*, booklet):
    """Ask for it anew: its pages have changed, or it failed and who asks tries again."""
    booklet.refresh_from_db(from_queryset=Booklet.objects.select_for_update())
    delete_files_of([booklet])
    Booklet.objects.filter(pk=booklet.pk).update(
        state=State.QUEUED, file="", reason="", attempts=0, done=0, claimed_at=None
    )
    booklet.refresh_from_db()
    enqueue("snapshots.make_booklet", booklet.pk)
    _tell(booklet)


def make_booklets_anew(snapshot):
    """Let go at once of every file in which a page stands, and make it from the present (C5)."""
    booklets = Booklet.objects.filter(pages__snapshot=snapshot)
    made = booklets.exclude(state=State.QUEUED).distinct()
    for booklet in made.order_by("pk"):
        renew_booklet(booklet=booklet)


def make_booklet(*, booklet_id):
    """Make one, unless another worker has it or one of the same workspace in hand."""
    booklet = Booklet.objects.claim(booklet_id)
    if booklet is None:
        return
    try:
        _make(booklet)
    finally:
        if pk := Booklet.objects.next_of(booklet.workspace_id):
            enqueue("snapshots.make_booklet", pk)


def sweep_booklets():
    """Hand out what was lost, and let go of what has been there for a week."""
    delete_made(Booklet.objects.filter(created_at__lt=now() - KEPT))
    for pk in Booklet.objects.longest_waiting():
        enqueue("snapshots.make_booklet", pk)


def _make(booklet):
    _tell(booklet)
    pages = stories_of(booklet)
    if booklet.attempts > MOST_ATTEMPTS or not pages:
        reason = Failure.LOST if pages else Failure.NOTHING
        _finish(booklet, state=State.FAILED, reason=reason)
        return
    content_hash = hash_of(booklet, pages)
    try:
        pdf = _draw(booklet, pages, content_hash[:32])
        name = keep_file(booklet.workspace_id, "pdf", pdf)
    except (PdfFailed, OSError) as error:
        logger.warning("Booklet %s: %s", booklet.pk, error)
        reason = getattr(error, "failure", Failure.BROKEN)
        _finish(booklet, state=State.FAILED, reason=reason)
    else:
        _fill(booklet, pages, content_hash, name)


def _draw(booklet, pages, identifier):
    """One page after the other in the drawing process, which keeps them and binds them."""
    key = f"{booklet.pk}-{booklet.attempts}"
    keep = {"do": "keep", "booklet": key}
    # How many pages the contents take decides the number of every page after them.
    contents = contents_request(booklet, _entries(pages, 1))
    length = drawing_process.ask({**contents, "do": "page", "identifier": "contents"})
    first = length[0]["pages"] + 1
    contents = contents_request(booklet, _entries(pages, first))
    drawing_process.ask({**contents, **keep})
    for number, page in enumerate(pages, start=first):
        try:
            request = page_request(page, number=number)
            drawing_process.ask({**request, **keep}, continues=True)
        except PdfFailed as error:
            if error.failure != "too_long":
                raise
            request = left_out_request(page, number=number)
            drawing_process.ask({**request, **keep}, continues=True)
        _go_on(booklet, number - first + 1)
    bind = {"do": "bind", "booklet": key, "parts": len(pages) + 1}
    return drawing_process.ask({**bind, "identifier": identifier}, continues=True)[1]


def _entries(pages, first):
    return [
        Entry(page.snapshot.pk, page.name, page.story_title, number)
        for number, page in enumerate(pages, start=first)
    ]


def _go_on(booklet, done):
    """Say how far it is, which is also a sign of life; stop if it was asked for anew."""
    moment = now()
    if not _mine(booklet).update(done=done, claimed_at=moment):
        raise PdfFailed("broken", "It was let go while it was made.")
    booklet.claimed_at, booklet.done = moment, done
    _tell(booklet)


def _fill(booklet, pages, content_hash, name):
    """Fill the row, if every page still stands as it was drawn; else make it from the present."""
    ids = [page.snapshot.pk for page in pages]
    with transaction.atomic():
        locked = Snapshot.objects.select_for_update(no_key=True).filter(pk__in=ids)
        list(locked.order_by("pk").values_list("pk", flat=True))
        if hash_of(booklet, stories_of(booklet)) == content_hash and _finish(
            booklet, state=State.READY, file=name, content_hash=content_hash
        ):
            return
        default_storage.delete(name)
        _finish(booklet, state=State.QUEUED)


def _finish(booklet, **columns):
    done = _mine(booklet).update(finished_at=now(), **columns)
    _tell(booklet)
    return done


def _mine(booklet):
    return Booklet.objects.filter(
        pk=booklet.pk, state=State.RENDERING, claimed_at=booklet.claimed_at
    )


def _tell(booklet):
    publish(f"membership:{booklet.asked_by_id}", "booklet", id=booklet.pk)
