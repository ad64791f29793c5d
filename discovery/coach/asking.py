"""What a question does in a talk: opens a story, sets its scene, follows it, leads back to it."""

import re
from typing import Final

from discovery.coach.hints import ANCHOR, pattern, plain
from discovery.coach.questions import read_question

# A question with one of these asks for no story, whatever else it says.
_NO_STORY: Final = {"hypothetical", "general", "leading", "pitch"}

_STORY: Final = pattern(
    r"\b(last|most recent|first) time\b",
    r"\bwhen did (you|that|this|it|they|he|she) last\b",
    r"\bthe (last|most recent|latest) ([\w'-]+ ){1,4}(you|that|when|where)\b",
    r"\b(walk|take|talk|guide|lead|bring) (me|us) (\w+ )?(through|back|along)\b",
    r"\b(tell|talk to) (me|us) (\w+ )?about (the|that|a|one|this) (\w+ )?(day|morning|afternoon|evening|night|week|moment|time|occasion|call|order|shift)\b",
    r"\b(a|one|any|the) (specific|particular|recent|concrete|real) (time|example|case|day|situation|moment|instance|occasion)\b",
    r"\bwhat happened (when|on|that|the|this|last|yesterday)\b",
    r"\b(describe|think of|think back to|remember|recall|pick) (the|a|one|that) ((last|recent|single|particular) )?(time|day|moment|example|instance|occasion)\b",
    r"\btake yourself back\b",
)
_INSTANCE: Final = pattern(
    r"\b(think of|remember|recall|give (me|us)|tell (me|us)|have) (an?|one|the) ([\w-]+ )?(time|example|instance|case|day|moment)\b",
    r"\bfor (example|instance)\?",
    r"\bwhen (was|did|were) (that|it|this) (last|happen)",
    r"\bwhen was the last\b",
    r"\b(this|last|that) (week|weekend|month|time|morning|evening|night|day|\w+day)\b",
    r"\b(most recent|yesterday|the other day)\b",
)
_FORWARD: Final = pattern(
    r"\bwhat (happened|did (you|she|he|they|it)( all)? do|came|was) (next|then|after(wards)?)\b",
    r"\bthen what\b",
    r"(^|[.!?] )((and|so|okay|ok|right|mm),? )*(then|after that|next|what next)\?",
    r"\bafter (that|this|they|you|he|she|it)\b",
    r"\bhow did (it|that|this|the \w+) (end|go on|turn out|continue)\b",
    r"\bwhat (became|came) of\b",
)
_BACKWARD: Final = pattern(
    r"\bbefore (that|this|then|you|it|they)\b",
    r"\bwhat (led|brought) (you |up )?to\b",
    r"\bhow did (it|that|this|all (of )?(this|that)) (all )?(start|begin|come about)\b",
    r"\b(just|right|shortly) before\b",
    r"\bthe (very )?first thing\b",
    r"\bwhat (set|got) (it|that|this|you) (off|going|started)\b",
    r"\bearlier (that|on that|the same)\b",
    r"\bwhere did (it|that|this) (all )?(start|begin)\b",
)
_SMALL_TALK: Final = pattern(
    r"\b(hear|see) (me|us|my screen)\b",
    r"\b(record|recording|consent)\b",
    r"^(so |and |hi,? |hello,? )*(how are you|how's it going|how is it going|how have you been|shall we|are you (ready|well|there)|ready|everything (ok|okay|all right))\b",
    r"\b(is|was|would) (that|this|it) (be )?(ok|okay|all right|alright|fine)\b",
    r"\b(any|what) questions (do you have )?for (me|us)\b",
    r"\b(thank you|thanks)\b",
    r"\bwho else (should|could|might) (we|i)\b",
)
_FILLERS: Final = (
    r"^((and|so|but|okay|ok|right|well|now|um|uh|please|great|sure)[, ]+)*"
)
_YES_OR_NO: Final = (
    r"(did|do|does|was|were|is|are|had|have|has|can|could|would|will|should)(n't)?"
)
_ASKS: Final = re.compile(
    rf"{_FILLERS}(what|how|why|who|whom|where|when|which|{_YES_OR_NO}|describe|explain|think back"
    r"|(tell|walk|take|talk|show|give) (me|us))\b",
    re.IGNORECASE,
)
_ASKS_YES_OR_NO: Final = re.compile(rf"{_FILLERS}{_YES_OR_NO}\b", re.IGNORECASE)
# A word that tells of a habit, said by somebody and not merely quoted.
_HABIT: Final = pattern(
    r"\b(usually|normally|typically|generally|often|always|mostly|whenever|never)\b",
    r"\b(every|each) (day|night|morning|evening|week|weekend|month|time|\w+day)\b",
    r"\b(tends? to|in general|most of the time|all the time|as a rule)\b",
)
_SENTENCE: Final = re.compile(r"[^.!?]+[.!?]*")

DETAILS: Final = ("place", "people", "things", "day")
_ASKS_FOR: Final = {
    "place": pattern(
        r"\bwhere (exactly |abouts )?(were|was|are|is|did|does|do)\b",
        r"\b(which|what) (room|place|shop|office|building|desk|corner)\b",
        r"\bwhat did (it|the place|the room) look like\b",
    ),
    "people": pattern(
        r"\bwho (else )?(was|were|is|did|else|came|called|answered|helped|knew)\b",
        r"\b(with whom|who with|who .{1,30} with)\b",
        r"\b(anyone|anybody|somebody|someone) (else )?(there|with you|around|in the room)\b",
        r"\bwere you alone\b",
    ),
    "things": pattern(
        r"\b(which|what) (device|app|tool|phone|screen|computer|laptop|program|sheet|software|paper)\b",
        r"\bwhat (were you|did you) (us(e|ing)|hav(e|ing)|look(ing)? at|hold(ing)?|open)\b",
        r"\bon (your|the|a) (phone|laptop|computer|tablet|paper|screen)\b",
        r"\bwhat (was|did you have|stood) (open|in front of you|in your hand|on the screen|on your desk)\b",
    ),
    "day": pattern(
        r"\b(what|which) (day|time|week|month|date|hour)\b",
        r"\bwhen (exactly )?(was|were|did)\b",
        r"\bhow long ago\b",
        r"\bwas (it|that|this) (a |an |in the |on a )?(morning|afternoon|evening|night|weekend|\w+day)\b",
    ),
}
_TELLS: Final = {
    "place": pattern(
        r"\b(at|in|on|outside|behind|by|near|from|to) (the|my|our|her|his|their) (back )?(kitchen|office|shop|till|counter|car|van|train|bus|tram|bed|sofa|desk|table|garden|store|bakery|caf[eé]|restaurant|warehouse|station|hall|corridor|home|house|flat|door|street|car park|room|floor|hospital|school|harbour|yard)\b",
        r"\b(at (home|work)|in bed|upstairs|downstairs)\b",
    ),
    "people": pattern(
        r"\b(my|her|his|our|their|the) (\w+ )?(boss|manager|colleagues?|sister|brother|mother|mum|father|dad|husband|wife|partner|daughter|son|kids?|children|neighbou?rs?|friends?|team|staff|supplier|nurse|driver|baker|cook|chef|assistant|accountant)\b",
        r"\b(alone|by myself|on my own)\b",
    ),
    "things": pattern(
        r"\b(phone|laptop|computer|tablet|ipad|spreadsheet|sheet|paper|notebook|whats ?app|e-?mails?|texted|texts|app|printer|printout|calculator|screen|group chat|pencil|sticky notes?)\b",
    ),
    "day": pattern(
        r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b",
        r"\b\d{1,2}[:.]\d\d\b",
        r"\b(morning|afternoon|evening|midnight|noon)\b",
        ANCHOR.pattern,
    ),
}


def questions_in(text: str) -> list[str]:
    """The sentences of an utterance that ask for something, greetings left out."""
    sentences = [found.strip() for found in _SENTENCE.findall(plain(text))]
    return [
        sentence
        for sentence in sentences
        if (sentence.endswith("?") or _ASKS.match(sentence))
        and not _SMALL_TALK.search(sentence)
    ]


def asks_for_a_story(text: str) -> bool:
    """Whether it asks for one specific past instance (R19)."""
    asked = plain(text)
    return bool(_STORY.search(asked)) and not _is_no_story(asked)


def asks_for_an_instance(text: str) -> bool:
    """Whether it brings somebody back from the usual to one time (R31)."""
    asked = plain(text)
    return asks_for_a_story(asked) or (
        bool(_INSTANCE.search(asked)) and not _is_no_story(asked)
    )


def goes_on(text: str) -> bool:
    """Whether it asks what came next (R32)."""
    return bool(_FORWARD.search(plain(text)))


def goes_back(text: str) -> bool:
    """Whether it asks what came before (R32)."""
    return bool(_BACKWARD.search(plain(text)))


def details_asked(text: str) -> set[str]:
    """Which details of the scene it asks for."""
    asked = plain(text)
    return {detail for detail in DETAILS if _ASKS_FOR[detail].search(asked)}


def details_told(text: str) -> set[str]:
    """Which details of the scene it tells."""
    said = plain(text)
    return {detail for detail in DETAILS if _TELLS[detail].search(said)}


def is_instance(text: str) -> bool:
    """Whether it tells of one day."""
    return "day" in details_told(text)


def tells_a_habit(text: str) -> bool:
    """Whether a word of it stands for the usual (R31)."""
    return bool(_HABIT.search(plain(text)))


def asks_yes_or_no(text: str) -> bool:
    """Whether it begins as a closed question; what is only repeated with a question mark does not."""
    return bool(_ASKS_YES_OR_NO.search(plain(text)))


def mirrors(question: str, before: str) -> bool:
    """Whether it hands back what was just said, which is no leading question (R33)."""
    words = set(re.findall(r"\w{4,}", question.lower()))
    heard = set(re.findall(r"\w{4,}", before.lower()))
    return not asks_yes_or_no(question) and len(words & heard) * 2 >= len(words)


def leads_the_story(text: str) -> bool:
    """Whether it is one of the questions that make a story: short ones need no open form."""
    return (
        goes_on(text)
        or goes_back(text)
        or asks_for_an_instance(text)
        or bool(details_asked(text))
    )


def _is_no_story(asked: str) -> bool:
    return any(hint.label in _NO_STORY for hint in read_question(asked))
