from celery import shared_task

from snapshots.operations import booklets, rendering
from snapshots.operations.story_publishing import drop_deleted_story_pages


@shared_task(name="snapshots.render_pdf", acks_late=True)
def render_pdf(rendering_id):
    """Make one page as a PDF or picture, unless it is made or another worker has it in hand."""
    rendering.render_pdf(rendering_id=rendering_id)


@shared_task(name="snapshots.make_booklet", acks_late=True)
def make_booklet(booklet_id):
    """Make one PDF of several pages, unless another worker has it in hand."""
    booklets.make_booklet(booklet_id=booklet_id)


@shared_task(name="snapshots.sweep_pdfs")
def sweep_pdfs():
    """Find what lost its message or its worker, and let go of old booklets."""
    rendering.sweep_pdfs()
    booklets.sweep_booklets()


@shared_task(name="snapshots.sweep_story_pages")
def sweep_story_pages():
    """Let go of story pages that were deleted long ago."""
    drop_deleted_story_pages()
