"""The review of a talk: how whoever led it, or is heard in it, did the four skills (F126)."""

from dataclasses import asdict
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now

from discovery.celery import enqueue
from discovery.coach.skills import Asked, Noted, Part, Said, review_talk
from discovery.live.operations import publish
from interviews.models import (
    Attendance,
    Interview,
    Question,
    SkillReview,
    SkillViewer,
    Speaker,
    Transcript,
)
from interviews.transcripts.talk import share_talk
from recruiting.models import Participant

# Beyond that much is said, a talk is read no further; two hours are 20,000 words.
MOST_UTTERANCES = 6_000
# A talk without a review is looked for from then on, and until then.
ENOUGH_TIME = timedelta(minutes=2)
LOST_WITHIN = timedelta(days=2)
TASK = "interviews.review_skills"


def review_soon(interview):
    """Have the skills of a talk reviewed once the current transaction has committed."""
    if interview.state == Interview.State.HELD and interview.counts_for_habit:
        enqueue(TASK, interview.pk)


@transaction.atomic
def review_skills(*, interview):
    """Review a talk for whoever led it and for those of the team who are heard in it.

    Asking again reads everything afresh: what is said of somebody who neither led nor is
    heard any more goes away. A talk that is no interview, or of an erased person, has none.
    """
    # The person's row comes first, as in an erasure, which waits then for what is quoted here.
    people = Participant.objects.select_for_update(no_key=True)
    people.only("pk").get(pk=interview.participant_id)
    interview = (
        Interview.objects.select_for_update(of=["self"], no_key=True)
        .select_related("participant")
        .get(pk=interview.pk)
    )
    is_reviewed = (
        interview.state == Interview.State.HELD
        and interview.counts_for_habit
        and not interview.participant.is_erased
    )
    if not is_reviewed:
        return []
    asked, notes = _asked(interview), _notes(interview)
    transcript = interview.transcripts.filter(state=Transcript.State.READY).last()
    heard, share = _heard(transcript), _share(transcript)
    reviews = [
        row
        for member in _reviewed(interview, heard)
        for row in _save(interview, member, review_talk(asked, notes, _said(heard, member, interview)), share)
    ]  # fmt: skip
    kept = [row.pk for row in reviews]
    interview.skill_reviews.exclude(pk__in=kept).delete()
    publish(f"interview:{interview.pk}", "skills")
    return reviews


@transaction.atomic
def show_skills_to(*, membership, viewer):
    """Let somebody see one's skills. Asking again changes nothing."""
    return SkillViewer.objects.get_or_create(
        membership=membership,
        viewer=viewer,
        defaults={"workspace": membership.workspace},
    )[0]


@transaction.atomic
def hide_skills_from(*, membership, viewer_id):
    """Take it back."""
    membership.skill_viewers.filter(viewer=viewer_id).delete()


def wipe_evidence(sender, participant, **signal):
    """Drop what an erased participant is quoted with; the scores are about us (C5)."""
    reviews = SkillReview.objects.filter(interview__participant=participant)
    for review in reviews:
        review.evidence = []
        review.talk = {**review.talk, "faults": []}
    SkillReview.objects.bulk_update(reviews, ["evidence", "talk"])


def due_reviews(most=50):
    """Talks that ended lately and whose review got lost: ids."""
    return list(
        Interview.objects.for_habit()
        .filter(
            ended_at__gt=now() - LOST_WITHIN,
            ended_at__lt=now() - ENOUGH_TIME,
            participant__erased_at=None,
            attendances__part=Attendance.Part.LEAD,
            skill_reviews=None,
        )
        .order_by("pk")
        .values_list("pk", flat=True)[:most]
    )


# --- what is read -------------------------------------------------------------------


def _asked(interview):
    """The prompts that were ticked off, in the order of the talk."""
    rows = interview.asked.select_related("question").order_by("asked_at", "pk")
    began = interview.started_at
    return [
        Asked(
            text=row.question.text,
            second=max(int((row.asked_at - began).total_seconds()), 0) if began else None,
            is_of_the_story=row.question.phase == Question.Phase.STORY,
        )
        for row in rows
    ]  # fmt: skip


def _notes(interview):
    rows = interview.notes.for_room().exclude(text="")
    return [Noted(note.text, note.second, note.is_story_step) for note in rows]


def _heard(transcript):
    """The utterances of a transcript with who says each, and when in the talk."""
    if transcript is None:
        return []
    rows = transcript.utterances.select_related("speaker").order_by("position")
    return [
        (said.speaker, said.text, _second(said, transcript))
        for said in rows[:MOST_UTTERANCES]
    ]


def _second(said, transcript):
    if said.starts_ms is None:
        return None
    return max(said.starts_ms + transcript.offset_ms, 0) // 1000


def _reviewed(interview, heard):
    """The memberships that get a review: who led, and who is heard as of the team."""
    lead = interview.attendances.filter(part=Attendance.Part.LEAD).first()
    ids = {speaker.membership_id for speaker, _, _ in heard if _is_of_team(speaker)}
    ids |= {lead.membership_id} if lead else set()
    members = interview.workspace.memberships.active().filter(pk__in=ids - {None})
    return list(members.order_by("pk"))


def _is_of_team(speaker):
    return speaker is not None and speaker.part == Speaker.Part.TEAM


def _said(heard, member, interview):
    """The talk as it concerns one member: their own words, the others', the customer's.

    A speaker of the team whom nobody has named is taken for the one who led, unless they
    are heard under their own name.
    """
    named = {speaker.membership_id for speaker, _, _ in heard if _is_of_team(speaker)}
    leads = interview.attendances.filter(
        membership=member, part=Attendance.Part.LEAD
    ).exists()
    takes_unnamed = leads and member.pk not in named

    def part_of(speaker):
        if speaker is None:
            return Part.UNKNOWN
        if speaker.part != Speaker.Part.TEAM:
            return Part(speaker.part)
        is_own = speaker.membership_id == member.pk or (
            takes_unnamed and speaker.membership_id is None
        )
        return Part.OWN if is_own else Part.TEAM

    return [Said(part_of(speaker), text, second) for speaker, text, second in heard]


def _share(transcript):
    """How the talk was shared, as the page of the transcript says it."""
    if transcript is None:
        return None
    parts = dict(transcript.speakers.values_list("pk", "part"))
    return share_talk(transcript.utterances.talk_by_speaker(), parts).in_short


def _save(interview, member, review, share):
    talk = {**asdict(review.talk), "share": share}
    for score in review.scores:
        yield SkillReview.objects.update_or_create(
            interview=interview,
            membership=member,
            skill=score.skill.value,
            defaults={
                "workspace": interview.workspace,
                "score": score.score,
                "evidence": [asdict(finding) for finding in score.evidence],
                "talk_share": share["team"] / 100 if share else None,
                "talk": talk,
                "reviewed_at": now(),
            },
        )[0]
