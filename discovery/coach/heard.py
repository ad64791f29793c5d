"""The four skills by what was said, in the words of a transcript."""

from collections.abc import Sequence
from typing import Final

from discovery.coach.asking import (
    DETAILS,
    asks_for_a_story,
    asks_for_an_instance,
    details_asked,
    details_told,
    goes_back,
    goes_on,
    is_instance,
    questions_in,
    tells_a_habit,
)
from discovery.coach.questions import read_question
from discovery.coach.scores import (
    HIGHEST,
    Score,
    Skill,
    few,
    generalises,
    missing_detail,
    once,
    opened_with,
    share_of,
)
from discovery.coach.talking import Finding, Part, Said, shorten

# A generalisation is answered if it is within so many turns of the team.
ANSWERED_WITHIN: Final = 2
# To settle, people may talk of this and that for five minutes (R35).
WARM_UP_SECONDS: Final = 300


def opener(said: Sequence[Said]) -> Score:
    """How soon the first question for a story came, greetings left out."""
    questions = [
        (words, question)
        for words in said
        if words.part == Part.OWN
        for question in questions_in(words.text)
    ]
    if not questions:
        return Score(Skill.OPENER, None)
    stories: list[tuple[Said, str, int]] = []
    before: list[str] = []
    for words, question in questions:
        if asks_for_a_story(question):
            stories.append((words, question, len(before)))
        # Whoever brings somebody back to an instance loses nothing by having done so.
        elif not asks_for_an_instance(question):
            before.append(question)
    opening = opened_with(questions[0][1], questions[0][0].second)
    if not stories:
        is_open = any(not read_question(question) for _, question in questions)
        return Score(Skill.OPENER, int(is_open), (opening,))
    words, question, late_by = stories[0]
    finding = Finding(shorten(question), words.second, True)
    if not late_by:
        return Score(Skill.OPENER, HIGHEST, (finding,))
    is_soon = late_by <= 2 or any(_is_warming_up(words) for words, _, _ in stories)
    return Score(Skill.OPENER, 3 if is_soon else 2, (opening, finding))


def _is_warming_up(words: Said) -> bool:
    return words.second is not None and words.second < WARM_UP_SECONDS


def scene(said: Sequence[Said]) -> Score:
    """Place, people, things, day: what was asked for counts whole, what came by itself half."""
    asked: dict[str, Finding] = {}
    told: dict[str, Finding] = {}
    for words in said:
        if words.part == Part.OWN:
            for question in questions_in(words.text):
                for detail in details_asked(question):
                    asked.setdefault(
                        detail, Finding(shorten(question), words.second, True)
                    )
        elif words.part == Part.PARTICIPANT:
            for detail in details_told(words.text):
                told.setdefault(
                    detail, Finding(shorten(words.text), words.second, True)
                )
    volunteered = [
        detail for detail in DETAILS if detail in told and detail not in asked
    ]
    score = min(HIGHEST, int(len(asked) + len(volunteered) / 2 + 0.5))
    good = [asked[detail] for detail in DETAILS if detail in asked]
    missing = [missing_detail(d) for d in DETAILS if d not in asked and d not in told]
    return Score(Skill.SCENE, score, few([*once(good), *missing]))


def timeline(said: Sequence[Said]) -> Score:
    """How often the talk was led on ("what happened next?") and back ("and before that?")."""
    on, back, found = 0, 0, []
    for words in said:
        if words.part != Part.OWN:
            continue
        for question in questions_in(words.text):
            leads_on, leads_back = goes_on(question), goes_back(question)
            on, back = on + leads_on, back + leads_back
            if leads_on or leads_back:
                found.append(Finding(shorten(question), words.second, True))
    score = min(on + back, 3)
    if on and back and on + back >= HIGHEST - 1:
        score = HIGHEST
    missing = []
    if not on:
        missing.append(Finding("", None, False, "What happened next?"))
    if not back:
        missing.append(Finding("", None, False, "What happened before that?"))
    return Score(Skill.TIMELINE, score, few([*once(found)[:4], *missing]))


def redirect(said: Sequence[Said]) -> Score:
    """Of the customer's generalisations: the share that was brought back to an instance."""
    good, missed = [], []
    for number, words in enumerate(said):
        if words.part != Part.PARTICIPANT or not tells_a_habit(words.text):
            continue
        reply = _reply(said[number + 1 :])
        hint = generalises(words.text)
        if reply is None:
            # Whoever tells of one day in the same breath needs nobody to bring them back.
            if hint is None or is_instance(words.text):
                continue
            missed.append(
                Finding("", words.second, False, hint, answers=shorten(words.text))
            )
        elif reply.part == Part.OWN:
            quote, before = shorten(reply.text), shorten(words.text)
            good.append(Finding(quote, reply.second, True, answers=before))
    return share_of(good, missed, HIGHEST)


def _reply(after: Sequence[Said]) -> Said | None:
    """What led back to an instance soon after: said by the one under review or a colleague."""
    turns = 0
    for previous, words in zip((None, *after), after, strict=False):
        if words.part not in (Part.OWN, Part.TEAM):
            continue
        turns += previous is None or previous.part != words.part
        if turns > ANSWERED_WITHIN:
            return None
        if any(asks_for_an_instance(question) for question in questions_in(words.text)):
            return words
    return None
