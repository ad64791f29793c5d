from django.db import migrations


class Migration(migrations.Migration):
    # CONCURRENTLY does not work within a transaction.
    atomic = False

    dependencies = [
        ("snapshots", "0011_words_of_the_whole_page"),
    ]

    operations = [
        # Pages that were there before.
        migrations.RunSQL(
            [
                "SET statement_timeout = 0",
                "UPDATE snapshots_snapshot SET page_words = NULL WHERE page_words IS NULL",
            ],
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            [
                'CREATE INDEX CONCURRENTLY IF NOT EXISTS "snapshots_page_words"'
                " ON snapshots_snapshot USING gin (workspace_id, page_words)",
                "RESET statement_timeout",
            ],
            'DROP INDEX CONCURRENTLY IF EXISTS "snapshots_page_words"',
        ),
    ]
