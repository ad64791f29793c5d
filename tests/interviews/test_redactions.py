"""Redacted words go wherever they were copied or typed (F151)."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from interviews.models import Debrief, NoteVersion, Nudge, Redaction, SkillReview
from interviews.operations.debriefs import StaleAnswer, write_answer
from interviews.operations.highlights import keep_quote
from interviews.operations.notes import add_note, edit_note
from interviews.operations.redactions import count_elsewhere, redact_words
from interviews.operations.transcripts import add_transcript
from interviews.transcripts.ranges import BLOT
from opportunities.operations.evidence import place_heard
from snapshots.models import Rendering, Snapshot
from snapshots.operations.comments import write_comment
from snapshots.operations.drafts import create_draft
from snapshots.operations.errors import StaleEdit
from snapshots.operations.notes import place_note
from snapshots.operations.parts import edit_part, write_text
from snapshots.operations.publishing import publish_snapshot
from tests.factories.interviews import AttendanceFactory, InterviewFactory
from tests.factories.opportunities import OutcomeFactory

SAID = "My boss Karl rang at six. I was alone."
ZOOM = f"WEBVTT\n\n00:00:00.000 --> 00:00:10.000\nPriya: {SAID}\n\n00:00:10.000 --> 00:00:20.000\nMara: I told boss Karl so.\n"
OTHER = "WEBVTT\n\n00:00:03.000 --> 00:00:09.000\nPriya: my boss Karl rang\n"


@pytest.fixture
def interview(team, member):
    interview = InterviewFactory(team=team, held=True, participant__name="Priya Nair")
    AttendanceFactory(interview=interview, membership=member)
    return interview


@pytest.fixture
def transcript(interview, member):
    return add_transcript(
        interview=interview, name="zoom.vtt", data=ZOOM.encode(), by=member
    )


def range_of(transcript, words):
    utterance = transcript.utterances.filter(text__contains=words).first()
    starts_at = utterance.text.index(words)
    return {
        "first": utterance,
        "starts_at": starts_at,
        "last": utterance,
        "ends_at": starts_at + len(words),
    }


def write(interview, by, text, kind="fact"):
    return add_note(interview=interview, by=by, client_id=uuid4(), kind=kind, text=text)


def test_words_typed_around_the_talk_go_as_well(transcript, interview, member):
    other = add_transcript(
        interview=interview, name="other.vtt", data=OTHER.encode(), by=member
    )
    note = write(interview, member, "Their boss Karl calls at night")
    untouched = write(interview, member, "The boss calls at night")
    debrief = Debrief.objects.create(
        workspace=interview.workspace,
        interview=interview,
        story="Boss Karl rings",
        surprises="none",
    )
    nudge = Nudge.objects.create(
        workspace=interview.workspace,
        interview=interview,
        sent_by=member,
        client_id=uuid4(),
        text="Ask about boss Karl",
    )
    places = range_of(transcript, "boss Karl")

    assert count_elsewhere(**places) == 4
    made = redact_words(**places, by=member)

    for row in (note, untouched, debrief, nudge):
        row.refresh_from_db()
    blots = BLOT * 9
    assert note.text == f"Their {blots} calls at night"
    assert not NoteVersion.objects.filter(text__contains="Karl").exists()
    assert (untouched.text, untouched.version) == ("The boss calls at night", 1)
    assert (debrief.story, debrief.story_version) == (f"{blots} rings", 2)
    assert (debrief.surprises, debrief.surprises_version) == ("none", 1)
    assert nudge.text == f"Ask about {blots}"
    assert other.utterances.get().text == f"my {blots} rang"
    assert transcript.utterances.last().text == f"I told {blots} so."
    # Their seconds are left out there, too.
    assert len(made) == Redaction.objects.count() == 3
    assert other.redactions.get().starts_ms is not None
    assert count_elsewhere(**range_of(transcript, "rang at six")) == 0


def test_a_word_that_tells_nothing_goes_only_from_its_copies(
    transcript, interview, member
):
    quote = keep_quote(**range_of(transcript, SAID), by=member)
    note = write(interview, member, "I think I know why")
    review = SkillReview.objects.create(
        workspace=interview.workspace,
        interview=interview,
        membership=member,
        skill="scene",
        evidence=[{"quote": "I told boss Karl so."}, {"quote": SAID}],
    )

    redact_words(**range_of(transcript, "I"), by=member)

    for row in (quote, quote.note, note, review):
        row.refresh_from_db()
    left = SAID.replace("I", BLOT)
    assert quote.text == quote.note.text == left
    assert note.text == "I think I know why"
    assert [piece["quote"] for piece in review.evidence] == [
        "I told boss Karl so.",
        left,
    ]
    assert transcript.utterances.last().text == "I told boss Karl so."


@pytest.fixture
def told(transcript, interview, member):
    """A published page and its tree, made from a quote of the transcript."""
    note = keep_quote(**range_of(transcript, SAID), by=member).note
    Debrief.objects.create(
        workspace=interview.workspace, interview=interview, story="Boss Karl rings"
    )
    page = create_draft(interview=interview, by=member)
    for place in ("quote", "facts", "moments", "opportunities", "insights"):
        place_note(snapshot=page, note=note, place=place, by=member, version=1)
    page.refresh_from_db()
    page = publish_snapshot(snapshot=page, by=member)
    write_comment(snapshot=page, text="Who is boss Karl?", by=member)
    return page


PARTS = ("quick_facts", "moments", "heard_opportunities", "insights", "comments")


def every_word_of(page):
    rows = [list(getattr(page, name).values()) for name in PARTS]
    return str([*Snapshot.objects.filter(pk=page.pk).values(), *rows])


# The shorter one is told by the words around it, wherever those were copied along.
@pytest.mark.parametrize(("words", "count"), [("boss Karl", 6), ("Karl", 5)])
def test_the_page_and_its_pdf_lose_them(
    told, transcript, member, words, count, django_capture_on_commit_callbacks
):
    part = told.insights.get()
    name = default_storage.save("workspaces/1/pdfs/a.pdf", ContentFile(b"%PDF"))
    Rendering.objects.create(
        workspace=told.workspace,
        snapshot=told,
        content_hash="x",
        state=Rendering.State.READY,
        file=name,
    )
    stood = every_word_of(told).count(words)
    assert stood >= count

    with django_capture_on_commit_callbacks(execute=True):
        redact_words(**range_of(transcript, words), by=member)

    kept = every_word_of(told)
    assert f"rang {words}" not in kept
    assert f"My boss {'█' * 4}" in kept or f"My {BLOT * 9}" in kept
    assert "My boss Karl" not in kept
    assert not Rendering.objects.exists()
    assert not default_storage.exists(name)
    # What was open in an editor meanwhile is refused.
    with pytest.raises(StaleEdit):
        write_text(
            snapshot=told,
            field="quote",
            text=SAID,
            version=told.quote_version,
            by=member,
        )
    with pytest.raises(StaleEdit):
        edit_part(part=part, version=part.version, by=member, text=f"{SAID} So.")


def test_the_tree_and_its_history_lose_them(told, transcript, member):
    outcome = OutcomeFactory(workspace=told.workspace, team=told.team)
    heard = told.heard_opportunities.get()
    place_heard(outcome, heard, by=member, client_id=uuid4())
    node = outcome.opportunities.get()
    assert "boss Karl" in node.text

    redact_words(**range_of(transcript, "boss Karl"), by=member)

    node.refresh_from_db()
    assert node.text == SAID.replace("boss Karl", BLOT * 9)
    changes = [f"{row.change}{row.inverse}" for row in outcome.changes.all()]
    assert "Karl" not in "".join(changes)
    assert f"'node': 'opportunity:{node.pk}'" in "".join(changes)


def test_a_form_that_was_open_makes_a_conflict_and_brings_nothing_back(
    transcript, interview, member
):
    note = write(interview, member, "Their boss Karl calls at night")
    debrief = Debrief.objects.create(
        workspace=interview.workspace, interview=interview, story="Boss Karl rings"
    )

    redact_words(**range_of(transcript, "boss Karl"), by=member)
    saved, copy = edit_note(
        note=note,
        kind="fact",
        text="Their boss Karl calls at night, often",
        version=1,
        edit_id=uuid4(),
        by=member,
    )

    assert saved.text == f"Their {BLOT * 9} calls at night"
    assert copy.text == f"Their {BLOT * 9} calls at night, often"
    with pytest.raises(StaleAnswer):
        write_answer(
            debrief=debrief, answer="story", text="Boss Karl!", version=1, by=member
        )


def test_a_device_that_sends_its_note_again_brings_nothing_back(
    transcript, interview, member
):
    note = write(interview, member, "Their boss Karl calls")
    redact_words(**range_of(transcript, "boss Karl"), by=member)

    again = add_note(
        interview=interview,
        by=member,
        client_id=note.client_id,
        kind="fact",
        text="Their boss Karl calls",
    )

    assert again.text == f"Their {BLOT * 9} calls"


def test_the_question_says_in_how_many_other_places(
    sign_in, transcript, interview, member
):
    note = write(interview, member, "Their boss Karl calls")
    client = sign_in(member)
    args = [transcript.workspace.slug, transcript.pk]
    places = range_of(transcript, "boss Karl")
    query = {**places, "first": 0, "last": 0}

    response = client.get(reverse("interviews:redactions", args=args), query)

    assert response.text.startswith("They stand in 2 other places of this talk")
    gone = client.get(
        reverse("interviews:redactions", args=args), {**query, "starts_at": 99}
    )
    assert gone.status_code == 422

    # Without script the second press is the answer.
    url = reverse("interviews:transcript_words", args=[*args, 0])
    posted = {"words": "boss Karl", "do": "redact"}
    response = client.post(url, posted)
    assert response.status_code == 422
    assert "They stand in 2 other places" in response.text
    assert not Redaction.objects.exists()
    response = client.post(url, {**posted, "told": "2 boss Karl"})
    assert response.status_code == 302
    note.refresh_from_db()
    assert note.text == f"Their {BLOT * 9} calls"


def test_lines_elsewhere_on_the_page_come_along(sign_in, transcript, member):
    url = reverse(
        "interviews:redactions", args=[transcript.workspace.slug, transcript.pk]
    )
    places = {**range_of(transcript, "boss Karl"), "first": 0, "last": 0}

    response = sign_in(member).post(url, places, headers={"HX-Request": "true"})

    assert 'id="u0"' in response.text
    assert 'id="u1"' in response.text
    assert "Karl" not in response.text
