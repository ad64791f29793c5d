"""A question is turned into one about the last time from its own words, or not at all (F115)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discovery.coach import read_question
from discovery.coach.rewriting import grammar, likeness_from, regular_past, story_from


@pytest.mark.parametrize(
    ("question", "better"),
    [
        ("How often do you export reports?", "you exported reports."),
        ("How often do you go to the bank?", "you went to the bank."),
        ("How do you normally plan your sprint?", "you planned your sprint."),
        ("When do you generally do your invoices?", "you did your invoices."),
        ("Do you always read the reviews?", "you read the reviews."),
        ("Do you tend to shop alone?", "you shopped alone."),
        ("Do you ever work on weekends?", "you worked on a weekend."),
        ("Have you ever forgotten a parcel?", "you forgot a parcel."),
        ("Have you tried the mobile version?", "you tried the mobile version."),
        ("How much time do you spend in meetings?", "you spent time in meetings."),
        ("How do you decide what to watch?", "you decided what to watch."),
        ("Why do you use Excel?", "you used Excel."),
        ("What do you do when a parcel is late?", "a parcel was late."),
        ("What do you do when you travel?", "you travelled."),
        ("What would you do if the train was cancelled?", "the train was cancelled."),
        ("Tell me how you usually close the till.", "you closed the till."),
        ("How annoying is it when the bus is late?", "the bus was late."),
        ("Do you use any tools?", "you used some tools."),
    ],
)
def test_deed_is_put_into_the_past(question, better):
    assert story_from(question) == f"Tell me about the last time {better}"


@pytest.mark.parametrize(
    "question",
    [
        "Do you have a car?",  # says how things are
        "How do you feel about your bank?",
        "Do you review and sign contracts?",  # a second verb would have to follow
        "Do you buy things that you don't need?",
        "Do you call them when the bus is late?",
        "How often do you frobnicate the widget?",  # nobody knows its past
        "How often do you go running before you eat?",
        "What do you do when the till breaks?",
        "What would you do if you were rich?",
        "Have you ever been to Rome?",
        "Do you go?",
        "Where do you keep it?",
        "What do you usually watch on a weekday evening?",  # "you watched" what?
        "How often do you İ?",
        "",
    ],
)
def test_what_is_not_sure_is_not_derived(question):
    assert story_from(question) == ""


@pytest.mark.parametrize(
    ("question", "better"),
    [
        (
            "What does a typical day look like?",
            "Walk me through yesterday, from the start.",
        ),
        ("Describe your usual Monday.", "Walk me through last Monday, from the start."),
        (
            "Tell me about a typical shift.",
            "Walk me through your last shift, from the start.",
        ),
    ],
)
def test_typical_one_becomes_the_last_one(question, better):
    assert {hint.ask for hint in read_question(question)} == {better}


def test_loaded_word_is_left_out():
    assert (
        likeness_from("How frustrating was the sign-up?")
        == "What was the sign-up like for you?"
    )


def test_first_of_several_questions_is_kept():
    hints = read_question(
        "How did you choose the plan and what did you think of the price?"
    )

    assert [hint.ask for hint in hints] == ["How did you choose the plan?"]


def test_pitch_is_not_turned_into_a_story_about_our_product():
    hints = read_question("Our app can do that for you. Have you tried it?")

    assert {hint.ask for hint in hints if "tried" in hint.ask} == set()


@pytest.mark.parametrize(
    ("pitch", "better"),
    [
        ("Would you use an app that finds shift cover?", "find shift cover."),
        ("Would you use an app that helps you plan the week?", "plan the week."),
        ("Would you buy a tool to send invoices?", "send invoices."),
        ("Would you use an app that reminds you?", ""),
        ("Would you use an app that sends and tracks invoices?", ""),
    ],
)
def test_what_is_pitched_becomes_what_they_had_to_do(pitch, better):
    asks = {hint.ask for hint in read_question(pitch)}
    story = f"Tell me about the last time you had to {better}"

    assert asks == {story} if better else not any("had to" in ask for ask in asks)


def test_pitch_with_a_tail_that_begs_for_praise_is_all_of_that():
    hints = read_question(
        "Would you use an app that finds shift cover, and don't you think it is great?"
    )

    assert [hint.label for hint in hints] == [
        "leading",
        "pitch",
        "hypothetical",
        "closed",
        "multi",
    ]
    assert hints[0].ask == "Tell me about the last time you had to find shift cover."


def test_language_without_a_grammar_gets_the_question_that_always_fits():
    assert grammar("xx") is None


@pytest.mark.parametrize(
    ("verb", "doubled", "past"),
    [("try", False, "tried"), ("play", False, "played"), ("use", False, "used")]
    + [("plan", True, "planned"), ("export", False, "exported")],
)
def test_regular_past(verb, doubled, past):
    assert regular_past(verb, doubled=doubled) == past


@given(
    st.sampled_from(["How often do you ", "Do you ever ", "Have you ", "Why do you "]),
    st.lists(
        st.sampled_from(
            [
                "export",
                "use",
                "any",
                "my",
                "a",
                "tools",
                "is",
                "it",
                "when",
                "and",
                "go",
                "to",
                "not",
                "Ünal",
                "🙂",
            ]
        ),
        max_size=6,
    ),
)
@settings(max_examples=50)
def test_what_is_derived_is_one_plain_sentence(start, words):
    better = story_from(start + " ".join(words) + "?")

    assert better == "" or better.startswith("Tell me about the last time you ")
    assert better.count(".") <= 1
    assert " when " not in better
