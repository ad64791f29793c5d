"""The list of guides, what surrounds the prompts of one, and a talk's own prompts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from interviews.models import AskedQuestion, Guide, Interview
from interviews.operations.guides import (
    GuideInUse,
    archive_guide,
    guide_at_hand,
    guide_for,
)
from interviews.operations.question_bank import bank_prompt
from interviews.operations.room import NoLearningGoal, begin_interview, mark_asked
from recruiting.operations.erasure import erase_participant
from recruiting.signals import participant_erased
from tests.factories.interviews import (
    GuideFactory,
    InterviewFactory,
    NoteFactory,
    QuestionFactory,
)
from tests.factories.opportunities import OpportunityFactory, OutcomeFactory
from tests.factories.workspaces import MembershipFactory, TeamFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def guide(team):
    return GuideFactory(team=team, is_current=True, learning_goal="Why they leave")


@pytest.fixture
def interview(team, guide):
    return InterviewFactory(team=team)


def address(guide, name="guide"):
    return reverse(f"interviews:{name}", args=[guide.workspace.slug, guide.pk])


def at(question, name="question"):
    return reverse(f"interviews:{name}", args=[question.workspace.slug, question.pk])


def of(interview, name):
    return reverse(f"interviews:{name}", args=[interview.workspace.slug, interview.pk])


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_queries_however_long(
    sign_in, guide, member, count, django_assert_num_queries
):
    for number in range(count):
        other = GuideFactory(team=guide.team, kind="validation", title=f"No. {number}")
        InterviewFactory(team=guide.team, guide=other, held=True)
        GuideFactory(team=TeamFactory(workspace=guide.workspace))
    client = sign_in(member)
    url = reverse("interviews:guides", args=[guide.workspace.slug])
    client.get(url)  # the first request of a session writes it down

    with django_assert_num_queries(9):
        response = client.get(url)

    assert response.text.count("Followed in 1 talk") == count
    assert response.text.count("Copy to our team") == count


def test_archived_guide_is_put_away_and_brought_back(sign_in, guide, member):
    other = GuideFactory(team=guide.team, title="Leaving")
    client = sign_in(member)

    page = client.post(
        address(other, "guide_archive"), {"archived": "yes"}, follow=True
    )
    other.refresh_from_db()
    was_away = other.archived_at is not None
    client.post(address(other, "guide_archive"), {"archived": "no"})

    other.refresh_from_db()
    assert (was_away, other.archived_at) == (True, None)
    assert "1 guide put away" in page.text


def test_guide_in_use_is_not_put_away(sign_in, guide, member):
    page = sign_in(member).post(address(guide, "guide_archive"), follow=True)

    with pytest.raises(GuideInUse):
        archive_guide(guide=guide, by=member)
    guide.refresh_from_db()
    assert guide.archived_at is None
    assert "New interviews follow this guide." in page.text


def test_guide_of_another_team_is_copied_with_its_prompts(sign_in, guide, member):
    theirs = GuideFactory(
        team=TeamFactory(workspace=guide.workspace),
        title="Leaving",
        kind="validation",
        research_questions=["Why?"],
    )
    QuestionFactory(guide=theirs, text="a", probes=["who?"], is_scary=True)
    QuestionFactory(guide=theirs, text="gone", removed_at=now())

    sign_in(member).post(address(theirs, "guide_copy"))

    copy = guide.team.guides.get(copied_from=theirs)
    assert (copy.title, copy.kind, copy.is_current) == ("Leaving", "validation", False)
    assert copy.research_questions == ["Why?"]
    row = copy.questions.values_list("text", "probes", "is_scary").get()
    assert row == ("a", ["who?"], True)


def test_copy_within_the_team_is_named_as_one(sign_in, guide, member):
    sign_in(member).post(address(guide, "guide_copy"))

    assert guide.team.guides.get(copied_from=guide).title == f"{guide.title}, copy"


def test_interview_follows_the_guide_of_its_kind(guide, member):
    other = GuideFactory(team=guide.team, kind=Guide.Kind.VALIDATION)
    GuideFactory(team=guide.team, kind=Guide.Kind.VALIDATION, archived_at=now())

    kinds = ("exploratory", "validation", "efficiency", "sales")
    talks = [InterviewFactory(team=guide.team, kind=kind) for kind in kinds]

    assert [guide_for(interview=t, by=member) for t in talks] == [
        guide,
        other,
        guide,
        guide,
    ]


def test_team_gets_its_first_guide_only_when_a_talk_needs_one(team, member):
    interview = InterviewFactory(team=team)

    assert guide_at_hand(interview) is None
    assert guide_for(interview=interview, by=member) == team.guides.get()
    assert guide_at_hand(interview) == team.guides.get()


def test_research_questions_are_written_and_left_alone(sign_in, guide, member):
    client, fields = sign_in(member), {"title": "A", "learning_goal": "B"}
    questions = ["Why do they leave?", " ", "Why do they leave?", "Who  decides?"]

    client.post(
        address(guide), {**fields, "version": 1, "research_questions": questions}
    )
    client.post(address(guide), {**fields, "title": "C", "version": 2})

    guide.refresh_from_db()
    assert guide.title == "C"
    assert guide.research_questions == ["Why do they leave?", "Who decides?"]


def test_a_megabyte_is_refused_in_words(sign_in, guide, member):
    fields = {"title": "A", "version": 1, "learning_goal": "x" * 1_000_000}
    client = sign_in(member)

    goal = client.post(address(guide), fields, headers=HTMX)
    fields |= {"learning_goal": "", "research_questions": ["x" * 1_000_000]}
    question = client.post(address(guide), fields, headers=HTMX)
    prompt = client.post(
        address(guide, "questions"),
        {"phase": "story", "text": "y" * 1_000_000},
        headers=HTMX,
    )

    guide.refresh_from_db()
    assert [goal.status_code, question.status_code, prompt.status_code] == [422] * 3
    assert "at most 300 characters" in goal.text
    assert "longer than 300 characters" in question.text
    assert "at most 300 characters" in prompt.text
    assert (guide.learning_goal, guide.questions.count()) == ("Why they leave", 0)


def test_research_question_is_offered_as_a_story_question(sign_in, guide, member):
    guide.research_questions = ["How do managers decide whom to ask?"]
    guide.save()
    client = sign_in(member)

    page = client.get(address(guide), {"ask": "0"}).text
    nothing = [
        client.get(address(guide), {"ask": ask}).text for ask in ("1", "x", "9" * 40)
    ]

    story = "Tell me about the last time you had to decide whom to ask."
    assert f"{story}</textarea>" in page
    assert not any("You want to know:" in each for each in nothing)


def test_research_question_among_the_prompts_gets_a_hint(sign_in, guide, member):
    guide.research_questions = ["What makes managers give up?"]
    guide.save()
    QuestionFactory(guide=guide, text="What makes managers give up?")

    page = sign_in(member).get(address(guide)).text

    assert "That is what you want to know, not what you ask." in page


def test_words_of_the_coach_are_taken_with_one_click(sign_in, guide, member):
    question = QuestionFactory(guide=guide, text="Did you like it?")
    hint = question.hints[0]
    client, url = sign_in(member), at(question, "question_rewriting")

    taken = client.post(url, {"label": hint.label, "version": 1}, headers=HTMX)
    stale = client.post(url, {"label": hint.label, "version": 1}, headers=HTMX)
    wrong = client.post(url, {"label": hint.label}, headers=HTMX)

    question.refresh_from_db()
    assert question.text == hint.ask
    assert [r.status_code for r in (taken, stale, wrong)] == [200, 409, 422]
    assert "was changed meanwhile" in stale.text


def test_openers_come_from_the_target_and_the_outcome(sign_in, guide, member):
    outcome = OutcomeFactory(team=guide.team, title="More shops fill an open shift")
    OpportunityFactory(outcome=outcome, text="I can't see who is free", is_target=True)
    target = "Tell me about the last time you could not see who is free."
    client = sign_in(member)

    before = client.get(address(guide)).text
    client.post(address(guide, "questions"), {"phase": "story", "text": target})
    after = client.get(address(guide)).text

    assert f'value="{target}"' in before
    assert "the last time you tried to fill an open shift." in before
    assert f'value="{target}"' not in after


def test_guide_knows_which_prompts_led_to_stories(sign_in, guide, member):
    opener = QuestionFactory(guide=guide, text="Tell me about the last time.")
    general = QuestionFactory(guide=guide, text="What happened next?")
    for _ in range(2):
        talk = InterviewFactory(team=guide.team, guide=guide, held=True)
        for second, question in ((60, opener), (600, general)):
            AskedQuestion.objects.create(
                workspace=talk.workspace,
                interview=talk,
                question=question,
                asked_by=member,
                asked_at=talk.started_at + timedelta(seconds=second),
            )
        NoteFactory(interview=talk, second=90, text="On Monday I called Sam.")
        NoteFactory(interview=talk, second=700, text="I usually call somebody.")
        NoteFactory(interview=talk, second=720, kind="feeling", text="Sighs.")

    page = sign_in(member).get(address(guide)).text

    assert "asked 2 times, led to a story 2 times" in page
    assert "asked 2 times, no story yet" in page


def test_guide_is_shown_on_paper(sign_in, guide, member):
    QuestionFactory(guide=guide, text="Who held the key?", is_scary=True)

    page = sign_in(member).get(address(guide, "guide_paper")).text

    assert "Who held the key?" in page
    assert "If they cannot recall it" in page


def test_interview_without_a_goal_does_not_begin(interview, guide, member):
    Guide.objects.update(learning_goal="")
    Interview.objects.update(learning_goal="")
    sales = InterviewFactory(team=guide.team, kind="sales", learning_goal="")

    with pytest.raises(NoLearningGoal):
        begin_interview(interview=interview, by=member)

    interview.refresh_from_db()
    assert interview.state == "booked"
    assert begin_interview(interview=sales, by=member).state == "running"


def test_goal_is_written_where_the_interview_starts(sign_in, interview, member):
    Guide.objects.update(learning_goal="")
    Interview.objects.update(learning_goal="")
    client, url = sign_in(member), of(interview, "beginning")

    room = client.get(of(interview, "room")).text
    refused = client.post(url)
    too_long = client.post(url, {"learning_goal": "x" * 301})
    client.post(url, {"learning_goal": "What made her leave?"})

    interview.refresh_from_db()
    assert 'name="learning_goal"' in room
    assert (refused.status_code, too_long.status_code) == (422, 422)
    assert "then you can start" in refused.text
    assert "at most 300 characters" in too_long.text
    assert (interview.state, interview.learning_goal) == (
        "running",
        "What made her leave?",
    )


def test_goal_of_the_guide_is_enough(interview, member):
    Interview.objects.update(learning_goal="")

    assert begin_interview(interview=interview, by=member).state == "running"


def test_prompt_thought_of_in_the_room_belongs_to_that_talk(
    sign_in, interview, guide, member
):
    QuestionFactory(guide=guide, phase="story", text="a")
    QuestionFactory(guide=guide, phase="thanks", text="z")
    other = InterviewFactory(team=guide.team)
    client, url = sign_in(member), of(interview, "own_prompts")

    part = client.post(url, {"phase": "story", "text": "And the dog?"}, headers=HTMX)
    empty = client.post(url, {"phase": "story", "text": ""}, headers=HTMX)

    assert "And the dog?" in part.text
    assert empty.status_code == 422
    here = [prompt.text for prompt in guide.prompts_for(interview)]
    assert here == ["a", "And the dog?", "z"]
    assert [prompt.text for prompt in guide.prompts_for(other)] == ["a", "z"]
    assert [prompt.text for prompt in guide.questions.standing()] == ["a", "z"]


def test_prompt_of_a_talk_is_put_on_the_guide(sign_in, interview, guide, member):
    own = QuestionFactory(guide=guide, interview=interview, text="And the dog?")
    client = sign_in(member)

    page = client.get(address(guide)).text
    client.post(at(own, "question_adoption"))

    assert "Thought of in the room" in page
    assert [prompt.text for prompt in guide.questions.standing()] == ["And the dog?"]


@pytest.mark.parametrize("way", ["question_adoption", "question_banking"])
@pytest.mark.parametrize(
    "wears", [{"text": "And Odette’s dog?"}, {"probes": ["odette?"]}]
)
def test_prompt_that_names_its_participant_stays_with_the_talk(
    sign_in, interview, guide, member, way, wears
):
    interview.participant.name = "Odette Quill"
    interview.participant.save()
    own = QuestionFactory(guide=guide, interview=interview, **wears)

    answer = sign_in(member).post(at(own, way), headers=HTMX)

    assert answer.status_code == 409
    assert "This names the person it was asked" in answer.text
    assert not guide.questions.filter(interview=None).exists()
    assert not guide.workspace.bank_questions.exists()

    erase_participant(participant=interview.participant, by=member)
    assert not guide.questions.exists()


def test_prompt_of_a_guide_may_have_any_name(interview, guide, member):
    QuestionFactory(guide=guide, text="Why Odette?")
    interview.participant.name = "Odette Quill"
    interview.participant.save()

    banked = bank_prompt(question=guide.questions.get(), by=member)

    assert banked.text == "Why Odette?"


def test_prompt_of_a_talk_is_nothing_to_who_may_not_know_of_it(
    sign_in, interview, guide, member
):
    own = QuestionFactory(guide=guide, interview=interview, text="And Sam’s dog?")
    client = sign_in(MembershipFactory(workspace=member.workspace))

    assert "And Sam’s dog?" not in client.get(address(guide)).text
    assert client.get(at(own)).status_code == 404
    assert client.post(at(own, "question_adoption")).status_code == 404
    assert client.post(at(own, "question_banking")).status_code == 404


def test_own_prompt_of_one_talk_is_not_ticked_in_another(
    sign_in, interview, guide, member
):
    other = InterviewFactory(team=guide.team)
    own = QuestionFactory(guide=guide, interview=other)
    args = [interview.workspace.slug, interview.pk, own.pk]

    response = sign_in(member).post(reverse("interviews:asked_question", args=args))

    assert response.status_code == 404


def test_erasure_takes_the_prompts_of_a_persons_talks(interview, guide, member):
    own = QuestionFactory(guide=guide, interview=interview, text="And Sam’s dog?")
    mark_asked(interview=interview, question=own, is_asked=True, by=member)

    participant_erased.send(sender=None, participant=interview.participant)

    assert not guide.questions.filter(pk=own.pk).exists()


def test_current_phase_stands_out_in_the_room(sign_in, interview, guide, member):
    QuestionFactory(guide=guide, phase="thanks", text="a")
    Interview.objects.update(
        state="running", started_at=now() - timedelta(minutes=55), guide=guide
    )

    room = sign_in(member).get(of(interview, "room")).text

    assert "guide-phase guide-phase--current" in room
    assert '<input type="hidden" name="phase" value="thanks">' in room
    assert "What happened before that?" in room
    assert "Which day was that?" in room
