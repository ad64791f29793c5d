"""The four skills by what was ticked on the guide and written in the notes, where nobody knows
what was said: it shows what came out, not how it was asked."""

from collections.abc import Sequence
from typing import Final

from discovery.coach.asking import (
    DETAILS,
    asks_for_a_story,
    details_told,
    goes_back,
    goes_on,
    is_instance,
)
from discovery.coach.scores import (
    HIGHEST_UNHEARD,
    Asked,
    Noted,
    Score,
    Skill,
    few,
    generalises,
    missing_detail,
    once,
    opened_with,
    share_of,
)
from discovery.coach.talking import Finding, shorten

# What is not written down may well have been asked: with less than that nobody can tell.
FEWEST_NOTES: Final = 3
FEWEST_DETAILS: Final = 2
FEWEST_STEPS: Final = 3
# An instance that follows a generalisation within this time and so many notes.
NOTED_WITHIN_SECONDS: Final = 300
NOTED_WITHIN: Final = 4


def ticked_opener(asked: Sequence[Asked]) -> Score:
    prompts = [prompt for prompt in asked if prompt.is_of_the_story]
    if not prompts:
        return Score(Skill.OPENER, None)
    for place, prompt in enumerate(prompts):
        if asks_for_a_story(prompt.text):
            finding = Finding(shorten(prompt.text), prompt.second, True)
            return Score(Skill.OPENER, 2 if place else HIGHEST_UNHEARD, (finding,))
    opened = opened_with(prompts[0].text, prompts[0].second)
    return Score(Skill.OPENER, 1, (opened,))


def noted_scene(notes: Sequence[Noted]) -> Score:
    if len(notes) < FEWEST_NOTES:
        return Score(Skill.SCENE, None)
    told: dict[str, Finding] = {}
    for note in notes:
        for detail in details_told(note.text):
            told.setdefault(detail, Finding(shorten(note.text), note.second, True))
    good = [told[detail] for detail in DETAILS if detail in told]
    if len(told) < FEWEST_DETAILS:
        return Score(Skill.SCENE, None)
    missing = [missing_detail(detail) for detail in DETAILS if detail not in told]
    score = min(HIGHEST_UNHEARD, len(told))
    return Score(Skill.SCENE, score, few([*once(good), *missing]))


def noted_timeline(asked: Sequence[Asked], notes: Sequence[Noted]) -> Score:
    steps = [note for note in notes if note.is_story_step]
    probes = [p for p in asked if goes_on(p.text) or goes_back(p.text)]
    if len(steps) < FEWEST_STEPS and not probes:
        return Score(Skill.TIMELINE, None)
    by_steps = 3 if len(steps) >= 5 else 2 if len(steps) >= FEWEST_STEPS else 0
    score = min(HIGHEST_UNHEARD, max(by_steps, min(len(probes), 2)))
    found = [Finding(shorten(p.text), p.second, True) for p in probes]
    found += [Finding(shorten(step.text), step.second, True) for step in steps]
    return Score(Skill.TIMELINE, score, few(found))


def noted_redirect(notes: Sequence[Noted]) -> Score:
    good, missed = [], []
    for number, note in enumerate(notes):
        if (hint := generalises(note.text)) is None:
            continue
        instance = _instance_after(note, notes[number + 1 :])
        habit = shorten(note.text)
        if instance is None:
            missed.append(Finding("", note.second, False, hint, answers=habit))
        else:
            text = shorten(instance.text)
            good.append(Finding(text, instance.second, True, "", answers=habit))
    return share_of(good, missed, HIGHEST_UNHEARD)


def _instance_after(note: Noted, after: Sequence[Noted]) -> Noted | None:
    soon = [
        later
        for later in after[:NOTED_WITHIN]
        if later.second - note.second <= NOTED_WITHIN_SECONDS
    ]
    return next((later for later in soon if _is_instance(later.text)), None)


def _is_instance(text: str) -> bool:
    """Whether it tells of one day, and not of a habit."""
    return is_instance(text) and generalises(text) is None
