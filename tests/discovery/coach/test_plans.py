"""A plan that is no interview (R5, F117), and a research question pasted as one to ask (R26)."""

import pytest

from discovery.coach import guess_kind, read_pasted_question, read_plan
from tests.discovery.coach.accuracy import samples


@pytest.mark.parametrize(
    ("plan", "kind"),
    [
        ("Usability test of the new checkout", "usability"),
        ("See whether users can find the export", "usability"),
        ("Get feedback on the new design", "usability"),
        (
            "Talk with Anna\nPlease try to book a room.\nWhere would you click?",
            "usability",
        ),
        ("Show them our new planner and hear what they think", "usability"),
        ("Renewal call with Bakery Ltd", "sales"),
        ("Convince Maria to upgrade", "sales"),
        ("Demo our tool, then talk about pricing", "sales"),
        ("Help Tom fix his login", "support"),
        ("Walk them through the set-up", "support"),
        ("Solve the open ticket of Anna", "support"),
        # What they tell may hold such words, and what we want to learn too.
        ("Tell me about the last sales call you had.", None),
        ("Walk me through the demo you saw last week.", None),
        ("What made you open a support ticket?", None),
        ("Learn how clinics handle support calls", None),
        ("Why do shops cancel after the trial?", None),
        ("Understand how nurses swap shifts\nTell me about the last swap.", None),
        ("Thank you for your time.\nMay we record this?", None),
        ("", None),
    ],
)
def test_plan_is_recognised(plan, kind):
    assert guess_kind(plan) == kind
    assert [hint.label for hint in read_plan(plan)] == ([kind] if kind else [])


def test_no_good_question_makes_a_talk_something_else():
    good = [text for text, labels in samples("questions") if not labels]

    assert {text for text in good if guess_kind(text)} == set()


@pytest.mark.parametrize(
    ("question", "is_research"),
    [
        ("How do users plan their rota?", True),
        ("What are the pain points of head nurses?", True),
        ("Find out why trials end", True),
        ("Hypothesis: shops lose money on Sundays", True),
        ("How do you plan your rota?", False),
        ("What happened next?", False),
        ("Tell me about the last time a customer complained to you.", False),
    ],
)
def test_research_question_is_no_question_to_ask(question, is_research):
    assert bool(read_pasted_question(question)) is is_research


def test_no_good_question_is_taken_for_a_research_question():
    good = [text for text, labels in samples("questions") if not labels]

    assert {text for text in good if read_pasted_question(text)} == set()
