from django.urls import path

from interviews.urls_recordings import recording_patterns
from interviews.urls_transcripts import transcript_patterns
from interviews.views import (
    availability,
    brief,
    debriefs,
    guide_versions,
    guides,
    note_marks,
    notes,
    nudges,
    planning,
    prompts,
    question_bank,
    room,
    room_prompts,
    schedule,
    skills,
    talks,
)

app_name = "interviews"

room_patterns = [
    path("interviews/<int:interview_id>/room/", room.room, name="room"),
    path(
        "interviews/<int:interview_id>/room/<slug:part>/",
        room.room_part,
        name="room_part",
    ),
    path("interviews/<int:interview_id>/beginning/", room.beginning, name="beginning"),
    path("interviews/<int:interview_id>/ending/", room.ending, name="ending"),
    path(
        "interviews/<int:interview_id>/resumption/", room.resumption, name="resumption"
    ),
    path(
        "interviews/<int:interview_id>/recording-consent/",
        room.recording_consent,
        name="recording_consent",
    ),
    path(
        "interviews/<int:interview_id>/asked/<int:question_id>/",
        room.asked_question,
        name="asked_question",
    ),
    path(
        "interviews/<int:interview_id>/guide/",
        room.interview_guide,
        name="interview_guide",
    ),
    path(
        "interviews/<int:interview_id>/prompts/",
        room_prompts.own_prompts,
        name="own_prompts",
    ),
]

_note = "interviews/<int:interview_id>/notes/<int:note_id>/"
note_patterns = [
    path("interviews/<int:interview_id>/notes/", notes.notes, name="notes"),
    path(_note, notes.note, name="note"),
    path(f"{_note}deletion/", notes.note_deletion, name="note_deletion"),
    path(f"{_note}restoration/", notes.note_restoration, name="note_restoration"),
    path(f"{_note}reminder/", note_marks.note_reminder, name="note_reminder"),
    path(f"{_note}step/", note_marks.note_step, name="note_step"),
    path(f"{_note}question/", note_marks.note_question, name="note_question"),
    path(f"{_note}place/", note_marks.note_place, name="note_place"),
    path(f"{_note}hint/", note_marks.note_hint, name="note_hint"),
    path(f"{_note}settlement/", note_marks.note_settlement, name="note_settlement"),
    path(f"{_note}versions/", note_marks.note_versions, name="note_versions"),
]

_nudges = "interviews/<int:interview_id>/nudges/"
nudge_patterns = [
    path(_nudges, nudges.nudges, name="nudges"),
    path(f"{_nudges}<int:nudge_id>/sight/", nudges.nudge_sight, name="nudge_sight"),
]

_guide = "guides/<int:guide_id>/"
_version = f"{_guide}versions/<int:version_id>/"
_question = "guides/questions/<int:question_id>/"
guide_patterns = [
    path("guides/", guides.guides, name="guides"),
    path("guides/new/", guides.guide_new, name="guide_new"),
    path(_guide, guides.guide, name="guide"),
    path(f"{_guide}prompts/", guides.guide_part, name="guide_part"),
    path(f"{_guide}paper/", guides.guide_paper, name="guide_paper"),
    path(f"{_guide}current/", guides.guide_current, name="guide_current"),
    path(f"{_guide}archive/", guides.guide_archive, name="guide_archive"),
    path(f"{_guide}copy/", guides.guide_copy, name="guide_copy"),
    path(f"{_guide}versions/", guide_versions.guide_versions, name="guide_versions"),
    path(_version, guide_versions.guide_version, name="guide_version"),
    path(
        f"{_version}restoration/",
        guide_versions.guide_version_restoration,
        name="guide_version_restoration",
    ),
]

prompt_patterns = [
    path(f"{_guide}questions/", prompts.questions, name="questions"),
    path(f"{_guide}hints/", prompts.prompt_hints, name="prompt_hints"),
    path(_question, prompts.question, name="question"),
    path(
        f"{_question}rewriting/", prompts.question_rewriting, name="question_rewriting"
    ),
    path(f"{_question}place/", prompts.question_place, name="question_place"),
    path(
        f"{_question}scariness/", prompts.question_scariness, name="question_scariness"
    ),
    path(f"{_question}deletion/", prompts.question_deletion, name="question_deletion"),
    path(
        f"{_question}restoration/",
        prompts.question_restoration,
        name="question_restoration",
    ),
    path(f"{_question}adoption/", prompts.question_adoption, name="question_adoption"),
]

bank_patterns = [
    path("guides/bank/", question_bank.bank, name="bank"),
    path(
        "guides/bank/<int:bank_question_id>/removal/",
        question_bank.bank_removal,
        name="bank_removal",
    ),
    path(f"{_guide}bank/", question_bank.bank_taking, name="bank_taking"),
    path(f"{_question}bank/", question_bank.question_banking, name="question_banking"),
]

_interview = "interviews/<int:interview_id>/"
schedule_patterns = [
    path("interviews/", schedule.interviews, name="list"),
    path("interviews/new/", planning.interview_new, name="new"),
    path("interviews/booking-page/", availability.booking_page, name="booking_page"),
    path(_interview, brief.plan, name="plan"),
    path(f"{_interview}brief/guide/", brief.brief_guide, name="brief_guide"),
    path(f"{_interview}time/", planning.interview_time, name="time"),
    path(f"{_interview}people/", brief.people, name="people"),
    path(f"{_interview}cancellation/", schedule.cancellation, name="cancellation"),
    path(f"{_interview}no-show/", schedule.no_show, name="no_show"),
]

brief_patterns = [
    path("interviews/talks/new/", talks.talk_new, name="talk_new"),
    path(f"{_interview}kind/", brief.kind, name="kind"),
    path(
        f"{_interview}checklist/<slug:point>/",
        brief.checklist_point,
        name="checklist_point",
    ),
    path(
        f"{_interview}people/<int:membership_id>/part/",
        brief.attendance_part,
        name="attendance_part",
    ),
]

skill_patterns = [
    path("skills/", skills.skills, name="skills"),
    path("skills/viewers/", skills.skill_viewers, name="skill_viewers"),
    path(
        "skills/viewers/<int:membership_id>/removal/",
        skills.skill_viewer_removal,
        name="skill_viewer_removal",
    ),
    path("skills/<int:membership_id>/", skills.skills_of, name="skills_of"),
    path(f"{_interview}skills/", skills.skill_review, name="skill_review"),
]

_debrief = f"{_interview}debrief/"
debrief_patterns = [
    path(_debrief, debriefs.debrief, name="debrief"),
    path(
        f"{_debrief}answers/<slug:answer>/",
        debriefs.debrief_answer,
        name="debrief_answer",
    ),
    path(f"{_debrief}memory/", debriefs.debrief_memory, name="debrief_memory"),
    path(
        f"{_debrief}completion/", debriefs.debrief_completion, name="debrief_completion"
    ),
    path(
        f"{_debrief}nominations/",
        debriefs.debrief_nominations,
        name="debrief_nominations",
    ),
]

availability_patterns = [
    path("availability/", availability.availability, name="availability"),
    path("availability/beginning/", availability.first_hours, name="first_hours"),
    path("availability/busy-times/", availability.busy_times, name="busy_times"),
    path(
        "availability/busy-times/<int:busy_id>/removal/",
        availability.busy_time_removal,
        name="busy_time_removal",
    ),
]

urlpatterns = [
    *skill_patterns,
    *schedule_patterns,
    *brief_patterns,
    *debrief_patterns,
    *availability_patterns,
    *room_patterns,
    *note_patterns,
    *nudge_patterns,
    *guide_patterns,
    *prompt_patterns,
    *bank_patterns,
    *recording_patterns,
    *transcript_patterns,
]
