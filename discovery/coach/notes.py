"""Three traps in notes: generalisations, vague praise and feature requests (R40)."""

import re
from typing import Final

from discovery.coach.hints import ANCHOR, Hint, addressed, gettext_noop, pattern, plain

# Long pastes are read in part: a trap is a sentence, and the answer must come at once.
LONGEST_READ: Final = 2000

_PERIOD: Final = r"(day|night|morning|evening|week|weekend|month|quarter|year|time|single \w+|\w+day)"
_PAST: Final = (
    r"(?!\w+ed\b|came|went|got|had|saw|said|told|knew|did|was|were|found|heard|felt|made|took"
    r"|gave|wrote|sent|met|thought|paid|bought|left|lost|arrived)"
)
_GENERALISATION: Final = pattern(
    r"\b(usually|normally|typically|generally|often|always|mostly|whenever)\b",
    r"\b(most|all) of the time\b",
    r"\ball the time\b",
    r"\b(in general|as a rule|by default|day to day|on average)\b",
    r"\btends? to\b",
    rf"\b(every|each) {_PERIOD}\b",
    rf"\b(i|we|they|you|he|she|people|nobody|everybody|everyone|customers) never {_PAST}",
    r"\bkind of thing that\b",
    r"\bon (mon|tues|wednes|thurs|fri|satur|sun)days\b",
)
_HABIT: Final = re.compile(
    r"^(?:i|we) (?:usually|normally|typically|generally|often|always|mostly|tend to|never) "
    r"(?P<deed>[^.,;!?]+)",
    re.IGNORECASE,
)
_HABITUAL_TAIL: Final = re.compile(
    r" (on (?P<day>mon|tues|wednes|thurs|fri|satur|sun)days?( (night|morning|evening)s?)?"
    rf"|(every|each) {_PERIOD}|all the time|most of the time)$",
    re.IGNORECASE,
)

_GOOD: Final = (
    r"(great|good|nice|cool|neat|awesome|amazing|fantastic|brilliant|perfect|lovely|excellent"
    r"|wonderful|useful|helpful|interesting|handy|impressive|beautiful|super|promising|slick)"
)
_VERY: Final = r"((a|really|very|so|pretty|quite|absolutely|just|overall|super|all|rather|such an?) ){0,3}"
_PRAISE: Final = pattern(
    rf"\b(this|that|it|your \w+|the (app|tool|product|design|idea|feature))('s| is| looks| sounds| seems| feels) {_VERY}{_GOOD}\b",
    rf"\b(looks|sounds|seems) {_VERY}{_GOOD}\b",
    r"\b(i|we|they) (\w+ )?(love|like|adore) (it|this|that|your \w+|the (app|tool|product|idea|design))\b",
    r"\bwould (\w+ )?love (it|this|that)\b",
    r"\bsee the value\b",
    rf"^(wow|honestly|oh)?,? ?{_VERY}{_GOOD}( (idea|stuff|work|job|tool|app|product))?[.! ]*$",
    rf"\b(that|what) (is|'s|a) (a )?{_GOOD} (idea|thing|feature)\b",
    rf"\bwow\b.*\b{_GOOD}\b",
)
_LONGEST_PRAISE: Final = 16

_THING: Final = (
    r"(button|export|import|filter|dashboard|integration|app|api|widget|plug-?in|report|toggle"
    r"|search|search bar|notifications?|reminders?|alerts?|sync|template|shortcut|dark mode"
    r"|feature|option|setting|calendar|chatbot|view|page|field|chart|graph|tag|undo)"
)
_REQUEST: Final = pattern(
    r"\b(you|they|it) (guys )?(should|could|need to|ought to|have to) (\w+ )?(add|build|make|include|offer|support|have|integrate|allow|let|show|send|create|put)\b",
    rf"\b(i|we) (\w+ )?(want|need|would like|'d like|would love) (to have )?(an?|some|the|your|more|better) ([\w-]+ ){{0,4}}{_THING}\b",
    r"\b(would|'d) be (\w+ )?(nice|great|good|cool|helpful|useful|handy|better|amazing|lovely|awesome)\b.{0,12}\b(if|to have|to be able)\b",
    r"\bi wish (there (was|were)|it (had|could|would|did)|you|i could|the (app|tool|system))\b",
    r"\b(can|could) you (\w+ )?(make|add|build|support|include|integrate|let|send|put)\b",
    r"\bwhy (don't|doesn't|can't) (you|it) (\w+ )?(support|add|have|offer|let|integrate|allow)\b",
    r"\bif only (it|you|there|i)\b",
    r"\bplease (\w+ )?(give|add|make|build|support|let|include)\b",
    r"\b(one|only) thing (that is |that's )?missing\b",
    rf"\b(is|are) (there )?missing (an?|the) ([\w-]+ ){{0,3}}{_THING}\b",
)


def read_note(text: str) -> list[Hint]:
    """Return hints on a note: ``generalisation``, ``praise``, ``feature_request`` or nothing."""
    said = plain(text[:LONGEST_READ])
    if _REQUEST.search(said):
        return [_request()]
    hints = []
    if _GENERALISATION.search(said) and not ANCHOR.search(said):
        hints.append(_generalisation(said))
    if len(said.split()) <= _LONGEST_PRAISE and _PRAISE.search(said):
        hints.append(_praise())
    return hints


def _generalisation(said: str) -> Hint:
    why = gettext_noop("That is a habit, not a story.")
    habit = _HABIT.match(said.strip('" '))
    if not habit:
        ask = "When did that last happen? Walk me through it."
        return Hint("generalisation", why, ask)
    deed = habit["deed"].rstrip('" ')
    tail = _HABITUAL_TAIL.search(deed)
    when = f"that {tail['day'].capitalize()}day" if tail and tail["day"] else "it"
    deed = addressed(deed[: tail.start()] if tail else deed)
    ask = f"When did you last {deed}? Walk me through {when}."
    return Hint("generalisation", why, ask)


def _praise() -> Hint:
    why = gettext_noop("Kind words are not evidence.")
    return Hint("praise", why, "What did you do the last time you used it?")


def _request() -> Hint:
    why = gettext_noop("That is a request; the need is behind it.")
    ask = "What were you trying to do, and how do you do it today?"
    return Hint("feature_request", why, ask)
