"""What became of a guide between two of its versions, as a list of changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class GuideState:
    """A guide as it once read; its prompts as ``GuideVersion.prompts`` keeps them."""

    title: str
    learning_goal: str
    research_questions: Sequence[str]
    prompts: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: ``what`` names it for the template, with the texts before and after."""

    what: str
    before: str = ""
    after: str = ""


def compare(before: GuideState, after: GuideState) -> list[Change]:
    """Return what changed from ``before`` to ``after``, the head first, then the prompts."""
    changes = []
    if before.title != after.title:
        changes.append(Change("title", before.title, after.title))
    if before.learning_goal != after.learning_goal:
        changes.append(Change("goal", before.learning_goal, after.learning_goal))
    changes += _questions(before.research_questions, after.research_questions)
    changes += _prompts(before.prompts, after.prompts)
    return changes


def _questions(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    gone = [Change("question_removed", text) for text in before if text not in after]
    new = [Change("question_added", after=text) for text in after if text not in before]
    return gone + new


def _prompts(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[Change]:
    old = {prompt["id"]: prompt for prompt in before}
    new = {prompt["id"]: prompt for prompt in after}
    changes = [
        Change("prompt_removed", prompt["text"])
        for key, prompt in old.items()
        if key not in new
    ]
    for key, prompt in new.items():
        if key in old:
            changes += _one_prompt(old[key], prompt)
        else:
            changes.append(Change("prompt_added", after=prompt["text"]))
    return changes + _moves(old, new)


def _one_prompt(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    changes, text = [], after["text"]
    if before["text"] != text:
        changes.append(Change("prompt_reworded", before["text"], text))
    if before["probes"] != after["probes"]:
        was, now = "; ".join(before["probes"]), "; ".join(after["probes"])
        changes.append(Change("probes", f"{text}: {was}" if was else text, now))
    if before["is_scary"] != after["is_scary"]:
        what = "scary_set" if after["is_scary"] else "scary_taken"
        changes.append(Change(what, after=text))
    return changes


def _moves(
    old: Mapping[int, Mapping[str, Any]], new: Mapping[int, Mapping[str, Any]]
) -> list[Change]:
    """What stands in another phase, or before what it stood after."""
    common = [key for key in old if key in new]
    changes = [
        Change("prompt_phase", old[key]["phase"], new[key]["text"])
        for key in common
        if old[key]["phase"] != new[key]["phase"]
    ]
    stayed = {key for key in common if old[key]["phase"] == new[key]["phase"]}
    order_before = [key for key in old if key in stayed]
    order_after = [key for key in new if key in stayed]
    if order_before != order_after:
        changes.append(Change("order"))
    return changes
