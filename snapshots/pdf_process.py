"""The process that draws PDFs: it knows WeasyPrint and nothing of Django, the database or the network.

It reads requests from standard input and writes answers to standard output, each a length in
eight bytes and then JSON (and, in an answer, the PDF after it). A page that does not fit is
set in smaller type, step by step; one that does not fit in the smallest is refused.

Run by ``snapshots.pdf``, with no environment, limits on memory and open files, and killed
when it takes too long (trust.md A9.1-A9.4).
"""

import base64
import json
import logging
import resource
import sys

MEMORY = 1536 * 1024 * 1024
IMAGE_KINDS = ("image/png", "image/jpeg", "image/webp", "image/svg+xml")


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    answers = sys.stdout.buffer
    # Nothing that a library prints may mix with the answers.
    sys.stdout = sys.stderr
    drawer = None
    while (head := sys.stdin.buffer.read(8)) and len(head) == 8:
        request = json.loads(sys.stdin.buffer.read(int.from_bytes(head, "big")))
        try:
            drawer = drawer or Drawer(request["fonts"])
            answer, pdf = drawer.draw(request)
        except OSError as error:
            # WeasyPrint raises it while it is imported, if Pango is not there.
            answer, pdf = {"failure": "no_libraries", "detail": str(error)[:300]}, b""
        except Exception as error:  # noqa: BLE001 (whatever goes wrong is an answer)
            answer, pdf = {"failure": "broken", "detail": repr(error)[:300]}, b""
        answer["size"] = len(pdf)
        words = json.dumps(answer).encode()
        answers.write(len(words).to_bytes(8, "big") + words + pdf)
        answers.flush()


class Drawer:
    """WeasyPrint with our fonts loaded once and the style sheets parsed once."""

    def __init__(self, fonts):
        # Imported late: the process must be able to say that the libraries are missing.
        import weasyprint  # noqa: PLC0415
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
        from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

        self.weasyprint = weasyprint
        self.font_config = FontConfiguration()
        self.sheets = {}
        self.images = {}

        class OnlyOurs(URLFetcher):
            """Refuses every address but a font we named and an image of this very request."""

            def fetch(_, url, headers=None):
                kind, body = self.find(url, fonts)
                return URLFetcherResponse(url, body, {"Content-Type": kind})

        self.fetcher = OnlyOurs(allowed_protocols=("earshot",), allow_redirects=False)
        faces = "".join(
            f"@font-face {{ font-family: '{family}'; font-weight: {weight}; "
            f"src: url(earshot:font-{number}) }}"
            for number, (family, weight, _) in enumerate(fonts)
        )
        self.faces = self.sheet(faces)

    def find(self, url, fonts):
        name = url.removeprefix("earshot:")
        if name != url and name in self.images:
            return self.images[name]
        number = name.removeprefix("font-")
        if (
            name != url
            and number.isascii()
            and number.isdigit()
            and int(number) < len(fonts)
        ):
            with open(fonts[int(number)][2], "rb") as file:
                return "font/ttf", file.read()
        raise ValueError("This address is not part of the page.")

    def sheet(self, css):
        if css not in self.sheets:
            self.sheets[css] = self.weasyprint.CSS(
                string=css, font_config=self.font_config, url_fetcher=self.fetcher
            )
        return self.sheets[css]

    def draw(self, request):
        self.images = {
            name: (kind, base64.b64decode(body))
            for name, (kind, body) in request["images"].items()
            if kind in IMAGE_KINDS
        }
        html = self.weasyprint.HTML(string=request["html"], url_fetcher=self.fetcher)
        sheets = [self.faces, *map(self.sheet, request["css"])]
        for scale in request["scales"]:
            size = self.sheet(
                f"html {{ font-size: {request['type_size'] * scale:.2f}px }}"
            )
            document = html.render(
                stylesheets=[*sheets, size],
                font_config=self.font_config,
                pdf_variant="pdf/ua-1",
                optimize_images=True,
                dpi=240,
            )
            if len(document.pages) == 1:
                identifier = request["identifier"].encode()
                pdf = document.write_pdf(
                    pdf_variant="pdf/ua-1", pdf_identifier=identifier
                )
                return {"pages": 1, "scale": scale}, pdf
        return {"failure": "too_long", "pages": len(document.pages)}, b""


if __name__ == "__main__":
    main()
