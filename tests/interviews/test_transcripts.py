from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import now
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from discovery.audit.models import AuditEvent
from interviews.models import Highlight, Note, NoteVersion, Redaction, SkillReview
from interviews.operations.highlights import (
    QuoteTooLong,
    RangeInvalid,
    keep_quote,
    remove_quote,
)
from interviews.operations.notes import ParticipantErased, edit_note
from interviews.operations.redactions import redact_words
from interviews.operations.transcripts import (
    add_transcript,
    delete_transcript,
    fill_transcript,
    name_speakers,
)
from interviews.transcripts.ranges import BLOT
from recruiting.signals import participant_erased
from tests.factories.interviews import AttendanceFactory, InterviewFactory

ZOOM = b"""WEBVTT

1
00:00:00.000 --> 00:00:10.000
Mara Lindt: Tell me about last Tuesday.

2
00:00:10.000 --> 00:00:30.000
Priya Nair: My boss Karl rang at six. I was alone.

3
00:00:30.000 --> 00:00:50.000
Mara Lindt: And then?

4
00:00:50.000 --> 00:01:50.000
Priya Nair: Karl rang again.
"""


@pytest.fixture
def interview(team, member):
    interview = InterviewFactory(team=team, held=True, participant__name="Priya Nair")
    member.user.name = "Mara Lindt"
    member.user.save()
    AttendanceFactory(interview=interview, membership=member)
    return interview


@pytest.fixture
def transcript(interview, member):
    return add_transcript(interview=interview, name="zoom.vtt", data=ZOOM, by=member)


def place(transcript, words, at=0):
    """The utterance in which ``words`` stand, and where."""
    utterance = [u for u in transcript.utterances.all() if words in u.text][at]
    starts_at = utterance.text.index(words)
    return utterance, starts_at, starts_at + len(words)


def keep(transcript, words, by, at=0):
    utterance, starts_at, ends_at = place(transcript, words, at)
    return keep_quote(
        first=utterance, starts_at=starts_at, last=utterance, ends_at=ends_at, by=by
    )


def redact(transcript, words, by, at=0):
    utterance, starts_at, ends_at = place(transcript, words, at)
    return redact_words(
        first=utterance, starts_at=starts_at, last=utterance, ends_at=ends_at, by=by
    )


def test_file_becomes_utterances_whose_speakers_are_guessed(transcript, member):
    transcript.refresh_from_db()

    assert [(s.name, s.part, s.membership) for s in transcript.speakers.all()] == [
        ("Mara Lindt", "team", member),
        ("Priya Nair", "participant", None),
    ]
    assert list(transcript.utterances.values_list("starts_ms", "ends_ms", "text"))[
        1
    ] == (
        10_000,
        30_000,
        "My boss Karl rang at six. I was alone.",
    )
    assert (transcript.word_count, transcript.duration_ms) == (19, 110_000)
    assert {
        speaker: (ms, words)
        for speaker, ms, words in transcript.utterances.talk_by_speaker()
    } == {
        transcript.speakers.first().pk: (30_000, 7),
        transcript.speakers.last().pk: (80_000, 12),
    }


def test_same_file_again_adds_nothing(transcript, interview, member):
    again = add_transcript(interview=interview, name="b.vtt", data=ZOOM, by=member)

    assert again == transcript
    assert interview.transcripts.count() == 1


def test_machine_fills_a_transcript_and_fills_it_again(transcript):
    segments = [
        {"start_ms": 0, "end_ms": 900, "speaker": None, "text": " Hello\x00 there. "},
        {"start_ms": 1000, "end_ms": 1900, "speaker": "", "text": "I was alone."},
        {"start_ms": 2000, "end_ms": 2900, "speaker": "SPEAKER_01", "text": "And?"},
    ]

    for _ in range(2):
        fill_transcript(transcript=transcript, segments=segments)

        assert list(transcript.utterances.values_list("speaker__name", "text")) == [
            (None, "Hello there. I was alone."),
            ("SPEAKER_01", "And?"),
        ]


def test_speakers_are_named_and_that_is_written_down(transcript, member):
    first, second = transcript.speakers.all()

    name_speakers(
        transcript=transcript,
        people={first.pk: ("participant", None), second.pk: ("team", member)},
        by=member,
    )

    assert list(transcript.speakers.values_list("part", "membership")) == [
        ("participant", None),
        ("team", member.pk),
    ]
    assert AuditEvent.objects.filter(action="speakers_named").count() == 1


def test_quote_has_its_clip_and_becomes_a_note_at_its_second(transcript, member):
    quote = keep(transcript, "I was alone.", member)

    assert (quote.text, quote.starts_ms, quote.ends_ms) == (
        "I was alone.",
        23_684,
        30_000,
    )
    assert (quote.note.kind, quote.note.text, quote.note.second) == (
        "quote",
        "I was alone.",
        23,
    )
    assert keep(transcript, "I was alone.", member) == quote
    assert Highlight.objects.count() == Note.objects.count() == 1


def test_quote_over_several_speakers_keeps_them_apart_and_may_overlap(
    transcript, member
):
    first, starts_at, _ = place(transcript, "I was alone.")
    last, _, ends_at = place(transcript, "Karl rang again")

    quote = keep_quote(
        first=first, starts_at=starts_at - 1, last=last, ends_at=ends_at, by=member
    )
    keep(transcript, "alone.", member)

    assert quote.text == "I was alone.\nAnd then?\nKarl rang again"
    assert Highlight.objects.count() == 2


def test_quote_that_is_removed_takes_its_note_along_unless_reworded(transcript, member):
    plain, reworded = (keep(transcript, words, member) for words in ("alone", "six"))
    Note.objects.filter(pk=reworded.note_id).update(text="At six in the morning!")
    reworded.refresh_from_db()

    for quote in (plain, reworded):
        remove_quote(highlight=quote, by=member)

    assert Highlight.objects.count() == 0
    assert [note.text for note in Note.objects.filter(deleted_at=None)] == [
        "At six in the morning!"
    ]
    assert keep(transcript, "alone", member).note.deleted_at is None


def test_ranges_that_hold_no_words_are_refused(transcript, member):
    first, second, *_ = transcript.utterances.all()

    for ends in ((first, 5, first, 5), (second, 0, first, 3), (first, 900, first, 999)):
        with pytest.raises(RangeInvalid):
            keep_quote(
                first=ends[0],
                starts_at=ends[1],
                last=ends[2],
                ends_at=ends[3],
                by=member,
            )
    first.text = "a" * 5_000
    first.save()
    with pytest.raises(QuoteTooLong):
        keep_quote(first=first, starts_at=0, last=first, ends_at=5_000, by=member)


def test_redaction_reaches_what_is_left_of_a_quote(transcript, interview, member):
    removed = keep(transcript, "My boss Karl rang at six.", member)
    remove_quote(highlight=removed, by=member)
    kept = keep(transcript, "boss Karl rang", member)
    edit = {"note": kept.note, "kind": "quote", "by": member}
    edit_note(text="Karl rang", version=1, edit_id=uuid4(), **edit)
    edit_note(text="boss Karl rang again", version=1, edit_id=uuid4(), **edit)

    redact(transcript, "boss Karl", member)

    assert interview.notes.filter(text__contains="boss Karl").count() == 0
    assert not NoteVersion.objects.filter(text__contains="boss Karl").exists()


def test_redaction_reaches_every_copy(transcript, interview, member):
    quote = keep(transcript, "My boss Karl rang at six.", member)
    other = keep(transcript, "alone", member)
    review = SkillReview.objects.create(
        workspace=interview.workspace,
        interview=interview,
        membership=member,
        skill="scene",
        evidence=[{"quote": "My boss Karl rang at six.", "second": 10}],
    )

    (redaction,) = redact(transcript, "boss Karl", member)

    blotted = f"My {BLOT * 9} rang at six."
    for row in (quote, quote.note, other, review):
        row.refresh_from_db()
    assert transcript.utterances.all()[1].text == f"{blotted} I was alone."
    assert quote.text == quote.note.text == blotted
    assert {version.text for version in quote.note.versions.all()} == {blotted}
    assert review.evidence[0]["quote"] == blotted
    assert (other.text, other.starts_at) == ("alone", 32)
    assert (redaction.starts_ms, redaction.ends_ms) == (11_578, 16_315)
    assert not NoteVersion.objects.filter(text__contains="Karl").exists()
    assert AuditEvent.objects.filter(
        action="words_redacted", actor_id=member.pk
    ).exists()


@settings(
    max_examples=12,
    # To make an example smaller takes minutes here.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_other_marks_stay_right_whatever_is_redacted(transcript, member, data):
    Highlight.objects.all().delete()
    Redaction.objects.all().delete()
    fill_transcript(
        transcript=transcript,
        segments=[
            {"speaker": s, "start_ms": n * 1000, "end_ms": n * 1000 + 900, "text": t}
            for n, (s, t) in enumerate(
                [
                    ("A", "one two three"),
                    ("B", "four five six seven"),
                    ("A", "eight nine"),
                ]
            )
        ],
    )
    utterances = list(transcript.utterances.all())

    def some_range():
        first, last = sorted(data.draw(st.tuples(*[st.integers(0, 2)] * 2)))
        starts = data.draw(st.integers(0, len(utterances[first].text)))
        ends = data.draw(st.integers(0, len(utterances[last].text)))
        return {
            "first": utterances[first],
            "starts_at": starts,
            "last": utterances[last],
            "ends_at": ends,
        }

    for act in [keep_quote, keep_quote, redact_words, keep_quote, redact_words]:
        try:
            act(by=member, **some_range())
        except RangeInvalid:
            continue

    texts = {u.pk: u.text for u in transcript.utterances.all()}
    assert {pk: len(text) for pk, text in texts.items()} == {
        u.pk: len(u.text) for u in utterances
    }
    for quote in Highlight.objects.select_related("note"):
        assert texts[quote.first_id][quote.starts_at] == quote.text[0]
        assert texts[quote.last_id][quote.ends_at - 1] == quote.text[-1]
        assert quote.note.text == quote.text
    for redaction in Redaction.objects.all():
        found = texts[redaction.utterance_id][redaction.starts_at : redaction.ends_at]
        assert set(found) == {BLOT}


def test_erased_participant_leaves_no_word(transcript, interview, member):
    keep(transcript, "I was alone.", member)
    interview.participant.erased_at = now() - timedelta(minutes=1)
    interview.participant.save()

    participant_erased.send(sender=None, participant=interview.participant)

    assert not interview.transcripts.exists()
    assert not Note.objects.filter(text__contains="alone").exists()
    with pytest.raises(ParticipantErased):
        add_transcript(interview=interview, name="a.vtt", data=ZOOM + b" ", by=member)


def test_transcript_taken_away_leaves_the_notes_made_from_it(transcript, member):
    note = keep(transcript, "I was alone.", member).note

    delete_transcript(transcript=transcript, by=member)

    note.refresh_from_db()
    assert (note.text, note.deleted_at) == ("I was alone.", None)
