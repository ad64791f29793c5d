"""Availability and booking, guides, interviews, what is written down in the room, and recordings."""

from interviews.models.availability import Availability, BookingPage, BusyTime
from interviews.models.debriefs import Debrief, SkillReview, SkillViewer
from interviews.models.guides import BankQuestion, Guide, GuideVersion, Question
from interviews.models.interviews import (
    Attendance,
    Interview,
    InterviewQuerySet,
    Reminder,
)
from interviews.models.preparation import ChecklistTick
from interviews.models.recordings import Recording, RecordingPolicy, RecordingUpload
from interviews.models.room import AskedQuestion, Note, NoteVersion, Nudge
from interviews.models.transcripts import (
    Highlight,
    Redaction,
    Speaker,
    Transcript,
    Utterance,
)

__all__ = [
    "AskedQuestion",
    "Attendance",
    "Availability",
    "BankQuestion",
    "BookingPage",
    "BusyTime",
    "ChecklistTick",
    "Debrief",
    "Guide",
    "GuideVersion",
    "Highlight",
    "Interview",
    "InterviewQuerySet",
    "Note",
    "NoteVersion",
    "Nudge",
    "Question",
    "Recording",
    "RecordingPolicy",
    "RecordingUpload",
    "Redaction",
    "Reminder",
    "SkillReview",
    "SkillViewer",
    "Speaker",
    "Transcript",
    "Utterance",
]
