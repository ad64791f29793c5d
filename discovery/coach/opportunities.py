"""Traps in opportunities: a solution in disguise, our own view, too vague (R50 to R55)."""

from typing import Final

from discovery.coach.hints import Hint, gettext_noop, pattern, plain

FEWEST_WORDS: Final = 4

_THING: Final = (
    r"(button|dashboard|page|filter|export|integration|apps?|api|widget|plug-?in|bot|chatbot"
    r"|reports?|sync|notifications?|dark mode|search bar|toggle|template|feature|automation"
    r"|calendar|wizard|tooltip|menu|pop-?up|newsletter|tab|checkbox|shortcut|macro|importer"
    r"|ai|assistant|undo|drag and drop|screen|modal|banner|e-?mail digest|portal)"
)
_SOLUTION: Final = pattern(
    r"^(add|build|implement|create|introduce|integrate|develop|launch|ship|automate|redesign|support|offer|provide)\b",
    rf"\b(want|need|like|love|have|be) (to have )?((an?|the|some|your|more|better|new) )?([\w-]+ ){{0,3}}{_THING}\b(?! (is|are|was|does|that i (have|use)))",
    rf"\bwant {_THING} to\b",
    r"\bi wish (it|you|there|the (app|tool|system))\b",
    rf"\bthere (should|could|must) be (an?|some)\b.*\b{_THING}\b",
)
_BUSINESS: Final = pattern(
    r"^(increase|reduce|grow|lower|drive|boost|raise|maximi[sz]e|convert|upsell|monetise|monetize|acquire|retain)\b",
    r"^get (more )?(users|customers|people|accounts)\b",
    r"^(customers|users|people|accounts|they) (should|must|need to|ought to)\b",
    r"^(we|our)\b.*\b(need|want|customers|users|revenue|sign-?ups|sales|costs?|churn|retention)\b",
    r"^(?!i\b|my\b).*\b(churn|retention|conversions?|upsell|revenue|adoption|market share|engagement|activation|nps|arr|mrr|kpis?|lifetime value)\b",
)
_HARD: Final = (
    r"(hard|bad|difficult|confusing|slow|easy|easier|simple|simpler|complicated|annoying|better"
    r"|poor|unclear|clunky|broken|painful|terrible|intuitive|frustrating|good|nice|fast|faster)"
)
_VAGUE: Final = pattern(
    rf"^(the |my |our |your )?([\w-]+ ){{1,3}}(is|are|feels?|seems?|should be|could be|must be) ((too|so|very|really|more|a bit) )?{_HARD}[.! ]*$",
    rf"^i (want|need|would like) (it|things|this|that|everything|the (app|tool|product)) to (be ((more|very|really) )?{_HARD}|just work|work( better)?)[.! ]*$",
    r"^(better|more|improved?|less|fewer) ([\w-]+ ?){1,3}[.! ]*$",
)
_FEELING: Final = pattern(
    r"^(i'm|i am|i feel|i get|i was|it makes me) ((so|very|really|a bit|just|always|often) )*"
    r"(frustrated|annoyed|stressed|confused|overwhelmed|anxious|angry|unhappy|sad|bored|lost|worried"
    r"|nervous|tired|upset|lonely|embarrassed|irritated|excited|happy)"
    r"( (about|by|with|at) (it|this|that|everything|things))?[.! ]*$"
)


def read_opportunity(text: str) -> list[Hint]:
    """Return hints on an opportunity: ``solution``, ``business``, ``vague`` or nothing."""
    said = plain(text).strip('" ')
    if not said:
        return []
    if _BUSINESS.search(said):
        why = gettext_noop("That is our wish, not the customer’s.")
        return [Hint("business", why, "How would a customer say what they need here?")]
    if _SOLUTION.search(said):
        why = gettext_noop("That is a solution in disguise.")
        return [Hint("solution", why, "What would that let you do?")]
    if _FEELING.search(said):
        why = gettext_noop("That is a feeling without its cause.")
        return [Hint("vague", why, "What happened that made you feel so?")]
    if len(said.split()) < FEWEST_WORDS or _VAGUE.search(said):
        why = gettext_noop("That is too broad to act on.")
        return [Hint("vague", why, "Which moment was it, and what got in the way?")]
    return []
