from django.db import migrations


def index(table, options=""):
    """A workspace's words, found without reading the rows of all the others."""
    name = f"{table}_words"
    return migrations.RunSQL(
        [
            "SET statement_timeout = 0",
            f'CREATE INDEX CONCURRENTLY IF NOT EXISTS "{name}" ON "{table}"'
            f" USING gin (workspace_id, words) {options}",
            "RESET statement_timeout",
        ],
        f'DROP INDEX CONCURRENTLY IF EXISTS "{name}"',
    )


class Migration(migrations.Migration):
    # CONCURRENTLY does not work within a transaction.
    atomic = False

    dependencies = [
        ("interviews", "0010_words_that_can_be_found"),
    ]

    operations = [
        # Notes come one by one and must be saved at once: none of them pays for a whole list.
        index("interviews_note", "WITH (fastupdate = off)"),
        index("interviews_utterance"),
    ]
