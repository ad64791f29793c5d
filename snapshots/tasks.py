from celery import shared_task

from snapshots.operations import rendering


@shared_task(name="snapshots.render_pdf", acks_late=True)
def render_pdf(rendering_id):
    """Make the PDF of one page, unless it is made or another worker has it in hand."""
    rendering.render_pdf(rendering_id=rendering_id)


@shared_task(name="snapshots.sweep_pdfs")
def sweep_pdfs():
    """Find PDFs whose message or worker was lost."""
    rendering.sweep_pdfs()
