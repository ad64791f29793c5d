"""Making a PDF of one page: what goes to the drawing process, and what comes back."""

import atexit
import base64
import json
import re
import select
import subprocess
import sys
import threading
import time
from functools import lru_cache
from tempfile import gettempdir

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from discovery.accounts.portraits import draw_portrait
from discovery.local.vendor import library_file
from snapshots.experience_map import as_svg
from snapshots.room import SCALES

SECONDS = 30
# A process is replaced after so many pages, lest a leak of a library grow.
MOST_PAGES = 200
MOST_HTML = 512 * 1024
TYPE_SIZE = 14.0
STYLES = (
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
# One full static file per weight: subsets by unicode-range draw the wrong glyphs (stack.md 2).
FONTS = (
    ("Inter Variable", 400, "inter/400Regular/Inter_400Regular.ttf"),
    ("Inter Variable", 500, "inter/500Medium/Inter_500Medium.ttf"),
    ("Inter Variable", 600, "inter/600SemiBold/Inter_600SemiBold.ttf"),
    ("Newsreader Variable", 400, "newsreader/400Regular/Newsreader_400Regular.ttf"),
    ("Newsreader Variable", 500, "newsreader/500Medium/Newsreader_500Medium.ttf"),
)
COLORS_OF_MAP = {
    "ground": "card",
    "line": "line-strong",
    "good": "good",
    "mixed": "opportunity",
    "bad": "warning",
}


class PdfFailed(Exception):
    """No PDF was made; ``failure`` is one of ``Rendering.Failure``."""

    def __init__(self, failure, detail=""):
        super().__init__(f"{failure}: {detail}")
        self.failure = failure


def make_pdf(page):
    """Return the bytes of one A4 page, or raise ``PdfFailed``."""
    with translation.override(page.snapshot.workspace.language):
        html = render_to_string("snapshots/pdf.html", {"page": page, "is_pdf": True})
    if len(html) > MOST_HTML:
        raise PdfFailed("too_long", "too much HTML")
    return _process.ask(
        {
            "html": html,
            "css": list(_styles()),
            "images": _images(page),
            "scales": SCALES,
            "type_size": TYPE_SIZE,
            "identifier": page.content_hash[:32],
            "fonts": [
                (family, weight, str(library_file(f"@expo-google-fonts/{name}")))
                for family, weight, name in FONTS
            ],
        }
    )


@lru_cache(maxsize=1)
def _styles():
    folder = settings.BASE_DIR / "static" / "css"
    return tuple((folder / name).read_text() for name in STYLES)


@lru_cache(maxsize=1)
def _colors():
    """The light half of each ``light-dark()`` of tokens.css: a drawing within a page takes no CSS."""
    tokens = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
    light = dict(re.findall(r"--color-([\w-]+):\s*light-dark\((#[0-9a-f]{6}),", tokens))
    return {part: light[token] for part, token in COLORS_OF_MAP.items()}


def _images(page):
    images = {}
    if page.photo:
        with page.photo.file.open("rb") as file:
            images["face"] = ("image/jpeg", _text(file.read()))
    else:
        portrait = draw_portrait(page.portrait_seed).replace(
            "<svg ", '<svg width="400" height="400" ', 1
        )
        images["face"] = ("image/svg+xml", _text(portrait.encode()))
    if page.moments:
        drawing = as_svg(page.experience_map, _colors())
        images["map"] = ("image/svg+xml", _text(drawing.encode()))
    return images


def _text(content):
    return base64.b64encode(content).decode()


class DrawingProcess:
    """A warm child process, one for each worker process, started when first needed."""

    def __init__(self):
        self._lock = threading.Lock()
        self._child = None
        self._pages = 0

    def ask(self, request):
        with self._lock:
            child = self._running()
            self._pages += 1
            words = json.dumps(request).encode()
            try:
                child.stdin.write(len(words).to_bytes(8, "big") + words)
                child.stdin.flush()
                answer, pdf = self._read_answer(child)
            except TimeoutError as error:
                self.stop()
                raise PdfFailed("too_slow") from error
            except OSError as error:
                self.stop()
                raise PdfFailed("broken", str(error)) from error
        if failure := answer.get("failure"):
            raise PdfFailed(failure, answer.get("detail", ""))
        return pdf

    def stop(self):
        if self._child:
            self._child.kill()
            self._child.wait()
            self._child.stdin.close()
            self._child.stdout.close()
            self._child = None

    def _running(self):
        if self._pages >= MOST_PAGES or (
            self._child and self._child.poll() is not None
        ):
            self.stop()
        if self._child is None:
            self._pages = 0
            self._child = subprocess.Popen(  # noqa: S603 (nothing of it comes from outside)
                [
                    sys.executable,
                    "-I",
                    str(settings.BASE_DIR / "snapshots/pdf_process.py"),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                # No secret of ours: only where fontconfig may keep its cache.
                env={
                    "LC_ALL": "C.UTF-8",
                    "HOME": gettempdir(),
                    "PATH": "/usr/bin:/bin",
                },
                bufsize=0,
            )
        return self._child

    def _read_answer(self, child):
        deadline = time.monotonic() + SECONDS
        size = int.from_bytes(_read(child.stdout, 8, deadline), "big")
        answer = json.loads(_read(child.stdout, size, deadline))
        return answer, _read(child.stdout, answer["size"], deadline)


def _read(stream, size, deadline):
    """Exactly ``size`` bytes before ``deadline``, or a TimeoutError or EOFError."""
    parts = bytearray()
    while len(parts) < size:
        patience = deadline - time.monotonic()
        if patience <= 0 or not select.select([stream], [], [], patience)[0]:
            raise TimeoutError
        part = stream.read(size - len(parts))
        if not part:
            raise BrokenPipeError("The drawing process ended.")
        parts += part
    return bytes(parts)


_process = DrawingProcess()
atexit.register(_process.stop)
