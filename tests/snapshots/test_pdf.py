import io
import os

import pypdf
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from recruiting.models import Photo
from snapshots import drawing, pdf
from snapshots.models import Snapshot
from snapshots.operations.parts import add_part
from snapshots.page import Page
from snapshots.pdf_process.drawer import Drawer
from snapshots.room import SCALES
from tests.factories.recruiting import ConsentFactory
from tests.factories.snapshots import MomentFactory

HOSTILE = (
    '<img src="file:///etc/passwd"><link rel=attachment href="file:///etc/passwd">'
    '<style>@import "http://127.0.0.1/"</style><script>alert(1)</script>'
)


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


def test_the_other_paper_is_us_letter(story):
    page = Page(Snapshot.objects.for_page().get(pk=story.pk), paper="letter")

    box = pypdf.PdfReader(io.BytesIO(pdf.make_pdf(page))).pages[0].mediabox

    assert (round(box.width), round(box.height)) == (612, 792)


def test_it_leads_back_to_the_page_unless_it_leaves_the_company(story):
    snapshot = Snapshot.objects.for_page().get(pk=story.pk)
    inside, outside = (
        pypdf.PdfReader(io.BytesIO(pdf.make_pdf(Page(snapshot, **shown))))
        for shown in ({}, {"is_outside": True})
    )

    link = inside.pages[0]["/Annots"][0].get_object()
    where = reverse("snapshots:snapshot", args=[story.workspace.slug, story.pk])
    assert link["/A"]["/URI"] == f"{settings.SITE_URL}{where}"
    assert "/Annots" not in outside.pages[0]
    assert str(story.workspace.slug).encode() not in pdf.make_pdf(
        Page(snapshot, is_outside=True)
    )


def test_its_tags_are_read_in_the_order_of_the_page(read, story, member):
    add_part(snapshot=story, kind="facts", by=member, label="Team", text="18 people")
    add_part(snapshot=story, kind="opportunities", by=member, text="I can’t tell")
    document = read(story_title="A baker calls in sick", context="Bakery manager")

    tags = list(tags_of(document.trailer["/Root"]["/StructTreeRoot"]))

    names = [tag["/S"] for tag in tags]
    assert [n for n in names if n in ("/H1", "/BlockQuote", "/H2", "/Link")] == (
        ["/H1", "/BlockQuote", "/H2", "/H2", "/Link"]
    )
    assert all(tag.get("/Alt") for tag in tags if tag["/S"] == "/Figure")
    for tag in tags:
        if tag["/S"] == "/L":
            assert {kid.get_object()["/S"] for kid in tag["/K"]} == {"/LI"}
        if tag["/S"] == "/LI":
            inner = {kid.get_object()["/S"] for kid in tag["/K"]}
            assert inner <= {"/Lbl", "/LBody"}


def tags_of(element):
    """Every element of the tree in the order in which it is read."""
    kids = element["/K"] if isinstance(element["/K"], list) else [element["/K"]]
    for kid in kids:
        kid = kid.get_object()
        if isinstance(kid, dict) and "/S" in kid:
            yield kid
            yield from tags_of(kid)


def test_a_photo_is_sharp_on_paper(story, member):
    with_photo(story, member)
    page = Page(Snapshot.objects.for_page().get(pk=story.pk))

    image = pypdf.PdfReader(io.BytesIO(pdf.make_pdf(page))).pages[0].images[0].image

    # 8.25 times 14 pixels of 96 to the inch are shown; 300 dots to the inch are asked for.
    assert min(image.size) >= 8.25 * 14 / 96 * 300 - 1


def with_photo(story, member):
    made = io.BytesIO()
    Image.effect_noise((900, 900), 60).convert("RGB").save(made, "JPEG")
    ConsentFactory(participant=story.participant, purpose="photo", is_granted=True)
    photo = Photo.objects.create(
        workspace=story.workspace,
        participant=story.participant,
        uploaded_by=member,
        file=ContentFile(made.getvalue(), "face.jpg"),
        width=900,
        height=900,
    )
    story.participant.photo = photo
    story.participant.save()


def test_accents_are_read_as_they_were_written(read):
    document = read(
        name="Łukasz Żółć", context="Łódź, Großstraße, Ďábel, Ñandú, Ελλάδα"
    )

    words = words_of(document)
    assert "Łukasz Żółć" in words
    assert "Łódź, Großstraße, Ďábel, Ñandú, Ελλάδα" in words


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
    for forbidden in ("/JavaScript", "/Launch", "/EmbeddedFile", "/OpenAction", "/AA"):
        assert forbidden not in str(list(objects_of(document)))


def objects_of(document):
    for number in range(1, document.trailer["/Size"]):
        found = document.get_object(number)
        yield dict(found) if isinstance(found, dict) else found


def test_a_full_page_is_set_in_smaller_type_as_on_screen(read, story, member):
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
    page = Page(Snapshot.objects.for_page().get(pk=story.pk))
    request = {**pdf.page_request(page), "do": "page", "identifier": "x"}
    answer, _made = drawing.drawing_process.ask(request)
    assert page.print_step > 0
    assert request["sizes"][answer["scale"]] == round(14 * SCALES[page.print_step], 2)


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
    assert names <= {"LC_ALL", "HOME", "PATH", "SOURCE_DATE_EPOCH"}
    assert os.environ.keys() - names
