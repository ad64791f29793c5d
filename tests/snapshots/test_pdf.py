import io
import os

import pypdf
import pytest

from snapshots import drawing, pdf
from snapshots.models import Snapshot
from snapshots.operations.parts import add_part
from snapshots.page import Page
from snapshots.pdf_process import Drawer
from tests.factories.snapshots import MomentFactory

HOSTILE = (
    '<img src="file:///etc/passwd"><link rel=attachment href="file:///etc/passwd">'
    '<style>@import "http://127.0.0.1/"</style><script>alert(1)</script>'
)


@pytest.fixture
def read(story):
    """Change the page, draw it and read the PDF."""

    def read(**changes):
        Snapshot.objects.filter(pk=story.pk).update(**changes)
        page = Page(Snapshot.objects.for_page().get(pk=story.pk))
        return pypdf.PdfReader(io.BytesIO(pdf.make_pdf(page)))

    return read


def words_of(document):
    return " ".join(document.pages[0].extract_text().split())


def test_it_is_one_page_of_a4_with_the_quote_on_it(read):
    document = read()

    box = document.pages[0].mediabox
    assert len(document.pages) == 1
    assert (round(box.width), round(box.height)) == (595, 842)
    assert "By the time someone said yes I had already put my coat on." in words_of(
        document
    )


def test_it_is_tagged_and_says_its_language_and_title(read):
    document = read(story_title="A baker calls in sick")

    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert document.metadata.title == (
        "Snapshot of Sarah Whitcombe: A baker calls in sick"
    )


def test_its_fonts_are_ours_and_embedded(read):
    fonts = read().pages[0]["/Resources"]["/Font"].values()

    embedded = {}
    for font in fonts:
        inside = font.get_object()["/DescendantFonts"][0].get_object()
        name = inside["/BaseFont"].split("+")[1]
        embedded[name] = "/FontFile2" in inside["/FontDescriptor"].get_object()
    assert embedded
    assert all(embedded.values())
    assert {name.split("-")[0] for name in embedded} == {"Inter", "Newsreader"}


def test_accents_are_read_as_they_were_written(read):
    document = read(
        name="Łukasz Żółć", context="Łódź, Großstraße, Ďábel, Ñandú, Ελλάδα"
    )

    words = words_of(document)
    assert "Łukasz Żółć" in words
    assert "Łódź, Großstraße, Ďábel, Ñandú, Ελλάδα" in words


@pytest.mark.parametrize(
    "text",
    ["שלום עולם", "مرحبا بالعالم", "👩‍🍳🥐 tired 😴", "e\u0301\u0301\u0301", "漢字"],
)
def test_every_script_gives_a_page(read, text):
    assert len(read(name=text, quote=text * 5, context=text).pages) == 1


def test_hostile_words_are_only_words(read, story, member):
    for kind, words in (
        ("insights", {"text": HOSTILE}),
        ("opportunities", {"text": HOSTILE}),
        ("facts", {"label": "<b>", "text": HOSTILE[:120]}),
    ):
        add_part(snapshot=story, kind=kind, by=member, **words)

    document = read(quote=HOSTILE, context=HOSTILE[:200])

    assert "alert(1)" in words_of(document)
    assert "root:" not in words_of(document)
    assert list(document.attachments) == []
    assert "/JavaScript" not in str(document.trailer["/Root"])


def test_a_full_page_is_set_in_smaller_type(read, story, member):
    for number in range(6):
        MomentFactory(snapshot=story, title=f"Moment {number}", text="It went on. " * 8)
        add_part(
            snapshot=story, kind="opportunities", by=member, text="I can’t tell. " * 8
        )
        add_part(snapshot=story, kind="insights", by=member, text="She tried it. " * 10)
        add_part(
            snapshot=story, kind="facts", by=member, label="Team", text="People, " * 6
        )

    assert len(read(quote="I had already put my coat on. " * 10).pages) == 1


def test_the_same_page_gives_the_same_bytes(story):
    page = Page(Snapshot.objects.for_page().get(pk=story.pk))

    assert pdf.make_pdf(page) == pdf.make_pdf(page)


def test_the_drawing_process_fetches_nothing_but_its_own():
    drawer = Drawer.__new__(Drawer)
    drawer.images = {"face": ("image/png", b"png")}
    drawer.fonts = {}

    assert drawer.find("earshot:face") == ("image/png", b"png")
    for address in (
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "face",
        "earshot:font-0",
    ):
        with pytest.raises(ValueError):
            drawer.find(address)


def test_the_drawing_process_knows_no_secret(story):
    pdf.make_pdf(Page(Snapshot.objects.for_page().get(pk=story.pk)))

    with open(f"/proc/{drawing.drawing_process._child.pid}/environ") as file:
        names = {entry.split("=")[0] for entry in file.read().split("\0") if entry}
    assert names <= {"LC_ALL", "HOME", "PATH"}
    assert os.environ.keys() - names
