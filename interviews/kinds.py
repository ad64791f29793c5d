"""The kinds of talk: the rules of each in a sentence, and a guard for talks that are none (R5, R29)."""

from django.utils.translation import gettext_lazy as _

from discovery.coach import guess_kind
from interviews.models import Interview

RULES = {
    "exploratory": _("Ask for stories of the past; nothing of ours is shown or named."),
    "validation": _(
        "Ask whether the need has come up before, and how; the solution stays hidden."
    ),
    "satisfaction": _(
        "Ask how it went the last time with what they use today, not for a score."
    ),
    "efficiency": _("Follow one piece of work step by step, and see where time goes."),
    "usability": _(
        "They try something of ours while you watch. It does not count as an interview."
    ),
    "sales": _("You would like them to buy. It does not count as an interview."),
    "support": _("You solve their problem. It does not count as an interview."),
}


def kind_choices():
    """Every kind with its name and its rule, as a form shows them."""
    return [(kind.value, kind.label, RULES[kind.value]) for kind in Interview.Kind]


def suspected_kind(interview, guide, prompts):
    """What the plan reads like, if it is planned as an interview and reads like none."""
    if not interview.counts_for_habit:
        return None
    lines = [interview.learning_goal, guide.title if guide else ""]
    lines += [prompt.text for prompt in prompts]
    found = guess_kind("\n".join(filter(None, lines)))
    return Interview.Kind(found) if found else None
