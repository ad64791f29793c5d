"""What the page of a guide shows around its prompts: hints, openers, how each has fared."""

import re

from django.db.models import FilteredRelation, Q

from discovery.coach import read_question
from discovery.numbers import read_number
from interviews.forms.guides import GuideForm
from interviews.models import Interview, Question
from interviews.openers import (
    opener_for_opportunity,
    opener_for_outcome,
    opener_for_product,
)
from interviews.phases import SHARES
from interviews.prompt_records import records_of
from interviews.research_questions import is_research_question, story_question_for
from interviews.starting_guides import KINDS

# A talk of half an hour carries about so many questions (R25).
MOST_PROMPTS = 7
MOST_REMARKS = 2
# Two words may still become anything.
FEWEST_WORDS = 3
MOST_OPENERS = 3
MOST_OWN_PROMPTS = 5
_A_QUESTION = re.compile(
    r"^(tell|walk|take|think|show|what|how|when|where|who|whom|which|why)\b", re.I
)


def guide_context(guide, membership, ask=None):
    """What ``_guide.html`` takes for a member; ``ask`` is the place of a research question to be rewritten."""
    prompts = list(guide.questions.standing())
    records = records_of(guide)
    for prompt in prompts:
        prompt.record = records.get(prompt.pk)
        prompt.remarks = remarks_on(prompt)
        prompt.is_research = is_research_question(prompt.text, guide.research_questions)
    _mark_ends(prompts)
    long_ones = [p for p in prompts if p.phase in ("story", "their_questions")]
    return {
        "guide": guide,
        "kind": KINDS[guide.kind],
        "phases": _phases(prompts),
        "is_long": len(long_ones) > MOST_PROMPTS,
        "most_prompts": MOST_PROMPTS,
        "has_scary": any(prompt.is_scary for prompt in prompts),
        "openers": openers_for(guide.team, prompts),
        "own_prompts": _own_prompts(guide, membership),
        "form": GuideForm(instance=guide, initial={"version": guide.version}),
        "rewritten": _rewritten(guide, ask),
    }


def remarks_on(prompt):
    """What the coach says to a prompt, and whether its words can be taken as they stand.

    Where two faults are mended by the same words, the first one is enough.
    """
    by_words = {}
    for hint in prompt.hints:
        by_words.setdefault(hint.ask, hint)
    return [
        {"hint": hint, "can_be_taken": _can_be_taken(ask, prompt.text)}
        for ask, hint in list(by_words.items())[:MOST_REMARKS]
    ]


def remarks_while_typing(text):
    """What the coach says to words that are no prompt yet; nothing to the first few."""
    said = " ".join(text[: Question._meta.get_field("text").max_length].split())
    if len(said.split(" ")) < FEWEST_WORDS:
        return []
    return remarks_on(Question(text=said))


def openers_for(team, prompts):
    """Openers from the target opportunities, the outcomes and the product that are not there yet."""
    # The tree stands to the right of interviews; it is reached from the team.
    standing = Q(
        opportunities__is_target=True,
        opportunities__deleted_at=None,
        opportunities__parked_at=None,
    )
    outcomes = team.outcomes.filter(archived_at=None).order_by("pk")
    rows = outcomes.alias(
        goal=FilteredRelation("opportunities", condition=standing)
    ).values_list("title", "goal__text")
    proposed = []
    for title, target in rows[:MOST_OPENERS]:
        proposed.append(("target", opener_for_opportunity(target or "")))
        proposed.append(("outcome", opener_for_outcome(title)))
    if team.product and not any(text for _, text in proposed):
        proposed.append(("product", opener_for_product(team.product)))
    there = {prompt.text for prompt in prompts}
    openers = {text: source for source, text in proposed if text and text not in there}
    return [
        {"text": text, "source": source}
        for text, source in list(openers.items())[:MOST_OPENERS]
    ]


def _can_be_taken(ask, text):
    return bool(_A_QUESTION.match(ask)) and ask != text and not read_question(ask)


def _phases(prompts):
    return [
        {
            "name": phase.value,
            "label": phase.label,
            "minutes": SHARES[phase.value],
            "prompts": [prompt for prompt in prompts if prompt.phase == phase],
        }
        for phase in Question.Phase
    ]


def _mark_ends(prompts):
    """Mark the prompts that can go no further up or down: those at the ends of the guide."""
    first, *_, last = Question.Phase.values
    for prompt in prompts:
        same = [each for each in prompts if each.phase == prompt.phase]
        prompt.is_top = prompt.phase == first and prompt == same[0]
        prompt.is_bottom = prompt.phase == last and prompt == same[-1]


def _own_prompts(guide, membership):
    """What was asked besides the guide in talks that the member may know of, newest first."""
    talks = Interview.objects.filter(workspace=membership.workspace_id)
    asked = guide.questions.filter(
        interview__in=talks.visible_to(membership), removed_at=None
    )
    return asked.order_by("-pk")[:MOST_OWN_PROMPTS]


def _rewritten(guide, ask):
    """The research question at place ``ask`` as it could be asked."""
    questions = guide.research_questions
    place = read_number(ask or "")
    if place is None or place >= len(questions):
        return None
    question = questions[place]
    return {"question": question, "text": story_question_for(question)}
