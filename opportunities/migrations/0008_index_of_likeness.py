from django.db import migrations


def index(name, table, columns):
    """Rows that are like a text, by their words or by their letters, within one tree or company."""
    return migrations.RunSQL(
        [
            # It waits for whoever reads, a backup for one, and holds nobody up meanwhile.
            "SET lock_timeout = 0",
            "SET statement_timeout = 0",
            # One that was interrupted is there, and is never used.
            f'DROP INDEX CONCURRENTLY IF EXISTS "{name}"',
            f'CREATE INDEX CONCURRENTLY "{name}" ON "{table}" USING gin ({columns})',
            "RESET statement_timeout",
            "RESET lock_timeout",
        ],
        f'DROP INDEX CONCURRENTLY IF EXISTS "{name}"',
    )


class Migration(migrations.Migration):
    # CONCURRENTLY does not work within a transaction.
    atomic = False

    dependencies = [
        ("opportunities", "0007_words_and_set_aside"),
    ]

    operations = [
        index("opportunities_words", "opportunities_opportunity", "outcome_id, words"),
        index(
            "opportunities_letters",
            "opportunities_opportunity",
            "outcome_id, text gin_trgm_ops",
        ),
        # The words of what was heard have their index since snapshots 0005.
        index(
            "opportunities_heard_letters",
            "snapshots_heardopportunity",
            "workspace_id, text gin_trgm_ops",
        ),
    ]
