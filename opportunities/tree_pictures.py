"""A tree as PDF and PNG, drawn by the process that knows nothing (docs/decisions/0601)."""

import base64
import re
from html import escape

from opportunities.formats.drawing import draw
from snapshots.drawing import PdfFailed, drawing_process
from snapshots.fonts import fonts_for

# The longest side of a PDF in CSS pixels: readers give up beyond 14,400 points.
LONGEST_PAGE = 14_000
WIDEST_PICTURE = 8_000
MOST_PIXELS = 40_000_000

__all__ = ["PdfFailed", "make_pdf", "make_png"]


def make_pdf(outcome, records, words, language):
    """One page as large as the tree; raises PdfFailed."""
    request, _width, _height = _request(outcome, records, words, language)
    return drawing_process.ask(request | {"do": "page", "identifier": "tree"})[1]


def make_png(outcome, records, words, language):
    """A picture twice as sharp as the drawing, as far as that stays a sensible file; raises PdfFailed."""
    request, width, height = _request(outcome, records, words, language)
    sharp = min(2 * width, WIDEST_PICTURE, (MOST_PIXELS * width / height) ** 0.5)
    return drawing_process.ask(request | {"do": "picture", "width": int(sharp)})[1]


def _request(outcome, records, words, language):
    svg = draw(outcome, records, words)
    found = re.match(r'<svg [^>]*width="(\d+)" height="(\d+)"', svg)
    width, height = int(found[1]), int(found[2])
    scale = min(1, LONGEST_PAGE / max(width, height))
    width, height = width * scale, height * scale
    title = escape(outcome)
    fonts = fonts_for(svg)
    families = ", ".join(["Inter Variable", *fonts.beside_sans])
    svg = svg.replace('"Inter, ', f'"{families}, Inter, ', 1)
    page = f"@page {{ size: {width:.0f}px {height:.0f}px; margin: 0 }}"
    # A page's edge is rounded: half a pixel more would be a second page.
    image = f"img {{ display: block; width: {width - 1:.0f}px; height: {height - 1:.0f}px }}"
    request = {
        "html": f'<html lang="{language}"><head><title>{title}</title></head>'
        f'<body><img src="earshot:tree" alt="{title}"></body></html>',
        "css": [page, "html, body { margin: 0 }", image],
        "images": {"tree": ("image/svg+xml", base64.b64encode(svg.encode()).decode())},
        "fonts": fonts.faces,
        "sizes": [16],
        "likely": 0,
        "most_pages": 1,
    }
    return request, width, height
