"""Six faults of interview questions (R19 to R24): each with its reason and a better question."""

from typing import Final

from discovery.coach.hints import Hint, gettext_noop, pattern, plain

_ABOUT_A_STORY: Final = "Tell me about the last time that happened."
_INVITATION: Final = pattern(
    r"^(can|could|would) you (please )?(tell|walk|take|describe|show|explain|share|give|say)\b"
)
_AUXILIARY: Final = r"(do|does|did|is|are|was|were|can|could|have|has|had|will|would|should|might|may|am|shall)"
_CLOSED: Final = pattern(
    rf"(^|[.!?] )(and |so |but |in \w+, |on \w+, |honestly, )*{_AUXILIARY}(n't)? "
    r"(i|you|we|they|he|she|it|this|that|there|your|the|our|my|any\w*|most|people|exporting|\w+ing)\b[^.!?]*\?",
    r", (right|correct|no|yes|isn't it|don't you|aren't you|weren't you|haven't you|doesn't it|wasn't it)\?",
    rf"^if .*\b{_AUXILIARY} (you|they|it|we)\b[^.!?]*\?",
    r"^(so )?you (would|do|did|are|have)\b[^.!?]*\?",
    r"^surely\b",
)
_HYPOTHETICAL: Final = pattern(
    r"\b(would(?! have\b)(n't)?|might|imagine|suppose|in theory|in an ideal world|ideally|hypothetically|if we|if you could|magic wand)\b",
    r"(^|[.!?,] ?)will you\b",
    r"\byou will\b",
    r"\b(likely|willing|plan|planning|intend) to\b",
    r"\b(could|can) you (see yourself|imagine)\b",
    r"\bnext (year|time|month)\b",
)
_GENERAL: Final = pattern(
    r"\b(usually|normally|typically|typical|generally|in general|always|often|ever|tend to|on average|favou?rite)\b",
    r"\bhow do you (decide|choose|pick)\b",
    r"\bwhat (do you like|matters most)\b",
    r"\bhow many .* an? (day|week|month|year)\b",
)
_LEADING: Final = pattern(
    r"^(don't|isn't|aren't|wouldn't|shouldn't|doesn't|didn't|won't|can't|haven't)\b",
    r", (right|correct|isn't it|don't you|aren't you|weren't you|haven't you|doesn't it|wasn't it)\?",
    r"\bhow (frustrating|annoying|difficult|hard|easy|great|badly|painful|useful|much do you (love|like|hate))\b",
    r"\b(you must|surely|so you would say|most people|everybody|everyone) \b",
    r"\bwhy is (our|the) [\w ]+ (so|much|better)\b",
    r"\bour (fantastic|great|amazing|new and improved|excellent|best)\b",
    r"\bwe made it\b",
    r"\b(saves?|helps?) (you )?\w+ (hours|minutes|days|money)\b",
    r"\bwould it help if\b",
)
_PITCH: Final = pattern(
    r"\b(we|we're|i'm|i am) (are )?(building|planning|developing|working on|thinking of|launching|designing|testing)\b",
    r"\bwe (plan|want|intend) to\b",
    r"\bif we (added|built|made|had|offered|launched|gave)\b",
    r"\bour (new|idea|product|next|upcoming|planned|plan|concept|prototype|solution)\b",
    r"\b(feature|product|app) idea\b",
    r"\bthis (feature|idea|concept|prototype)\b",
    r"\bfit into your workflow\b",
    r"\bwe made it\b",
    r"\bwould you use an?\b",
    r"\ba tool that does this\b",
)
_ASKING: Final = r"(what|why|how|who|where|when|which|did|was|were|do|does)"
_MULTI: Final = pattern(
    rf"\b(and|or) ({_ASKING}) (?!approved)\b.*\b(and|or) ({_ASKING})\b",
    r"^(how|when|what|why|where) [^?]* and (what|how|why|when) (did|do|was|were)\b",
    r"\band why and\b",
)
_MOST_QUESTION_MARKS: Final = 1


def read_question(text: str) -> list[Hint]:
    """Return hints on a prompt: ``hypothetical``, ``general``, ``leading``, ``closed``, ``multi``, ``pitch``."""
    asked = plain(text)
    hints = [
        Hint(label, why, better)
        for label, faulty, why, better in _RULES
        if faulty.search(asked)
    ]
    if _INVITATION.match(asked):
        hints = [hint for hint in hints if hint.label not in _ALLOWED_IN_INVITATIONS]
    if asked.count("?") > _MOST_QUESTION_MARKS and not _has(hints, "multi"):
        hints.append(_SEVERAL)
    return hints


def _has(hints: list[Hint], label: str) -> bool:
    return any(hint.label == label for hint in hints)


_ALLOWED_IN_INVITATIONS: Final = {"closed", "hypothetical"}
_SEVERAL: Final = Hint(
    "multi",
    gettext_noop("That is more than one question at a time."),
    "Ask the first one, and wait.",
)
_RULES: Final = [
    (
        "leading",
        _LEADING,
        gettext_noop("It tells them what to answer."),
        "What was that like for you?",
    ),
    (
        "pitch",
        _PITCH,
        gettext_noop("It is about our idea, not about their life."),
        "How did you do that the last time?",
    ),
    (
        "hypothetical",
        _HYPOTHETICAL,
        gettext_noop("Nobody knows what they would do; they know what they did."),
        _ABOUT_A_STORY,
    ),
    (
        "general",
        _GENERAL,
        gettext_noop("It asks for the usual, and gets an average."),
        _ABOUT_A_STORY,
    ),
    (
        "closed",
        _CLOSED,
        gettext_noop("It can be answered with yes or no."),
        "What happened the last time?",
    ),
    ("multi", _MULTI, _SEVERAL.why, _SEVERAL.ask),
]
