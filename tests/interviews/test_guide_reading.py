"""The pure functions around a guide: openers, research questions, changes, stories."""

import pytest

from discovery.coach import read_question
from interviews.guide_changes import Change, GuideState, compare
from interviews.models import Guide
from interviews.openers import (
    opener_for_opportunity,
    opener_for_outcome,
    opener_for_product,
)
from interviews.prompt_stories import Asked, Heard, Record, follow_stories
from interviews.research_questions import is_research_question, story_question_for
from interviews.starting_guides import starting_prompts


@pytest.mark.parametrize(
    ("text", "opener"),
    [
        (
            "I can't tell who could come in right now",
            "Tell me about the last time you could not tell who could come in right now.",
        ),
        (
            "I don’t know which weekend is mine.",
            "Tell me about the last time you did not know which weekend is yours.",
        ),
        (
            "I have to ask my boss",
            "Tell me about the last time you had to ask your boss.",
        ),
        ("Calls take too long", ""),
        ("I can't " + "wait " * 100, ""),
    ],
)
def test_opportunity_becomes_an_opener(text, opener):
    assert opener_for_opportunity(text) == opener


@pytest.mark.parametrize(
    ("title", "opener"),
    [
        (
            "More shops fill an open shift within the hour",
            "Tell me about the last time you tried to fill an open shift within the hour.",
        ),
        (
            "More new shops plan their second week with us",
            "Tell me about the last time you tried to plan your second week with us.",
        ),
        ("Activation", ""),
    ],
)
def test_outcome_becomes_an_opener(title, opener):
    assert opener_for_outcome(title) == opener
    assert read_question(opener) == []


@pytest.mark.parametrize(
    ("product", "opener"),
    [
        (
            "Filling open shifts",
            "Tell me about the last time you were filling open shifts.",
        ),
        (
            "Planning the week",
            "Tell me about the last time you were planning the week.",
        ),
        ("the rota", "Tell me about the last time the rota came up."),
        ("The first month", "Tell me about the last time the first month came up."),
        ("Lumen Rota", "Tell me about the last time Lumen Rota came up."),
        ("API keys", "Tell me about the last time API keys came up."),
        ("GitHub issues", "Tell me about the last time GitHub issues came up."),
        ("Meeting notes", "Tell me about the last time meeting notes came up."),
        ("Slack", "Tell me about the last time Slack came up."),
        ("Scheduling", "Tell me about the last time scheduling came up."),
        ("We help shops with their shifts", ""),
        ("Rota: a planner for shops", ""),
        ("", ""),
    ],
)
def test_product_becomes_an_opener(product, opener):
    assert opener_for_product(product) == opener
    assert read_question(opener) == []


@pytest.mark.parametrize("kind", Guide.Kind)
@pytest.mark.parametrize(
    "product", ["Filling open shifts", "Lumen Rota", "API keys", "We help shops plan"]
)
def test_starting_prompts_are_good_questions_whatever_it_is_about(kind, product):
    prompts = starting_prompts(kind, product)

    assert [hint for each in prompts for hint in read_question(each["text"])] == []
    assert not any("Filling" in each["text"] for each in prompts)


def test_title_that_names_a_deed_is_what_the_first_question_is_about():
    texts = [
        each["text"]
        for each in starting_prompts("exploratory", "Rota", "Hiring a cook")
    ]

    assert "Tell me about the last time you were hiring a cook." in texts


@pytest.mark.parametrize(
    ("prompt", "is_one"),
    [
        ("Why do shops stop planning after the first week?", True),
        ("why do shops  stop planning after the first week?", True),
        ("Why did you stop planning after your first week?", True),
        ("Tell me about the day you stopped planning after the first week.", False),
        ("What happened next?", False),
        ("First week?", False),
    ],
)
def test_prompt_that_is_a_research_question_is_known(prompt, is_one):
    questions = ["Why do shops stop planning after the first week?"]

    assert is_research_question(prompt, questions) is is_one


@pytest.mark.parametrize(
    ("question", "story"),
    [
        (
            "Why do shops stop planning after the first week?",
            "Tell me about the day you decided to stop planning after the first week.",
        ),
        (
            "How do managers decide whom to ask first?",
            "Tell me about the last time you had to decide whom to ask first.",
        ),
        ("Churn", "Tell me about the last time this came up for you."),
    ],
)
def test_research_question_becomes_a_story_question(question, story):
    assert story_question_for(question) == story
    assert read_question(story) == []


def state(*prompts, title="A", goal="", questions=()):
    return GuideState(title, goal, list(questions), list(prompts))


def prompt(pk, text, phase="story", probes=(), is_scary=False):
    return {
        "id": pk,
        "text": text,
        "phase": phase,
        "probes": list(probes),
        "is_scary": is_scary,
    }


def test_same_guide_has_no_changes():
    guide = state(prompt(1, "a"), prompt(2, "b"), goal="g", questions=["q"])

    assert compare(guide, guide) == []


def test_every_change_is_told():
    before = state(
        prompt(1, "a"),
        prompt(2, "b", is_scary=True),
        prompt(3, "c", phase="welcome"),
        prompt(4, "d"),
        goal="old",
        questions=["gone", "stays"],
    )
    after = state(
        prompt(2, "b"),
        prompt(1, "a, reworded", probes=["why?"], is_scary=True),
        prompt(3, "c"),
        prompt(5, "new"),
        title="B",
        goal="new goal",
        questions=["stays", "more"],
    )

    assert compare(before, after) == [
        Change("title", "A", "B"),
        Change("goal", "old", "new goal"),
        Change("question_removed", "gone"),
        Change("question_added", after="more"),
        Change("prompt_removed", "d"),
        Change("scary_taken", after="b"),
        Change("prompt_reworded", "a", "a, reworded"),
        Change("probes", "a, reworded", "why?"),
        Change("scary_set", after="a, reworded"),
        Change("prompt_added", after="new"),
        Change("prompt_phase", "welcome", "c"),
        Change("order"),
    ]


def test_story_belongs_to_the_prompt_asked_before_it():
    asked = [Asked(1, 10, 60), Asked(1, 20, 300), Asked(2, 10, 30)]
    heard = [
        Heard(1, 20, "before anything was asked"),
        Heard(1, 90, "I usually call"),
        Heard(1, 310, "On Monday I called Sam"),
        Heard(2, 40, "whatever", is_step=True),
    ]

    records = follow_stories(asked, heard, lambda text: "usually" not in text)

    assert records == {10: Record(asked=2, stories=1), 20: Record(asked=1, stories=1)}


def test_story_is_judged_only_until_one_is_found():
    judged = []

    def is_story(text):
        judged.append(text)
        return True

    heard = [Heard(1, 70, "first"), Heard(1, 80, "second")]
    follow_stories([Asked(1, 10, 60)], heard, is_story)

    assert judged == ["first"]
