"""Redacted words in what was typed and counted around a talk: notes, debrief, nudges, skills."""

from django.db.models import F
from django.utils.timezone import now

from discovery.live.operations import publish
from interviews.models import Debrief, Note, NoteVersion, Nudge, SkillReview
from interviews.models.debriefs import ANSWERS
from interviews.operations.notes import keep_version, save_note
from interviews.transcripts.passages import blot_passages, find_passages


def blot_copies(sender, interview, words, by, **signal):
    """Overwrite the words in all that belongs to the talk, whoever has typed it."""
    _blot_notes(interview, words, by)
    _blot_debrief(interview, words)
    for nudge in Nudge.objects.filter(interview=interview):
        text = blot_passages(nudge.text, words)
        if text != nudge.text:
            Nudge.objects.filter(pk=nudge.pk).update(text=text)
    _blot_evidence(interview, words)


def count_copies(sender, interview, words, **signal):
    """In how many places of the notes and the debrief they stand."""
    notes = Note.objects.filter(interview=interview, deleted_at=None)
    texts = list(notes.values_list("text", flat=True))
    for answers in Debrief.objects.filter(interview=interview).values_list(*ANSWERS):
        texts.extend(answers)
    return sum(len(find_passages(text, words)) for text in texts)


def blot_note(note, by, change):
    """Change the words of a note and of every version that was kept of it.

    What remains counts as a version, so that a form which was opened before cannot be saved
    over it.
    """
    for version in NoteVersion.objects.filter(note=note):
        text = change(version.text)
        if text != version.text:
            NoteVersion.objects.filter(pk=version.pk).update(text=text)
    text = change(note.text)
    if text != note.text:
        note.text = text
        save_note(note, ["text"])
        keep_version(note, by)


def _blot_notes(interview, words, by):
    notes = Note.objects.filter(interview=interview).select_related("interview")
    for note in notes.select_for_update(no_key=True, of=["self"]).order_by("pk"):
        blot_note(note, by, lambda text: blot_passages(text, words))


def _blot_debrief(interview, words):
    for debrief in Debrief.objects.select_for_update(no_key=True).filter(
        interview=interview
    ):
        changes = {}
        for answer in ANSWERS:
            text = blot_passages(getattr(debrief, answer), words)
            if text != getattr(debrief, answer):
                changes[answer] = text
                changes[f"{answer}_version"] = F(f"{answer}_version") + 1
        if changes:
            Debrief.objects.filter(pk=debrief.pk).update(
                **changes, version=F("version") + 1, changed_at=now()
            )
            publish(f"interview:{interview.pk}", "debrief", part="redaction", by=0)


def _blot_evidence(interview, words):
    """What a review of skills has quoted from the talk, until it is reviewed again."""
    for review in SkillReview.objects.filter(interview=interview):
        before = review.evidence, review.talk
        review.evidence = _blot_inside(review.evidence, words)
        review.talk = _blot_inside(review.talk, words)
        if (review.evidence, review.talk) != before:
            review.save(update_fields=["evidence", "talk"])


def _blot_inside(piece, words):
    if isinstance(piece, str):
        return blot_passages(piece, words)
    if isinstance(piece, list):
        return [_blot_inside(inner, words) for inner in piece]
    if isinstance(piece, dict):
        return {name: _blot_inside(inner, words) for name, inner in piece.items()}
    return piece
