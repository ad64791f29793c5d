"""What each lint of a tree teaches: the rule of the practice, an example, and what mends it.

The sentences are marked for the translators; whoever shows them looks the translation up.
"""

from dataclasses import dataclass
from typing import Final

from discovery.coach.hints import gettext_noop


@dataclass(frozen=True, slots=True)
class LintRule:
    """One rule: what it says, ``why``, an example of each, and the words on its remedy's button."""

    title: str
    why: str
    instead_of: str
    better: str
    remedy: str
    # The number of the rule in the practice, such as "R51".
    practice: str
    icon: str = "lightbulb"


RULES: Final = {
    "disguise": LintRule(
        gettext_noop("A solution in disguise"),
        gettext_noop(
            "An opportunity can be met in more than one way. Ask what it would let them do."
        ),
        gettext_noop("I want a dashboard of open shifts"),
        gettext_noop("I can’t tell which shifts nobody has taken yet"),
        gettext_noop("Make it a solution"),
        "R51",
        "wrench",
    ),
    "our_view": LintRule(
        gettext_noop("Our view, not the customer’s"),
        gettext_noop(
            "Say it as a customer would. What we want to reach belongs into the outcome."
        ),
        gettext_noop("Increase weekly retention"),
        gettext_noop("I forget to look at it once the week has begun"),
        gettext_noop("Say it in their words"),
        "R50",
        "users",
    ),
    "vague": LintRule(
        gettext_noop("Too vague to act on"),
        gettext_noop(
            "A feeling or a topic shows no way on. Write what happened, and what was hard in it."
        ),
        gettext_noop("Planning is frustrating"),
        gettext_noop("I have to ask everybody twice before a week is full"),
        gettext_noop("Say what happened"),
        "R53",
        "search",
    ),
    "single_child": LintRule(
        gettext_noop("One child only"),
        gettext_noop(
            "Either its siblings are missing, or parent and child say the same thing."
        ),
        gettext_noop("Filling a shift → filling a night shift"),
        gettext_noop("Filling a shift → a night shift, a weekend, an hour’s notice"),
        gettext_noop("Merge the two"),
        "R58",
        "git-merge",
    ),
    "overlap": LintRule(
        gettext_noop("Two siblings overlap"),
        gettext_noop("Siblings are alike, but each is a part of its own."),
        gettext_noop("I can’t find a stand-in · I can’t find somebody to stand in"),
        gettext_noop("I can’t find a stand-in · Nobody answers in the evening"),
        gettext_noop("Merge the two"),
        "R56",
        "git-merge",
    ),
    "too_many": LintRule(
        gettext_noop("More than seven in a row"),
        gettext_noop(
            "Group them by the moment of the story in which they come up, three to seven."
        ),
        gettext_noop("Twelve needs straight under the outcome"),
        gettext_noop("Planning the week, somebody is ill, paying the hours"),
        gettext_noop("Group them"),
        "R59",
        "layers",
    ),
    "no_story": LintRule(
        gettext_noop("No story behind it"),
        gettext_noop("What nobody has told you in a story is a guess, however likely."),
        gettext_noop("“Everybody knows that”"),
        gettext_noop("“Last Tuesday I rang five people before one came”"),
        gettext_noop("Park it until somebody tells it"),
        "R53",
        "message-circle-question-mark",
    ),
    "two_targets": LintRule(
        gettext_noop("More than one in hand"),
        gettext_noop(
            "One target at a time: what is learned about it decides what comes next."
        ),
        gettext_noop("Three opportunities marked “now”"),
        gettext_noop("One now, the others next"),
        gettext_noop("Keep the target, the others next"),
        "R70",
        "crosshair",
    ),
    "across": LintRule(
        gettext_noop("Solutions of different opportunities compared"),
        gettext_noop(
            "Only solutions of the same opportunity can be compared: they promise the same."
        ),
        gettext_noop("A reminder for one need against a list for another"),
        gettext_noop("Three ways to find a stand-in, tested side by side"),
        gettext_noop("Back to ideas outside the target"),
        "R71",
        "scale",
    ),
    "not_leaf": LintRule(
        gettext_noop("Solutions above the leaves"),
        gettext_noop(
            "It has been split further, so its solutions belong under the part they are for."
        ),
        gettext_noop("A solution beside three smaller opportunities"),
        gettext_noop("The solution under the one it is for"),
        gettext_noop("Move them down"),
        "R60",
        "git-branch",
    ),
    "stale": LintRule(
        gettext_noop("Nobody has touched it for two weeks"),
        gettext_noop(
            "A tree that grows with every third or fourth talk says what you know today."
        ),
        gettext_noop("Last changed in spring"),
        gettext_noop("Fifteen minutes after every third talk"),
        gettext_noop("Start this week’s review"),
        "R64",
        "history",
    ),
}
