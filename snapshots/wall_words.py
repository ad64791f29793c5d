"""Words that pages of the wall must have: somewhere on them, in a moment's title, or as a name."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from discovery.searching.finding import as_tsqueries, having

PAGE_WORDS = "snapshots_snapshot.page_words"
# The index of migration 0019 knows which words stand together, most of the time: then the words
# themselves are read, in a form that tempts the planner to no other index.
HAVING_PAIRS = (
    "earshot_pairs(snapshots_snapshot.page_words) @> (SELECT %s::int[])"
    " AND (snapshots_snapshot.page_words @@ (SELECT %s::tsquery)) IS NOT FALSE"
)
# Up to so many pages are named one by one.
MOST_NAMED = 5_000
# By expressions that migration 0016 has put an index on.
FIND = {
    "moment": "SELECT snapshot_id FROM snapshots_moment"
    " WHERE workspace_id = %s AND earshot_words(title) @@ (SELECT %s::tsquery)",
    "name": "SELECT id FROM snapshots_snapshot"
    " WHERE workspace_id = %s AND earshot_words(name) @@ (SELECT %s::tsquery)",
}
# OFFSET keeps the planner from answering for all pages at once.
READ = {
    "moment": "EXISTS (SELECT FROM snapshots_moment AS moment"
    " WHERE moment.snapshot_id = snapshots_snapshot.id"
    " AND earshot_words(moment.title) @@ (SELECT %s::tsquery) OFFSET 0)",
    "name": "earshot_words(snapshots_snapshot.name) @@ (SELECT %s::tsquery)",
}


@dataclass(frozen=True)
class Words:
    """A condition on pages in two forms: one page is read for it, an index finds all that meet it.

    For counting no further than some number, the planner may know the words: of common ones it
    reads just enough pages. ``ids`` are these pages where they are few.
    """

    read: RawSQL
    found: RawSQL
    counted: RawSQL
    ids: list | None = None


def somewhere_on(query):
    """The words of a search, anywhere on the page."""
    meant, _loose = as_tsqueries(query)
    read = having(PAGE_WORDS, meant)
    if pairs := _pairs_in(query.phrases):
        found = _condition(HAVING_PAIRS, [pairs, meant])
        return Words(read, found, found)
    return Words(read, read, _condition(f"{PAGE_WORDS} @@ %s::tsquery", [meant]))


def among(ids):
    """The condition that a page is one of these: as one parameter, however many they are."""
    return _condition("snapshots_snapshot.id = ANY(%s::bigint[])", [ids])


def _pairs_in(phrases):
    """The words that stand one after the other, as migration 0019 numbers them; or None."""
    if not phrases:
        return None
    pairs = " || ".join(["earshot_pairs(to_tsvector('simple', %s))"] * len(phrases))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {pairs}", phrases)
        return cursor.fetchone()[0]


def called(name, query, workspace):
    """The words of a moment's title or of a person's name."""
    meant, _loose = as_tsqueries(query)
    params = [workspace.pk, meant]
    with connection.cursor() as cursor:
        cursor.execute(f"{FIND[name]} LIMIT {MOST_NAMED + 1}", params)
        ids = [pk for (pk,) in cursor]
    # All looked up at once: IS NOT FALSE keeps the planner from turning it around.
    sql = f"(snapshots_snapshot.id IN ({FIND[name]})) IS NOT FALSE"
    found = _condition(sql, params)
    return Words(
        _condition(READ[name], [meant]),
        found,
        found,
        ids if len(ids) <= MOST_NAMED else None,
    )


def _condition(sql, params):
    # What people typed is a parameter; all else is ours.
    return RawSQL(sql, params, output_field=BooleanField())  # noqa: S611
