"""Availability and booking, guides, interviews, and what is written down in the room."""

from interviews.models.availability import Availability, BookingPage, BusyTime
from interviews.models.guides import Guide, Question
from interviews.models.interviews import (
    Attendance,
    Interview,
    InterviewQuerySet,
    Reminder,
)
from interviews.models.room import AskedQuestion, Note, NoteVersion

__all__ = [
    "AskedQuestion",
    "Attendance",
    "Availability",
    "BookingPage",
    "BusyTime",
    "Guide",
    "Interview",
    "InterviewQuerySet",
    "Note",
    "NoteVersion",
    "Question",
    "Reminder",
]
