from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils.timezone import now

from discovery.workspaces.permissions import Role
from interviews.models import (
    AskedQuestion,
    Interview,
    SkillReview,
    SkillViewer,
    Speaker,
    Transcript,
    Utterance,
)
from interviews.operations.room import end_interview
from interviews.operations.skills import due_reviews, review_skills
from interviews.operations.transcripts import delete_transcript
from recruiting.operations.erasure import erase_participant
from tests.factories.interviews import (
    AttendanceFactory,
    InterviewFactory,
    NoteFactory,
    QuestionFactory,
)
from tests.factories.workspaces import MembershipFactory

TALK = [
    ("Mara", "Tell me about the last time you filled a shift."),
    ("Priya", "That was Tuesday. I usually text my pangolin."),
    ("Mara", "When did you last text?"),
    ("Priya", "Tuesday, from the kitchen, on my phone, with my sister."),
    ("Ida", "What happened next?"),
    ("Priya", "Nobody answered, so I put my coat on and drove in."),
]


@pytest.fixture
def talk(team, member):
    interview = InterviewFactory(team=team, held=True)
    AttendanceFactory(interview=interview, membership=member)
    return interview


def hear(talk, by, people):
    """A transcript of ``TALK``; ``people`` says who is who: ``(part, membership)`` by name."""
    here = {"workspace": talk.workspace}
    transcript = Transcript.objects.create(
        **here, interview=talk, name="talk.vtt", source="vtt", added_by=by
    )
    speakers = {
        name: Speaker.objects.create(
            **here, transcript=transcript, name=name, part=part, membership=membership
        )
        for name, (part, membership) in people.items()
    }
    for position, (name, text) in enumerate(TALK):
        Utterance.objects.create(
            **here,
            transcript=transcript,
            speaker=speakers.get(name),
            position=position,
            starts_ms=position * 30_000,
            text=text,
        )
    return transcript


def hear_all(talk, by):
    team = dict.fromkeys(("Mara", "Ida"), ("team", None))
    return hear(talk, by, {**team, "Priya": ("participant", None)})


def scores(talk, membership):
    rows = SkillReview.objects.filter(interview=talk, membership=membership)
    return {row.skill: row.score for row in rows}


def test_lead_is_reviewed_by_what_the_team_said(talk, member):
    hear_all(talk, member)

    review_skills(interview=talk)

    assert scores(talk, member) == {
        "opener": 4,
        "scene": 3,
        "timeline": 1,
        "redirect": 4,
    }
    row = talk.skill_reviews.get(skill="redirect")
    assert row.evidence[0]["quote"] == "When did you last text?"
    assert row.evidence[0]["second"] == 60
    assert 0.3 < row.talk_share < 0.5
    assert row.talk["basis"] == "transcript"


def test_review_and_transcript_say_the_same_of_who_talked(talk, member, sign_in):
    transcript = hear_all(talk, member)
    reading = reverse(
        "interviews:transcript", args=[talk.workspace.slug, transcript.pk]
    )
    review = reverse("interviews:skill_review", args=[talk.workspace.slug, talk.pk])
    client = sign_in(member)

    def shown():
        review_skills(interview=talk)
        page = client.get(review, headers={"HX-Request": "true"}).content.decode()
        return client.get(reading).content.decode(), page

    page, own = shown()
    assert "<b>38%</b> your team" in page
    assert "Counted by words" in page
    assert "Your team said 38% of the words. They did the talking." in own

    transcript.utterances.update(ends_ms=F("starts_ms") + 30_000)
    page, own = shown()
    assert "<b>50%</b> your team" in page
    assert "Your team talked as much as" in page
    assert "Your team talked 50% of the time: as much as they did." in own

    transcript.utterances.filter(position=5).update(ends_ms=F("starts_ms") + 10_000)
    page, own = shown()
    assert "Your team talked more than" in page
    assert "Your team talked 56% of the time: more than they did." in own

    transcript.utterances.filter(position=0).update(ends_ms=None)
    page, own = shown()
    assert "Counted by words" in page
    assert "38% of the words" in own


def test_each_of_the_team_who_is_heard_gets_a_review_of_their_own_words(talk, member):
    ida = MembershipFactory(workspace=talk.workspace)
    people = {"Mara": ("team", member), "Ida": ("team", ida)}
    hear(talk, member, {**people, "Priya": ("participant", None)})

    review_skills(interview=talk)

    assert scores(talk, member)["timeline"] == 0
    assert scores(talk, ida)["timeline"] == 1
    assert scores(talk, ida)["redirect"] is None


def test_reviewing_again_changes_nothing_and_forgets_who_is_heard_no_more(talk, member):
    ida = MembershipFactory(workspace=talk.workspace)
    people = {"Mara": ("team", member), "Ida": ("team", ida)}
    transcript = hear(talk, member, people)
    review_skills(interview=talk)
    review_skills(interview=talk)
    assert SkillReview.objects.count() == 8

    delete_transcript(transcript=transcript, by=member)
    review_skills(interview=talk)

    assert set(talk.skill_reviews.values_list("membership", flat=True)) == {member.pk}
    assert talk.skill_reviews.first().talk_share is None


def test_without_transcript_guide_and_notes_are_read(talk, member):
    question = QuestionFactory(guide__team=talk.team)
    AskedQuestion.objects.create(
        workspace=talk.workspace, interview=talk, question=question, asked_by=member
    )
    NoteFactory(interview=talk, author=member)

    review_skills(interview=talk)

    assert scores(talk, member) == {
        "opener": 3,
        "scene": None,
        "timeline": None,
        "redirect": None,
    }
    assert talk.skill_reviews.first().talk["basis"] == "notes"


@pytest.mark.parametrize(
    "change",
    [
        {"kind": Interview.Kind.SALES},
        {"state": Interview.State.NO_SHOW},
    ],
)
def test_what_is_no_interview_is_not_reviewed(talk, member, change):
    Interview.objects.filter(pk=talk.pk).update(**change)
    hear_all(talk, member)

    review_skills(interview=talk)

    assert not talk.skill_reviews.exists()


def test_talk_is_reviewed_when_it_has_ended(
    talk, member, django_capture_on_commit_callbacks, monkeypatch
):
    sent = []
    monkeypatch.setattr("discovery.celery._send", lambda *call: sent.append(call))
    Interview.objects.filter(pk=talk.pk).update(state=Interview.State.RUNNING)

    with django_capture_on_commit_callbacks(execute=True):
        end_interview(interview=talk, by=member)

    assert ("interviews.review_skills", (talk.pk,)) in sent


def test_lost_review_is_found_by_the_sweep(talk, member):
    assert due_reviews() == [talk.pk]

    review_skills(interview=talk)

    assert due_reviews() == []


def test_old_talk_is_left_alone_by_the_sweep(talk):
    Interview.objects.filter(pk=talk.pk).update(ended_at=now() - timedelta(days=9))

    assert due_reviews() == []


def test_erased_person_is_quoted_no_more(talk, member, admin):
    hear_all(talk, member)
    review_skills(interview=talk)
    assert "pangolin" in str(list(talk.skill_reviews.values()))

    erase_participant(talk.participant, by=admin)
    review_skills(interview=talk)

    assert scores(talk, member)["opener"] == 4
    assert "pangolin" not in str(list(talk.skill_reviews.values()))
    assert not talk.skill_reviews.exclude(evidence=[]).exists()


# --- the pages ------------------------------------------------------------------------


def url(workspace, name="skills", *args):
    return reverse(f"interviews:{name}", args=[workspace.slug, *args])


@pytest.fixture
def reviewed(talk, member):
    hear_all(talk, member)
    review_skills(interview=talk)
    return talk


def test_own_skills_show_scores_evidence_and_tips(sign_in, workspace, member, reviewed):
    page = sign_in(member).get(url(workspace)).text

    assert "Open with a story question" in page
    assert "4 of 4" in page
    assert "Tell me about the last time you filled a shift." in page
    assert "What happened before that?" in page


def test_nobody_else_sees_them_not_even_an_admin(
    sign_in, workspace, member, admin, researcher, reviewed
):
    for other in (admin, researcher, MembershipFactory(workspace=workspace)):
        client = sign_in(other)
        assert client.get(url(workspace, "skills_of", member.pk)).status_code == 404
        assert "filled a shift" not in client.get(url(workspace)).text

    assert (
        sign_in(member).get(url(workspace, "skills_of", member.pk)).status_code == 200
    )


def test_chosen_person_sees_them_until_it_is_taken_back(
    sign_in, workspace, team, member, admin, reviewed
):
    sign_in(member).post(url(workspace, "skill_viewers"), {"viewer": admin.pk})
    theirs = url(workspace, "skills_of", member.pk)
    page = sign_in(admin).get(theirs)
    assert page.status_code == 200
    assert "Tell me about the last time you filled a shift." in page.text
    assert theirs in sign_in(admin).get(url(workspace)).text

    sign_in(member).post(url(workspace, "skill_viewer_removal", admin.pk))

    assert sign_in(admin).get(theirs).status_code == 404


def test_viewer_reads_no_quotes_of_talks_that_they_may_not_know_of(
    sign_in, workspace, member, reviewed
):
    outsider = MembershipFactory(workspace=workspace, role=Role.MEMBER)
    sign_in(member).post(url(workspace, "skill_viewers"), {"viewer": outsider.pk})

    page = sign_in(outsider).get(url(workspace, "skills_of", member.pk)).text

    assert "4 of 4" in page
    assert "filled a shift" not in page
    assert reviewed.participant.name not in page


@pytest.mark.parametrize("who", ["self", "stakeholder", "stranger", "nonsense"])
def test_skills_are_shown_to_colleagues_who_interview_only(
    sign_in, workspace, member, stakeholder, stranger, who
):
    keys = {"self": member.pk, "stakeholder": stakeholder.pk, "stranger": stranger.pk}
    chosen = keys.get(who, "x")

    response = sign_in(member).post(url(workspace, "skill_viewers"), {"viewer": chosen})

    assert response.status_code == 422
    assert not SkillViewer.objects.exists()


def test_removed_colleague_sees_nothing_and_shows_nothing(
    sign_in, workspace, member, admin, reviewed
):
    SkillViewer.objects.create(workspace=workspace, membership=member, viewer=admin)
    member.removed_at = now()
    member.save()

    client = sign_in(admin)

    assert client.get(url(workspace, "skills_of", member.pk)).status_code == 404
    assert url(workspace, "skills_of", member.pk) not in client.get(url(workspace)).text


def test_review_is_made_when_asked_for(sign_in, workspace, member, admin, talk):
    hear_all(talk, member)

    response = sign_in(member).post(url(workspace, "skill_review", talk.pk))

    assert response.status_code == 302
    assert scores(talk, member)["opener"] == 4


def test_debrief_fetches_the_review_of_the_person_alone(
    sign_in, workspace, member, admin, reviewed
):
    region = url(workspace, "skill_review", reviewed.pk)
    debrief = url(workspace, "debrief", reviewed.pk)
    assert f'hx-get="{region}"' in sign_in(member).get(debrief).text
    part = {"headers": {"HX-Request": "true"}}
    question = "Tell me about the last time you filled"

    assert question in sign_in(member).get(region, **part).text
    theirs = sign_in(admin).get(region, **part).text
    assert question not in theirs
    assert "so the review is theirs" in theirs


def test_without_a_review_the_page_says_what_it_is_for(sign_in, workspace, member):
    page = sign_in(member).get(url(workspace)).text

    assert "four skills" in page


def test_what_nobody_can_tell_is_said_so(sign_in, workspace, member, talk):
    NoteFactory(interview=talk, author=member)
    review_skills(interview=talk)

    page = sign_in(member).get(url(workspace)).text

    assert "Not enough to tell" in page
    assert "no transcript" in page


@pytest.mark.parametrize("count", [1, 3])
def test_skills_cost_the_same_queries_whatever_was_reviewed(
    sign_in, workspace, team, member, django_assert_num_queries, count
):
    for number in range(count):
        talk = InterviewFactory(team=team, held=True)
        start = now() - timedelta(days=number + 1)
        during = (start, start + timedelta(hours=1))
        AttendanceFactory(interview=talk, membership=member, during=during)
        hear_all(talk, member)
        review_skills(interview=talk)
        viewer = MembershipFactory(workspace=workspace)
        SkillViewer.objects.create(
            workspace=workspace, membership=member, viewer=viewer
        )
        SkillViewer.objects.create(
            workspace=workspace, membership=viewer, viewer=member
        )
    client = sign_in(member)
    client.get(url(workspace))

    with django_assert_num_queries(9):
        client.get(url(workspace))


def test_whoever_has_no_review_is_told_why(talk, member, team, sign_in):
    def own(membership):
        url = reverse("interviews:skill_review", args=[talk.workspace.slug, talk.pk])
        headers = {"HX-Request": "true"}
        return sign_in(membership).get(url, headers=headers).content.decode()

    ida = MembershipFactory(workspace=talk.workspace, team=team)

    assert "Your review is still being written" in own(member)
    assert "led this talk, so the review is theirs" in own(ida)
    assert "Read it again" not in own(ida)
    assert "Only you see this. Not even an admin does." in own(ida)
    SkillViewer.objects.create(workspace=talk.workspace, membership=ida, viewer=member)
    assert "Only you see this" not in own(ida)
    assert "those whom you have chosen" in own(ida)

    hear(talk, member, {"Ida": ("team", ida)})
    assert "Your review is still being written" in own(ida)

    talk.attendances.all().delete()
    assert "Nobody is noted down" in own(member)
    talk.kind = Interview.Kind.SALES
    talk.save()
    assert "Only customer interviews are reviewed" in own(ida)
