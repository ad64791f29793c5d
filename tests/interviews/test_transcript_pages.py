import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from interviews.models import Highlight, Note, Redaction, Transcript
from interviews.operations.transcripts import add_transcript, fill_transcript
from interviews.transcripts import LARGEST
from tests.factories.interviews import AttendanceFactory, InterviewFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory

HTMX = {"HX-Request": "true"}
ZOOM = b"""WEBVTT

1
00:00:00.000 --> 00:00:10.000
Mara Lindt: Tell me about last Tuesday.

2
00:00:10.000 --> 00:00:30.000
Priya Nair: My boss Karl rang at six. I was alone.
"""


@pytest.fixture
def interview(team, member):
    interview = InterviewFactory(team=team, held=True, participant__name="Priya Nair")
    AttendanceFactory(interview=interview, membership=member)
    return interview


@pytest.fixture
def transcript(interview, member):
    return add_transcript(interview=interview, name="zoom.vtt", data=ZOOM, by=member)


def at(name, row, *more):
    return reverse(f"interviews:{name}", args=[row.workspace.slug, row.pk, *more])


def selection(first, starts_at, last, ends_at):
    return {"first": first, "starts_at": starts_at, "last": last, "ends_at": ends_at}


def test_file_is_taken_in_checked_and_its_speakers_are_named(
    sign_in, interview, member
):
    client = sign_in(member)
    url = at("transcripts", interview)

    for _ in range(2):
        file = SimpleUploadedFile("C:\\talks\\zoom.vtt", ZOOM)
        response = client.post(url, {"file": file})

    transcript = interview.transcripts.get()
    assert transcript.name == "zoom.vtt"
    assert response.url == at("transcript_speakers", transcript)
    mara, priya = transcript.speakers.all()
    page = client.get(response.url)
    assert "VTT, UTF-8" in page.text
    assert priya.part == "participant"

    response = client.post(
        response.url,
        {f"speaker-{mara.pk}": str(member.pk), f"speaker-{priya.pk}": "participant"},
    )

    assert response.url == at("transcript", transcript)
    mara.refresh_from_db()
    assert (mara.part, mara.membership) == ("team", member)
    assert "<b>67%</b> Priya Nair" in client.get(response.url).text


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose a file, or paste the words below."),
        ({"words": "  \n"}, "Choose a file, or paste the words below."),
        ({"file": SimpleUploadedFile("a.vtt", b"")}, "There is nothing in this file."),
        (
            {"file": SimpleUploadedFile("a.png", b"\x89PNG" * 9)},
            "Transcripts come as VTT",
        ),
        (
            {"file": SimpleUploadedFile("a.txt", b"a" * (LARGEST + 1))},
            "A transcript is at most",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    sign_in, interview, member, sent, sentence
):
    for file in sent.values():
        if hasattr(file, "seek"):
            file.seek(0)

    response = sign_in(member).post(at("transcripts", interview), sent)

    assert response.status_code == 422
    assert "May it be recorded?" in response.text
    assert sentence in response.text
    assert not interview.transcripts.exists()


def test_pasted_words_with_odd_lines_are_taken_in_with_warnings(
    sign_in, interview, member
):
    words = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\nA: One\n\nno --> 00:03.000\nA: Two <b>&\n"
    )
    client = sign_in(member)

    response = client.post(at("transcripts", interview), {"words": words})

    assert (
        "1 line had no readable time; it keeps its place."
        in client.get(response.url).text
    )


@pytest.mark.parametrize("count", [1, 40])
def test_reading_page_costs_the_same_queries_whatever_its_length(
    sign_in, transcript, member, django_assert_max_num_queries, count
):
    fill_transcript(
        transcript=transcript,
        segments=[
            {
                "speaker": f"S{n % 2}",
                "start_ms": n,
                "end_ms": n + 1,
                "text": f"Line {n}.",
            }
            for n in range(count)
        ],
    )
    client = sign_in(member)
    url = at("transcript", transcript)
    client.get(url)

    with django_assert_max_num_queries(QUERIES):
        response = client.get(url)

    assert response.text.count('class="line"') == count
    assert f'id="u{count - 1}"' in response.text


# Session, person, membership and the frame of the page are 7 of them.
QUERIES = 15


def test_long_transcript_comes_in_parts(sign_in, transcript, member, monkeypatch):
    monkeypatch.setattr("interviews.views.transcripts.LINES_OF_A_PART", 1)
    client, url = sign_in(member), at("transcript", transcript)

    first, second = client.get(url).text, client.get(f"{url}?at=1").text

    assert ("Tell me" in first, "My boss" in first, "?at=1" in first) == (
        True,
        False,
        True,
    )
    assert ("Tell me" in second, "My boss" in second, "?at=0" in second) == (
        False,
        True,
        True,
    )


def test_words_are_kept_as_a_quote_with_a_page_and_taken_away_again(
    sign_in, transcript, member
):
    client = sign_in(member)
    url = at("highlights", transcript)

    response = client.post(url, selection(1, 26, 1, 38), headers=HTMX)

    quote = Highlight.objects.get()
    assert response.status_code == 201
    assert f'<mark data-quotes="{quote.pk}">I was alone.</mark>' in response.text
    assert quote.note.text == "I was alone."
    assert "I was alone." in client.get(at("highlight", quote)).text

    response = client.post(at("highlight_removal", quote))

    assert response.url.endswith("?at=1#u1")
    assert not Highlight.objects.exists()
    assert Note.objects.filter(deleted_at=None).count() == 0


@pytest.mark.parametrize(
    "places",
    [(0, 0, 9, 3), (1, 5, 1, 5), (1, 0, 0, 3), (0, -1, 0, 5), (0, 10**12, 0, 5)],
)
def test_selections_of_nothing_are_refused(sign_in, transcript, member, places):
    client = sign_in(member)

    for name in ("highlights", "redactions"):
        response = client.post(at(name, transcript), selection(*places), headers=HTMX)

        assert response.status_code == 422
    assert Highlight.objects.count() == Redaction.objects.count() == 0


def test_words_are_redacted_and_show_as_a_blot(sign_in, transcript, member):
    response = sign_in(member).post(
        at("redactions", transcript),
        {**selection(1, 3, 1, 12), "reason": "A third person"},
        headers=HTMX,
    )

    assert '<del class="blot" role="img" aria-label="redacted">█████████</del>' in (
        response.text
    )
    assert "Karl" not in response.text
    assert Redaction.objects.get().reason == "A third person"


def test_without_script_a_line_has_a_page_of_its_own(sign_in, transcript, member):
    client, url = sign_in(member), at("transcript_words", transcript, 1)

    assert client.get(url).status_code == 200
    assert client.post(url, {"words": "never said", "do": "keep"}).status_code == 422
    kept = client.post(url, {"words": " I was  alone. ", "do": "keep"})
    redacted = client.post(url, {"words": "Karl", "do": "redact"})

    assert kept.url == at("highlight", Highlight.objects.get())
    assert redacted.url.endswith("?at=1#u1")
    assert transcript.utterances.get(position=1).text == (
        "My boss ████ rang at six. I was alone."
    )


def test_it_can_be_taken_along(sign_in, transcript, member):
    client, url = sign_in(member), at("transcript_file", transcript)

    def body(kind):
        response = client.get(url, {"as": kind})
        assert response["Content-Disposition"].endswith(f'.{kind}"')
        return b"".join(response.streaming_content).decode()

    assert body("vtt").startswith(
        "WEBVTT\n\n00:00:00.000 --> 00:00:10.000\n<v Mara Lindt>Tell me about last"
    )
    assert "Priya Nair  0:10\nMy boss Karl" in body("txt")
    assert "**Priya Nair** (0:10): My boss Karl" in body("md")
    assert client.get(url, {"as": "exe"}).status_code == 404


def test_other_teams_find_nothing_of_it(sign_in, workspace, transcript, member):
    other = MembershipFactory(
        workspace=workspace, team=TeamFactory(workspace=workspace)
    )
    client = sign_in(member)
    client.post(at("highlights", transcript), selection(1, 26, 1, 38))
    client = sign_in(other)

    for url in (
        at("transcript", transcript),
        at("transcript_file", transcript),
        at("highlight", Highlight.objects.get()),
    ):
        assert client.get(url).status_code == 404
    assert client.post(at("transcript_deletion", transcript)).status_code == 404
    assert Transcript.objects.count() == 1


def test_it_is_deleted(sign_in, transcript, member):
    response = sign_in(member).post(at("transcript_deletion", transcript))

    assert response.url.endswith("/recordings/#transcripts")
    assert not Transcript.objects.exists()
