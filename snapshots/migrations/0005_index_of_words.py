from django.db import migrations


def index(table):
    """A workspace's words, found without reading the rows of all the others."""
    name = f"{table}_words"
    return migrations.RunSQL(
        [
            "SET statement_timeout = 0",
            f'CREATE INDEX CONCURRENTLY IF NOT EXISTS "{name}" ON "{table}"'
            " USING gin (workspace_id, words)",
            "RESET statement_timeout",
        ],
        f'DROP INDEX CONCURRENTLY IF EXISTS "{name}"',
    )


class Migration(migrations.Migration):
    # CONCURRENTLY does not work within a transaction.
    atomic = False

    dependencies = [
        ("snapshots", "0004_words_that_can_be_found"),
    ]

    operations = [
        index("snapshots_snapshot"),
        index("snapshots_moment"),
        index("snapshots_heardopportunity"),
        index("snapshots_insight"),
        # The newest of a workspace; the other tables have this pair already.
        migrations.RunSQL(
            'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "snapshots_insight_ws_pair"'
            ' ON "snapshots_insight" (workspace_id, id)',
            'DROP INDEX CONCURRENTLY IF EXISTS "snapshots_insight_ws_pair"',
        ),
    ]
