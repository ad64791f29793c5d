from hypothesis import given, settings
from hypothesis import strategies as st

from discovery.coach.skills import Asked, Noted, Part, Said, review_talk

# Two talks with the same baker: one is led well, the other badly.
GOOD = """
T Hi Sarah, can you hear me all right? Thank you for taking the time. Is it okay if we record?
P Yes, that is fine.
T Tell me about the last time somebody called in sick.
P That was Tuesday. Ben rang, he was ill, and I had nobody.
T Where were you when he rang?
P In bed. It was two minutes past five and I had my phone under the pillow.
T Who else was in the house?
P My husband, asleep. I crept into the kitchen so as not to wake him.
T What did you have in front of you in the kitchen?
P The sheet, printed. It was last week's, which I saw only later.
T What happened next?
P I texted people one by one. Eleven messages, three answers, all of them no.
T And before that, before you opened the sheet?
P I tried to remember who was off. I usually keep that in my head.
T Can you think of one person you had in your head that Tuesday?
P Amy. She was off and I forgot her. She would have come.
T Then what did you do?
P I put my coat on and drove in myself.
T How did it end?
P The shop opened at eight instead of seven, and Amy wrote at 5:47 that she would have come.
"""
BAD = """
T Hello! So we are building a tool that fills shifts for you. Would you use that?
P Oh, probably, yes, it sounds useful.
T Great. How frustrating is it to find cover?
P Quite, I suppose. We always have somebody off.
T Right, and do you usually call people or text them? And would you pay for that?
P I usually text. People never answer.
T Most bakeries tell us the same, don't you agree that a button would be much easier?
P Perhaps. It depends, it is always a bit different.
T Do you like our app so far? It has a lot of features which I can explain, there is the planner, the export, and the new calendar which everybody loves.
P It is nice.
"""
SIDES = {"T": Part.OWN, "P": Part.PARTICIPANT}


def transcript(text):
    """Lines of ``T`` (the one under review) and ``P``, half a minute apart."""
    lines = text.strip().splitlines()
    return [Said(SIDES[line[0]], line[2:], n * 30) for n, line in enumerate(lines)]


def scores(review):
    return {score.skill.value: score.score for score in review.scores}


def test_good_interviewer_scores_high():
    review = review_talk([], [], transcript(GOOD))

    assert scores(review) == {"opener": 4, "scene": 4, "timeline": 4, "redirect": 4}
    assert review.talk.leading == review.talk.closed == review.talk.several == 0


def test_bad_interviewer_scores_low():
    review = review_talk([], [], transcript(BAD))

    assert scores(review) == {"opener": 0, "scene": 0, "timeline": 0, "redirect": 0}
    assert review.talk.leading >= 2
    assert review.talk.rescued == 0
    assert review.talk.closed >= 2
    assert review.talk.several == 1


def test_evidence_is_what_was_said_with_its_second():
    opener, scene, timeline, redirect = review_talk([], [], transcript(GOOD)).scores

    (story,) = opener.evidence
    assert story.quote == "Tell me about the last time somebody called in sick."
    assert (story.second, story.is_good) == (60, True)
    (back,) = redirect.evidence
    assert back.answers.startswith("I tried to remember who was off.")
    assert (
        back.quote == "Can you think of one person you had in your head that Tuesday?"
    )
    assert [f.quote for f in timeline.evidence][:2] == [
        "What happened next?",
        "And before that, before you opened the sheet?",
    ]
    assert "Who else was in the house?" in [f.quote for f in scene.evidence]


def test_missed_generalisation_says_what_to_ask():
    *_, redirect = review_talk([], [], transcript(BAD)).scores

    assert [finding.is_good for finding in redirect.evidence] == [False] * 3
    assert "When did you last text?" in redirect.evidence[1].tip


def test_nothing_to_bring_back_is_no_failure():
    said = transcript("T Tell me about the last time.\nP On Tuesday I drove in.")

    assert scores(review_talk([], [], said))["redirect"] is None


def test_story_after_a_short_warm_up_is_still_soon():
    chat = (
        "T What do you do here?\nP I bake.\n" * 4
        + "T When did you last bake?\nP Monday."
    )
    early = [
        Said(words.part, words.text, n * 10) for n, words in enumerate(transcript(chat))
    ]

    assert scores(review_talk([], [], early))["opener"] == 3


def test_own_words_handed_back_are_neither_leading_nor_closed():
    said = transcript(
        "P The flour bag is our emergency plan.\nT The flour bag is the plan?"
    )

    talk = review_talk([], [], said).talk

    assert (talk.questions, talk.leading, talk.closed) == (1, 0, 0)


def test_habit_in_the_middle_of_a_story_need_not_be_brought_back():
    said = transcript(
        "P I always ask Amy, and on Tuesday I forgot her.\nT What did she say?"
    )

    assert scores(review_talk([], [], said))["redirect"] is None


def test_leading_question_is_rescued_by_a_why():
    slip = "T How frustrating was that?\nP Very."
    said = transcript(slip)
    saved = transcript(f"{slip}\nT Why do you say very?\nP I cried.")

    assert review_talk([], [], said).talk.rescued == 0
    assert review_talk([], [], saved).talk.rescued == 1
    assert review_talk([], [], saved).talk.leading == 1


def test_question_marks_may_be_missing_as_machines_leave_them_out():
    said = transcript(
        "T so tell me about the last time you ordered flour\nP it was monday"
    )

    assert scores(review_talk([], [], said))["opener"] == 4


def test_story_question_that_comes_late_scores_less():
    late = (
        "T What do you do here?\nP I bake.\n" * 2
        + "T When did you last bake?\nP Monday."
    )
    later = (
        "T What do you do here?\nP I bake.\n" * 5
        + "T When did you last bake?\nP Monday."
    )

    assert scores(review_talk([], [], transcript(late)))["opener"] == 3
    assert scores(review_talk([], [], transcript(later)))["opener"] == 2


def test_colleague_who_brings_them_back_takes_nothing_away():
    said = [
        Said(Part.OWN, "Tell me about the last time."),
        Said(Part.PARTICIPANT, "I usually text them."),
        Said(Part.TEAM, "When did you last text somebody?"),
    ]

    assert scores(review_talk([], [], said))["redirect"] is None


NOTES = [
    Noted("Ben rings at 5:02, she is in bed with her phone.", 130, is_story_step=True),
    Noted("Opens the printed sheet in the kitchen.", 200, is_story_step=True),
    Noted("I usually keep it in my head", 260),
    Noted("On Tuesday it was Amy whom she forgot", 300, is_story_step=True),
]


def test_without_transcript_guide_and_notes_tell_some_of_it():
    asked = [
        Asked("What would make today worth it?", 20, is_of_the_story=False),
        Asked("Tell me about the last time somebody called in sick.", 90),
        Asked("What happened next?", 180),
    ]

    review = review_talk(asked, NOTES, [])

    assert scores(review) == {"opener": 3, "scene": 3, "timeline": 2, "redirect": 3}
    assert review.talk.basis == "notes"


def test_without_anything_nobody_can_tell():
    review = review_talk([], [], [])

    assert set(scores(review).values()) == {None}
    assert review.talk.basis == "nothing"


def test_transcript_in_which_nobody_is_of_the_team_is_not_taken_for_one():
    said = [Said(Part.UNKNOWN, "Tell me about the last time.")]

    review = review_talk([], NOTES, said)

    assert review.talk.basis == "unmapped"
    assert scores(review)["opener"] is None


LINES = st.sampled_from(
    [line for line in (GOOD + BAD).strip().splitlines() if line]
    + ["T Mm-hm.", "P We always do.", "T Go on.", "P It was on Monday.", "T How come?"]
)
REDIRECTS = st.sampled_from(
    [
        "When did that last happen?",
        "Can you give me an example?",
        "Tell me about one time.",
    ]
)


@given(st.lists(LINES, max_size=14), st.integers(0, 14), REDIRECTS)
@settings(max_examples=50, deadline=None)
def test_good_redirect_never_lowers_a_score(lines, place, redirect):
    said = transcript("\n".join(lines)) if lines else []
    place = min(place, len(said))
    more = [*said[:place], Said(Part.OWN, redirect), *said[place:]]
    if not any(words.part == Part.OWN for words in said):
        return

    before, after = (scores(review_talk([], [], talk)) for talk in (said, more))

    for skill, score in before.items():
        assert score is None or after[skill] >= score, skill


@given(st.lists(LINES, min_size=1, max_size=14))
@settings(max_examples=50, deadline=None)
def test_scores_are_in_range_and_quote_what_was_said(lines):
    said = transcript("\n".join(lines))
    words = " ".join(" ".join(one.text.split()) for one in said)

    review = review_talk([], [], said)

    for score in review.scores:
        assert score.score is None or 0 <= score.score <= 4
        for finding in score.evidence:
            assert finding.quote.rstrip("…") in words
            assert finding.answers.rstrip("…") in words


@given(st.text(max_size=300))
@settings(max_examples=40, deadline=None)
def test_any_text_can_be_read(text):
    said = [Said(Part.OWN, text), Said(Part.PARTICIPANT, text)]

    assert len(review_talk([Asked(text, 1)], [Noted(text, 1)], said).scores) == 4
