"""WeasyPrint as we use it: nothing is fetched, what does not fit is set smaller, all is tagged."""

import base64
import io
import unicodedata

from snapshots.pdf_process.tags import tidy_lists

IMAGE_KINDS = ("image/png", "image/jpeg", "image/webp", "image/svg+xml")
MOST_NODES = 2000
MOST_IMAGES = 200
VARIANT = "pdf/ua-1"
# The photo is sharp on paper at the size in which it is shown.
DOTS_PER_INCH = 300


class TooMuch(Exception):
    """More than a page of ours ever has (A9.4)."""


class Drawer:
    """WeasyPrint with our fonts loaded once and the style sheets parsed once."""

    def __init__(self):
        # Imported late: the process must be able to say that the libraries are missing.
        import weasyprint  # noqa: PLC0415
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
        from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

        self.weasyprint = weasyprint
        self.font_config = FontConfiguration()
        self.sheets = {}
        self.images = {}
        self.fonts = {}
        self.booklet = None
        self.kept = []

        class OnlyOurs(URLFetcher):
            """Refuses every address but a font we named and an image of this very request."""

            def fetch(_, url, headers=None):
                kind, body = self.find(url)
                return URLFetcherResponse(url, body, {"Content-Type": kind})

        self.fetcher = OnlyOurs(allowed_protocols=("earshot",), allow_redirects=False)

    def find(self, url):
        name = url.removeprefix("earshot:")
        if name != url and name in self.images:
            return self.images[name]
        if name != url and name in self.fonts:
            with open(self.fonts[name], "rb") as file:
                return "font/ttf", file.read()
        raise ValueError("This address is not part of the page.")

    def sheet(self, css):
        if css not in self.sheets:
            self.sheets[css] = self.weasyprint.CSS(
                string=css, font_config=self.font_config, url_fetcher=self.fetcher
            )
        return self.sheets[css]

    def load(self, faces):
        """Make fonts known that no page has needed before."""
        for family, weight, path in faces:
            name = f"font-{family}-{weight}".replace(" ", "-")
            if name not in self.fonts:
                self.fonts[name] = path
                self.sheet(
                    f"@font-face {{ font-family: '{family}'; font-weight: {weight};"
                    f" src: url(earshot:{name}) }}"
                )

    def answer(self, request):
        """Draw a page or a picture; or keep a page of a booklet, and bind it at the end."""
        if request["do"] == "bind":
            return self.bind(request)
        document, scale = self.fit(request)
        if document is None:
            return {"failure": "too_long"}, b""
        answer = {"pages": len(document.pages), "scale": scale}
        if request["do"] == "keep":
            if request["booklet"] != self.booklet:
                self.booklet, self.kept = request["booklet"], []
            self.kept.append(document)
            return answer, b""
        if request["do"] == "picture":
            return answer, picture(document.write_pdf(), request["width"])
        return answer, write(document, request)

    def bind(self, request):
        """All the pages kept for a booklet as one document, with its tags, links and outline."""
        kept, self.kept = self.kept, []
        if request["booklet"] != self.booklet or len(kept) != request["parts"]:
            return {"failure": "broken", "detail": "Parts are missing."}, b""
        self.booklet = None
        bound = kept[0].copy([page for document in kept for page in document.pages])
        return {"pages": len(bound.pages)}, write(bound, request)

    def fit(self, request):
        """The page in the largest of the type sizes in which it fits, if there is one.

        Begins where it is likely to fit: setting a page takes most of the time.
        """
        html, sheets = self.read(request)
        sizes = request["sizes"]
        step, found, is_too_long = request["likely"], None, False
        while 0 <= step < len(sizes):
            size = self.sheet(f"html {{ font-size: {sizes[step]:.2f}px }}")
            document = html.render(
                stylesheets=[*sheets, size],
                font_config=self.font_config,
                pdf_variant=VARIANT,
                optimize_images=True,
                dpi=DOTS_PER_INCH,
            )
            if len(document.pages) <= request["most_pages"]:
                found = document, step
                if is_too_long:
                    break
                step -= 1
            elif found:
                break
            else:
                is_too_long = True
                step += 1
        return found or (None, None)

    def read(self, request):
        self.images = {
            name: (kind, base64.b64decode(body))
            for name, (kind, body) in request["images"].items()
            if kind in IMAGE_KINDS
        }
        self.load(request["fonts"])
        html = self.weasyprint.HTML(string=request["html"], url_fetcher=self.fetcher)
        nodes = html.etree_element.findall(".//*")
        if len(nodes) > MOST_NODES or len(self.images) > MOST_IMAGES:
            raise TooMuch
        for node in nodes:
            if node.get("dir") == "auto":
                node.set("dir", direction("".join(node.itertext())))
            if node.tag in ("dl", "ol", "ul"):
                # Between the items of a list nothing may stand, not even a space.
                node.text = None
                for item in node:
                    item.tail = None
        return html, [self.sheet(css) for css in request["css"]]


def direction(text):
    """As a browser decides it: by the first letter that runs to one side."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def write(document, request):
    return document.write_pdf(
        pdf_variant=VARIANT,
        pdf_identifier=request["identifier"].encode(),
        finisher=tidy_lists,
    )


def picture(pdf, width):
    """The first page as a PNG of so many pixels in width, as small as it gets."""
    import pypdfium2  # noqa: PLC0415 (only pictures need it)

    page = pypdfium2.PdfDocument(pdf)[0]
    image = page.render(scale=width / page.get_width()).to_pil().convert("RGB")
    made = io.BytesIO()
    image.save(made, "PNG", optimize=True)
    return made.getvalue()
