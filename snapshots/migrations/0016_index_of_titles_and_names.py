from django.db import migrations


def index(table, column):
    """The words of one column by themselves, for the filters of the wall."""
    name = f"{table}_{column}_words"
    return migrations.RunSQL(
        [
            # It waits for whoever reads, a backup for one, and holds nobody up meanwhile.
            "SET lock_timeout = 0",
            "SET statement_timeout = 0",
            # One that was interrupted is there, and is never used.
            f'DROP INDEX CONCURRENTLY IF EXISTS "{name}"',
            f'CREATE INDEX CONCURRENTLY "{name}" ON "{table}"'
            f' USING gin (workspace_id, earshot_words("{column}"))',
            "RESET statement_timeout",
            "RESET lock_timeout",
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
