"""Files as they leave us: with their exact type, never as a page of ours (trust.md A7.3)."""

from django.http import FileResponse, Http404


def send_file(file, *, content_type, filename="", inline=False):
    """The file as a download, or inline for an image that we re-encoded ourselves."""
    try:
        opened = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        opened, as_attachment=not inline, filename=filename, content_type=content_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
