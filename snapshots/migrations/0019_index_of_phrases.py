from django.db import migrations

# Which words stand one after the other, so that an index finds a phrase of common words. A pair
# is only a number, and some have the same one: whoever asks reads the words themselves as well.
#
# It costs a sixth of a millisecond: the planner must not ask it of pages that an index could name.
FUNCTION = """
    CREATE OR REPLACE FUNCTION earshot_pairs(words tsvector) RETURNS int[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000
    RETURN (
        SELECT array_agg(DISTINCT hashtext(pair) & 65535) FROM (
            SELECT lag(lexeme) OVER (ORDER BY position) || ' ' || lexeme AS pair FROM (
                SELECT lexeme, unnest(positions) AS position FROM unnest(words)
            ) AS standing
        ) AS pairs WHERE pair IS NOT NULL
    )
"""


class Migration(migrations.Migration):
    # CONCURRENTLY does not work within a transaction.
    atomic = False

    dependencies = [
        ("snapshots", "0018_booklets_of_nothing"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION earshot_pairs(tsvector)"),
        migrations.RunSQL(
            [
                # It waits for whoever reads, a backup for one, and holds nobody up meanwhile.
                "SET lock_timeout = 0",
                "SET statement_timeout = 0",
                # One that was interrupted is there, and is never used.
                'DROP INDEX CONCURRENTLY IF EXISTS "snapshots_page_pairs"',
                'CREATE INDEX CONCURRENTLY "snapshots_page_pairs" ON snapshots_snapshot'
                " USING gin (workspace_id, earshot_pairs(page_words))",
                "RESET statement_timeout",
                "RESET lock_timeout",
            ],
            'DROP INDEX CONCURRENTLY IF EXISTS "snapshots_page_pairs"',
        ),
    ]
