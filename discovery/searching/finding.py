"""Finds words in big tables: the newest rows first, without ever ranking or counting them all.

A common word stands in the newest few thousand rows more often than a page can show, so those
are read in order, and that is the end of it. Only a word that is rarer than that goes to the
index, and then it has few rows. The words are compared by a subquery, for whose words the
planner keeps no statistics: so it always takes the same way, and no word can mislead it.
"""

from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from discovery.searching.words import like_words, mark

# What is read in order before the index is asked.
NEWEST = 10_000
# What the index may hand over to be put into order; more is left alone.
MOST_CANDIDATES = 5_000
LAST_ID = 2**63 - 1

_STATEMENT = """
WITH wanted AS MATERIALIZED (SELECT {words} AS words, {loose} AS loose),
newest AS MATERIALIZED (
    SELECT found.id FROM (
        SELECT * FROM {table} AS found
        WHERE found.workspace_id = %(workspace)s AND found.id < %(before)s AND {newest}
        ORDER BY found.id DESC LIMIT {walk}
    ) AS found
    WHERE found.words @@ (SELECT words FROM wanted) AND {scope}
    ORDER BY found.id DESC LIMIT %(most)s
),
candidates AS MATERIALIZED (
    SELECT found.id, found.words FROM {table} AS found
    WHERE (SELECT count(*) FROM newest) < %(most)s
        AND found.workspace_id = %(workspace)s AND found.id < %(before)s
        AND found.words @@ (SELECT loose FROM wanted) AND {scope}
    LIMIT {candidates}
)
SELECT id FROM newest
UNION SELECT id FROM candidates WHERE words @@ (SELECT words FROM wanted)
ORDER BY id DESC LIMIT %(most)s
"""
# Each stem is made once: OFFSET keeps it from being made anew for every comparison.
_MARKED = """
WITH wanted AS MATERIALIZED (
    SELECT word, ts_lexize('english_stem', word) AS stem FROM unnest(%(words)s::text[]) AS word
)
SELECT stands.word FROM (
    SELECT word, ts_lexize('english_stem', word) AS stem FROM unnest(%(texts)s::text[]) AS word
    OFFSET 0
) AS stands
WHERE EXISTS (
    SELECT FROM wanted WHERE wanted.word = stands.word
    OR (wanted.stem = stands.stem AND wanted.stem <> '{}')
)
"""


@dataclass(frozen=True)
class Scope:
    """A condition on ``found``, the row of a table, with its parameters by name.

    It may ask ``wanted`` for the ``words`` that are looked for.
    ``newest`` narrows what is read in order, where that leads to the newest rows more quickly.
    """

    sql: str = "TRUE"
    params: tuple = ()
    newest: str = "TRUE"


def find_ids(table, query, workspace, *, scope, before=None, most):
    """The ids of the newest ``most`` rows that have all the words of ``query``."""
    words, loose, params = _words(query)
    # The names of the tables and conditions are ours; all that people typed is a parameter.
    statement = _STATEMENT.format(
        words=words,
        loose=loose,
        table=table,
        scope=scope.sql,
        newest=scope.newest,
        walk=NEWEST,
        candidates=MOST_CANDIDATES,
    )
    params |= dict(scope.params)
    params |= {"workspace": workspace.pk, "before": before or LAST_ID, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [pk for (pk,) in cursor]


def as_tsqueries(query):
    """The query as PostgreSQL writes it: as it is meant, and loosely as an index can answer it."""
    words, loose, params = _words(query)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({words})::text, ({loose})::text", params)
        return cursor.fetchone()


def having(column, tsquery):
    """The condition that a ``tsvector`` has the words of ``as_tsqueries``, for a queryset.

    By a subquery, so that the planner takes the same way for every word.
    """
    # The column is named by us.
    return RawSQL(  # noqa: S611
        f"{column} @@ (SELECT %s::tsquery)", [tsquery], output_field=BooleanField()
    )


def words_standing(texts, query):
    """The words of ``texts``, without accents, that ``query`` means: "shift" for "shifts"."""
    wanted = query.single_words
    standing = like_words(texts, wanted)
    if not standing:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_MARKED, {"texts": list(standing), "words": wanted})
        return frozenset(word for (word,) in cursor)


class Marks:
    """Where the words of a query stand in texts, asked for once for all texts of a page."""

    def __init__(self, texts, query):
        self.beginning = query.beginning
        self.found = words_standing(texts, query)

    def pieces(self, text):
        return mark(text, self.found, self.beginning)

    def stand_in(self, text):
        return any(is_match for _, is_match in self.pieces(text))


def _words(query):
    """The query as PostgreSQL's own: each word by its stem or as it stands; and loosely, with
    the words of a phrase anywhere, which the index can answer without reading the rows."""
    parts, params = [], {}
    for number, word in enumerate(query.words):
        name = f"word_{number}"
        parts.append(_either(f"plainto_tsquery('simple', %({name})s)", name))
        params[name] = word
    if query.beginning:
        parts.append(_either("to_tsquery('simple', %(beginning)s)", "last"))
        quoted = query.beginning.replace("\\", "\\\\").replace("'", "''")
        params |= {"beginning": f"'{quoted}':*", "last": query.beginning}
    strict, loose = list(parts), list(parts)
    for number, phrase in enumerate(query.phrases):
        strict.append(f"phraseto_tsquery('simple', %(phrase_{number})s)")
        loose.append(f"plainto_tsquery('simple', %(phrase_{number})s)")
        params[f"phrase_{number}"] = phrase
    return " && ".join(strict), " && ".join(loose), params


def _either(as_it_stands, name):
    return f"({as_it_stands} || plainto_tsquery('english', %({name})s))"
