"""Making PDFs and pictures of pages: what goes to the drawing process, and what comes back."""

import base64
import re
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from discovery.accounts.portraits import draw_portrait
from discovery.workspaces.links import absolute_url
from snapshots.drawing import PdfFailed, drawing_process
from snapshots.experience_map import as_svg
from snapshots.fonts import fonts_for
from snapshots.room import SCALES, TYPE_SIZE

MOST_HTML = 512 * 1024
PAGE_STYLES = (
    "reset.css",
    "tokens.css",
    "base.css",
    "components/card.css",
    "components/list.css",
    "components/opportunity.css",
    "components/quote.css",
    "components/snapshot.css",
    "components/experience-map.css",
    "snapshot-pdf.css",
)
CONTENTS_STYLES = ("reset.css", "tokens.css", "base.css", "snapshot-pdf.css")
CARD_STYLES = ("reset.css", "tokens.css", "snapshot-chat-card.css")
PAPERS = {
    "a4": "@page { size: A4; margin: 14mm 15mm 15mm }",
    # As wide between its margins as A4, so that lines break alike on both (room.py).
    "letter": "@page { size: letter; margin: 14mm 17.95mm 15mm }",
}
CARD_SIZE = (1200, 630)
CARD_SIZES = (21.0, 18.5, 16.0, 14.4, 12.9, 11.6, 10.4)
# A card is read in passing: what is longer ends in an ellipsis.
MOST_ON_CARD = 240
COLORS_OF_MAP = {
    "ground": "card",
    "line": "line-strong",
    "good": "good",
    "mixed": "opportunity",
    "bad": "warning",
}


def make_pdf(page):
    """Return the bytes of one page of paper, or raise ``PdfFailed``."""
    request = {**page_request(page), "do": "page", "identifier": page.content_hash[:32]}
    return drawing_process.ask(request)[1]


def make_card(page):
    """Return a PNG for chats, 1200 by 630: the face, the quote and the story in a line."""
    html = _render(page, "chat_card", most=MOST_ON_CARD)
    face = {"face": face_of(page)}
    likely = min(len(page.quote) // 55, len(CARD_SIZES) - 1)
    request = _request(html, CARD_STYLES, images=face, sizes=CARD_SIZES, likely=likely)
    # A page's rules know no variables.
    request["css"].append(f"@page {{ background: {_light_colors()['paper']} }}")
    request |= {"do": "picture", "width": CARD_SIZE[0]}
    return drawing_process.ask(request)[1]


def page_request(page, *, number=None):
    """What the drawing process needs for one page; in a booklet it has a ``number``."""
    key = page.snapshot.pk if number else ""
    html = _render(page, "pdf", is_pdf=True, key=key, number=number)
    images = {f"face{key}": face_of(page)}
    if page.moments:
        drawing = as_svg(page.experience_map, _colors())
        images[f"map{key}"] = ("image/svg+xml", _text(drawing.encode()))
    return _paper_request(page.paper, html, PAGE_STYLES, images, page.print_step)


def left_out_request(page, *, number):
    """A page that says why a story is not in the booklet."""
    html = _render(page, "booklet_left_out", number=number)
    return _paper_request(page.paper, html, CONTENTS_STYLES)


def contents_request(booklet, entries):
    """The first pages of a booklet, with a link to each story."""
    with translation.override(booklet.workspace.language):
        context = {"booklet": booklet, "entries": entries}
        html = render_to_string("snapshots/booklet.html", context)
    request = _paper_request(booklet.paper, html, CONTENTS_STYLES)
    return {**request, "most_pages": 20}


def address_of(page):
    """Where the page is read, for those inside; what leaves the company leads nowhere."""
    if page.is_outside:
        return ""
    where = [page.snapshot.workspace.slug, page.snapshot.pk]
    return absolute_url(reverse("snapshots:snapshot", args=where))


def face_of(page):
    if page.photo:
        with page.photo.file.open("rb") as file:
            return ("image/jpeg", _text(file.read()))
    portrait = draw_portrait(page.portrait_seed).replace(
        "<svg ", '<svg width="400" height="400" ', 1
    )
    return ("image/svg+xml", _text(portrait.encode()))


def _render(page, template, **context):
    with translation.override(page.snapshot.workspace.language):
        context |= {"page": page, "address": address_of(page)}
        return render_to_string(f"snapshots/{template}.html", context)


def _paper_request(paper, html, styles, images=None, step=0):
    """In the type of ``step``, as on screen, and smaller only if it did not fit after all."""
    sizes = [round(TYPE_SIZE * scale, 2) for scale in SCALES[step:]]
    request = _request(html, styles, images=images or {}, sizes=sizes)
    request["css"].append(PAPERS[paper])
    return request


def _request(html, styles, *, images, sizes, likely=0):
    if len(html) > MOST_HTML:
        raise PdfFailed("too_long", "too much HTML")
    fonts = fonts_for(html)
    return {
        "html": html,
        "css": [*(_style(name) for name in styles), _families(fonts)],
        "images": images,
        "fonts": fonts.faces,
        "sizes": list(sizes),
        "likely": likely,
        "most_pages": 1,
    }


def _families(fonts):
    """Each script's own font after ours, and before whatever the machine may have."""
    sans, serif = (
        "".join(f", '{family}'" for family in families)
        for families in (fonts.beside_sans, fonts.beside_serif)
    )
    return (
        f":root {{ --font-sans: 'Inter Variable'{sans}, sans-serif; "
        f"--font-serif: 'Newsreader Variable'{serif}, serif }}"
    )


@lru_cache(maxsize=20)
def _style(name):
    return (settings.BASE_DIR / "static" / "css" / name).read_text()


def _colors():
    return {part: _light_colors()[token] for part, token in COLORS_OF_MAP.items()}


@lru_cache(maxsize=1)
def _light_colors():
    """The light half of each ``light-dark()`` of tokens.css: a drawing within a page takes no CSS."""
    pairs = r"--color-([\w-]+):\s*light-dark\((#[0-9a-f]{6}),"
    return dict(re.findall(pairs, _style("tokens.css")))


def _text(content):
    return base64.b64encode(content).decode()
