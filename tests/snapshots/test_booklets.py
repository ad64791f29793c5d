import io
from datetime import timedelta

import pypdf
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.timezone import now

from discovery.workspaces.models import Team
from recruiting.operations.consents import withdraw_consent
from recruiting.operations.erasure import erase_participant
from snapshots.models import Booklet, Snapshot
from snapshots.operations.booklets import make_booklet, sweep_booklets
from snapshots.operations.parts import add_part
from tests.factories.interviews import InterviewFactory
from tests.factories.recruiting import ConsentFactory, ParticipantFactory
from tests.factories.snapshots import SnapshotFactory


@pytest.fixture
def stories(team, story, member):
    """Three published pages; the second has a story in a line."""
    more = [
        SnapshotFactory(
            interview=InterviewFactory(
                team=team,
                participant=ParticipantFactory(
                    workspace=team.workspace, name=name, pseudonym=pseudonym
                ),
                held=True,
            ),
            story_title=title,
            published=True,
            published_by=member,
        )
        for name, title, pseudonym in (
            ("Łukasz", "The call he did not pick up", "P-901"),
            ("سارة", "", "P-902"),
        )
    ]
    return [story, *more]


@pytest.fixture
def ask(sign_in, stakeholder, workspace):
    """Ask for one PDF of several pages, as a reader."""

    def ask(snapshots, **more):
        client = sign_in(stakeholder)
        url = reverse("snapshots:booklets", args=[workspace.slug])
        answer = client.post(url, {"ids": [s.pk for s in snapshots], **more})
        client.asked_at = answer.url
        return client

    return ask


@pytest.fixture
def made(ask, stories):
    """The booklet of all three, made."""
    ask(stories)
    booklet = Booklet.objects.get()
    make_booklet(booklet_id=booklet.pk)
    booklet.refresh_from_db()
    return booklet


def read(booklet):
    with booklet.file.open() as file:
        return pypdf.PdfReader(io.BytesIO(file.read()))


def words_of(page):
    return " ".join(page.extract_text().split())


def test_it_begins_with_contents_that_lead_to_the_pages(made, stories):
    document = read(made)

    assert len(document.pages) == 4
    contents = document.pages[0]
    assert "Łukasz" in words_of(contents)
    assert "The call he did not pick up" in words_of(contents)
    places = document.named_destinations
    links = dict.fromkeys(a.get_object()["/Dest"] for a in contents["/Annots"])
    pages = [document.get_destination_page_number(places[str(name)]) for name in links]
    assert pages == [1, 2, 3]


def test_each_page_is_as_in_its_own_pdf_with_its_number(made):
    second = read(made).pages[2]

    assert "Łukasz" in words_of(second)
    assert "3" in words_of(second).split()
    assert "One customer, one story, one page." in words_of(second)


def test_it_is_tagged_with_an_outline_and_fonts_of_one_kind_once(made):
    document = read(made)

    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert document.metadata.title == "3 customer stories"
    assert [one.title for one in document.outline if not isinstance(one, list)][2] == (
        "Łukasz"
    )
    fonts = document.pages[0]["/Resources"]["/Font"].values()
    names = [font.get_object()["/BaseFont"].split("+")[1] for font in fonts]
    assert len(names) == len(set(names))


def test_it_says_how_far_it_is(made, ask, stories):
    assert (made.state, made.done, made.reason) == ("ready", 3, "")

    client = ask(stories)
    answer = client.get(client.asked_at, headers={"HX-Request": "true"})

    assert "Your booklet is ready" in answer.text


def test_the_same_booklet_is_made_once(made, ask, stories):
    client = ask(stories)

    assert Booklet.objects.get() == made
    answer = client.get(client.asked_at + "file/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")


def test_only_who_asked_may_fetch_it(made, sign_in, member):
    url = reverse("snapshots:booklet", args=[made.workspace.slug, made.pk])

    assert sign_in(member).get(url).status_code == 404
    assert sign_in(member).get(url + "file/").status_code == 404


def test_a_reader_gets_no_draft_and_nothing_of_elsewhere(ask, story, team):
    person = ParticipantFactory(workspace=team.workspace, pseudonym="P-903")
    talk = InterviewFactory(team=team, participant=person, held=True)

    ask([story, SnapshotFactory(interview=talk), SnapshotFactory(published=True)])

    assert [p.snapshot for p in Booklet.objects.get().pages.all()] == [story]


def test_without_names_it_leaves_out_who_must_not_be_shown_outside(ask, stories):
    hidden = stories[1].participant
    ConsentFactory(participant=hidden, purpose="sharing", is_granted=False)
    ask(stories, wider="1")
    booklet = Booklet.objects.get()

    make_booklet(booklet_id=booklet.pk)

    booklet.refresh_from_db()
    text = " ".join(words_of(page) for page in read(booklet).pages)
    assert len(read(booklet).pages) == 3
    assert [n for n in ("Sarah", "Łukasz", "/w/") if n in text] == []
    assert "P-017" in text


def test_a_booklet_of_nobody_who_may_be_shown_says_so(ask, story):
    ConsentFactory(participant=story.participant, purpose="sharing", is_granted=False)
    client = ask([story], wider="1")

    make_booklet(booklet_id=Booklet.objects.get().pk)

    assert "None of these stories may be shown" in client.get(client.asked_at).text


@pytest.mark.parametrize("what", ["words", "team"])
def test_a_change_meanwhile_makes_it_from_the_present(
    made, ask, stories, what, django_capture_on_commit_callbacks
):
    old = made.file.name
    if what == "words":
        Snapshot.objects.filter(pk=stories[0].pk).update(quote="New words")
    else:
        Team.objects.filter(pk=stories[0].team_id).update(name="A new name")
    client = ask(stories[:1])

    with django_capture_on_commit_callbacks(execute=True):
        url = reverse("snapshots:booklet", args=[made.workspace.slug, made.pk])
        assert client.get(url + "file/").status_code == 302
        client.get(url)

    made.refresh_from_db()
    assert (made.state, made.file.name) == ("queued", "")
    assert not default_storage.exists(old)


@pytest.mark.parametrize("what", ["erasure", "consent"])
def test_what_was_taken_back_takes_the_file_with_it_at_once(
    made, stories, what, member, django_capture_on_commit_callbacks
):
    old = made.file.name
    person = stories[0].participant

    with django_capture_on_commit_callbacks(execute=True):
        if what == "erasure":
            erase_participant(person)
        else:
            ConsentFactory(participant=person, purpose="quote", is_granted=True)
            withdraw_consent(participant=person, purpose="quote")

    assert not default_storage.exists(old)
    make_booklet(booklet_id=made.pk)
    made.refresh_from_db()
    assert "put my coat on" not in words_of(read(made).pages[1])


def test_a_page_that_is_too_long_says_so_in_its_place(ask, stories, member):
    for kind, words in (
        ("insights", {"text": "word " * 60}),
        ("opportunities", {"text": "word " * 48}),
        ("facts", {"label": "word " * 8, "text": "word " * 24}),
        ("moments", {"title": "word " * 12, "text": "word " * 40}),
    ):
        for _ in range(6):
            add_part(snapshot=stories[1], kind=kind, by=member, **words)
    Snapshot.objects.filter(pk=stories[1].pk).update(quote="word " * 80)
    ask(stories)
    booklet = Booklet.objects.get()

    make_booklet(booklet_id=booklet.pk)

    booklet.refresh_from_db()
    assert len(read(booklet).pages) == 4
    assert "longer than one page holds" in words_of(read(booklet).pages[2])


def test_it_goes_after_a_week(made, django_capture_on_commit_callbacks):
    Booklet.objects.update(created_at=now() - timedelta(days=8))

    with django_capture_on_commit_callbacks(execute=True):
        sweep_booklets()

    assert not Booklet.objects.exists()
    assert not default_storage.exists(made.file.name)


def test_nothing_chosen_or_too_much_is_said_in_words(ask, stories, workspace):
    assert reverse("snapshots:library", args=[workspace.slug]) == ask([]).asked_at
    many = [Snapshot(pk=pk) for pk in range(1, 202)]
    assert reverse("snapshots:library", args=[workspace.slug]) == ask(many).asked_at
    assert not Booklet.objects.exists()
