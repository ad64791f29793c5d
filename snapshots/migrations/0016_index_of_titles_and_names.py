from django.db import migrations


def index(table, column):
    """The words of one column by themselves, for the filters of the wall."""
    name = f"{table}_{column}_words"
    return migrations.RunSQL(
        [
            "SET statement_timeout = 0",
            f'CREATE INDEX CONCURRENTLY IF NOT EXISTS "{name}" ON "{table}"'
            f' USING gin (workspace_id, earshot_words("{column}"))',
            "RESET statement_timeout",
        ],
        f'DROP INDEX CONCURRENTLY IF EXISTS "{name}"',
    )


class Migration(migrations.Migration):
    # CONCURRENTLY does not work within a transaction.
    atomic = False

    dependencies = [
        ("snapshots", "0015_steps_taken_back"),
    ]

    operations = [
        index("snapshots_moment", "title"),
        index("snapshots_snapshot", "name"),
    ]
