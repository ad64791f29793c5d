"""What was heard and waits to be placed, and the nodes that say something similar."""

import re
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity

from snapshots.models import HeardOpportunity

LEAST_SIMILAR = 0.22
MOST_SIMILAR = 3
# Words that say nothing about what an opportunity is about.
SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "but",
        "by",
        "can",
        "can't",
        "cannot",
        "could",
        "do",
        "don't",
        "for",
        "from",
        "get",
        "have",
        "how",
        "i",
        "i'm",
        "if",
        "in",
        "is",
        "it",
        "it's",
        "me",
        "my",
        "need",
        "not",
        "of",
        "on",
        "or",
        "so",
        "that",
        "the",
        "then",
        "there",
        "they",
        "this",
        "to",
        "until",
        "want",
        "was",
        "we",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "with",
        "would",
        "you",
    ]
)


@dataclass
class Similar:
    """A node that may be the same as what was heard, and why we think so."""

    node: object
    share: int
    words: list


def inbox_of(outcome):
    """What the team heard in published stories and has not placed, oldest story first."""
    return HeardOpportunity.objects.filter(
        workspace=outcome.workspace_id,
        snapshot__team=outcome.team_id,
        snapshot__published_at__isnull=False,
        evidence=None,
    ).exclude(text="")


def for_inbox(heard):
    """With the story that each was heard in."""
    stories = heard.select_related("moment", "snapshot__participant")
    return stories.order_by("snapshot__talked_on", "snapshot", "position", "pk")


def find_similar(outcome, text):
    """The nodes of the tree whose words are most like ``text``, best first; never applied by itself."""
    likeness = TrigramSimilarity("text", text)
    nodes = outcome.opportunities.standing().annotate(likeness=likeness)
    close = nodes.filter(likeness__gte=LEAST_SIMILAR).order_by("-likeness", "pk")
    return [
        Similar(node, round(node.likeness * 100), shared_words(text, node.text))
        for node in close[:MOST_SIMILAR]
    ]


def shared_words(one, other):
    """The telling words that two texts have in common, in the order of the first."""
    theirs = set(_words(other))
    shared = [word for word in _words(one) if word in theirs]
    return list(dict.fromkeys(shared))


def _words(text):
    found = re.findall(r"[\w'’-]+", text.lower().replace("’", "'"))
    return [word for word in found if word not in SMALL_WORDS]
