"""What says nearly the same: on the tree and among what waits to be placed, and why we think so.

Suggestions only, nothing is ever joined by itself. The database finds candidates by its indexes of
words and of letters; they are compared here, so that whoever reads a suggestion sees its reasons.
"""

import re
from dataclasses import dataclass, field

from django.db import connection, transaction

from opportunities import meaning
from opportunities.models import Opportunity
from opportunities.words import SMALL_WORDS, telling_words
from snapshots.models import HeardOpportunity

MOST_ALIKE = 4
# On the samples of the tests three of four suggestions are right, and one of sixteen is missed.
LEAST_SHARE = 24
# What each of the two indexes may hand over.
CANDIDATES = 40

# By an OR of the words' stems, most of them first, and by letters in common.
_STATEMENT = """
WITH wanted AS MATERIALIZED (
    SELECT string_agg(quote_literal(lexeme), ' | ')::tsquery AS words
    FROM unnest(to_tsvector('pg_catalog.english', earshot_fold(%(words)s)))
)
(SELECT row.id, row.text, similarity(row.text, %(text)s) FROM {table} AS row {joined}
 WHERE {scope} AND row.words @@ (SELECT words FROM wanted)
 ORDER BY ts_rank(row.words, (SELECT words FROM wanted)) DESC, row.id LIMIT {most})
UNION
(SELECT row.id, row.text, similarity(row.text, %(text)s) FROM {table} AS row {joined}
 WHERE {scope} AND row.text %% %(text)s
 ORDER BY similarity(row.text, %(text)s) DESC, row.id LIMIT {most})
"""
# What is compared by meaning beside the candidates, where there is a model.
_NEWEST = """
SELECT row.id, row.text, similarity(row.text, %(text)s) FROM {table} AS row {joined}
WHERE {scope} ORDER BY row.id DESC LIMIT 300
"""
_ON_TREE = {
    "table": Opportunity._meta.db_table,
    "joined": "",
    "scope": "row.outcome_id = %(outcome)s AND row.id <> %(but)s"
    " AND row.deleted_at IS NULL AND row.parked_at IS NULL",
}
_WAITING = {
    "table": HeardOpportunity._meta.db_table,
    "joined": "JOIN snapshots_snapshot AS story ON story.id = row.snapshot_id",
    "scope": "row.workspace_id = %(workspace)s AND row.id <> %(but)s AND row.text <> ''"
    " AND story.team_id = %(team)s AND story.published_at IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM opportunities_evidence WHERE heard_id = row.id)"
    " AND NOT EXISTS (SELECT 1 FROM opportunities_heardsetaside AS aside"
    " WHERE aside.heard_id = row.id AND aside.outcome_id = %(outcome)s)",
}


@dataclass(frozen=True)
class Alike:
    """Something that may be the same, by how much of 100, and the words that both have."""

    row: object
    share: int
    words: list = field(default_factory=list)
    # Whether a model says so, rather than words and letters.
    by_meaning: bool = False


def alike_nodes(outcome, text, *, but=0):
    """The nodes of the tree that say nearly the same as ``text``, best first; ``but`` is the key of itself."""
    found = _closest(_ON_TREE, outcome, text, but)
    rows = Opportunity.objects.in_bulk([pk for pk, *_rest in found])
    return _told(rows, found, text)


def alike_waiting(outcome, text, *, but=0):
    """What waits to be placed and says nearly the same, each with who told it."""
    found = _closest(_WAITING, outcome, text, but)
    stories = HeardOpportunity.objects.select_related("moment", "snapshot__participant")
    return _told(stories.in_bulk([pk for pk, *_rest in found]), found, text)


def share_of(text, other, letters):
    """How much of 100 two texts have in common: half by letters, half by telling words."""
    ours, theirs = set(telling_words(text)), set(telling_words(other))
    words = 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours | theirs else 0
    return round(50 * letters + 50 * words)


def shared_words(one, other):
    """The telling words of ``one``, as they stand there, whose stems ``other`` has too."""
    theirs = set(telling_words(other))
    own = [
        word for word in _plain_words(one) if theirs.intersection(telling_words(word))
    ]
    return list(dict.fromkeys(own))


def _closest(where, outcome, text, but):
    """Keys with their shares and whether by meaning, best first."""
    params = {"text": text, "words": " ".join(_plain_words(text)), "but": but}
    params |= {"outcome": outcome.pk, "team": outcome.team_id}
    params["workspace"] = outcome.workspace_id
    with transaction.atomic(), connection.cursor() as cursor:
        # Of a long text the planner thinks that reading all rows is cheaper: it is ten times dearer.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(_STATEMENT.format(**where, most=CANDIDATES), params)
        rows = {pk: (other, near) for pk, other, near in cursor}
        if meaning.is_possible():
            cursor.execute(_NEWEST.format(**where), params)
            rows |= {pk: (other, near) for pk, other, near in cursor}
        cursor.execute("SET LOCAL enable_seqscan = on")
    return _best(text, rows)


def _best(text, rows):
    """The closest by words and letters, or by meaning where a model says so."""
    others = [other for other, _near in rows.values()]
    meant = dict(zip(rows, meaning.shares_by_meaning(text, others), strict=False))
    shares = []
    for pk, (other, near) in rows.items():
        said = share_of(text, other, near)
        shares.append((pk, max(said, meant.get(pk, 0)), meant.get(pk, 0) > said))
    close = [found for found in shares if found[1] >= LEAST_SHARE]
    return sorted(close, key=lambda found: (-found[1], found[0]))[:MOST_ALIKE]


def _told(rows, found, text):
    return [
        Alike(rows[pk], share, shared_words(text, rows[pk].text), by_meaning)
        for pk, share, by_meaning in found
        if pk in rows
    ]


def _plain_words(text):
    found = re.findall(r"[\w'-]+", text.lower().replace("’", "'"))
    return [word for word in found if word not in SMALL_WORDS]
