"""Words that pages of the wall must have: somewhere on them, in a moment's title, or as a name."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from discovery.searching.finding import as_tsqueries, having

PAGE_WORDS = "snapshots_snapshot.page_words"
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

    What the index finds may be too much (of a phrase it knows only the words), never too little.
    ``ids`` are these pages where they are few.
    """

    read: RawSQL
    found: RawSQL
    ids: list | None = None


def somewhere_on(query):
    """The words of a search, anywhere on the page."""
    meant, loose = as_tsqueries(query)
    return Words(having(PAGE_WORDS, meant), having(PAGE_WORDS, loose))


def called(name, query, workspace):
    """The words of a moment's title or of a person's name."""
    meant, _loose = as_tsqueries(query)
    params = [workspace.pk, meant]
    with connection.cursor() as cursor:
        cursor.execute(f"{FIND[name]} LIMIT {MOST_NAMED + 1}", params)
        ids = [pk for (pk,) in cursor]
    # All looked up at once: IS NOT FALSE keeps the planner from turning it around.
    found = f"(snapshots_snapshot.id IN ({FIND[name]})) IS NOT FALSE"
    return Words(
        _condition(READ[name], [meant]),
        _condition(found, params),
        ids if len(ids) <= MOST_NAMED else None,
    )


def _condition(sql, params):
    # What people typed is a parameter; all else is ours.
    return RawSQL(sql, params, output_field=BooleanField())  # noqa: S611
