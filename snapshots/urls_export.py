"""Whatever is taken away of a page, or of several: PDF, picture, Markdown, booklet."""

from django.urls import path

from snapshots.views import booklets, pdf

page = "snapshots/<int:snapshot_id>"

export_patterns = [
    path(f"{page}/pdf/", pdf.pdf, name="pdf"),
    path(f"{page}/pdf/file/", pdf.pdf_file, name="pdf_file"),
    path(f"{page}/card.png", pdf.card, name="card"),
    path(f"{page}/markdown/", pdf.markdown, name="markdown"),
    path("snapshots/booklets/", booklets.booklets, name="booklets"),
    path("snapshots/booklets/<int:booklet_id>/", booklets.booklet, name="booklet"),
    path(
        "snapshots/booklets/<int:booklet_id>/file/",
        booklets.booklet_file,
        name="booklet_file",
    ),
]
