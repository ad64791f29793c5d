from django.db import migrations

# Whoever writes on one of these pages waits until they are done.
AT_A_TIME = 200
PUT_TOGETHER = """
    UPDATE snapshots_snapshot SET page_words = NULL WHERE id IN (
        SELECT id FROM snapshots_snapshot WHERE id > %s AND page_words IS NULL
        ORDER BY id LIMIT %s FOR NO KEY UPDATE
    ) RETURNING id
"""


def put_words_together(apps, schema_editor):
    """Of the pages that were there before, a few in each transaction; a second run goes on."""
    ids = [0]
    with schema_editor.connection.cursor() as cursor:
        while ids:
            cursor.execute(PUT_TOGETHER, [max(ids), AT_A_TIME])
            ids = [pk for (pk,) in cursor]


class Migration(migrations.Migration):
    # CONCURRENTLY does not work within a transaction, and each few pages have one of their own.
    atomic = False

    dependencies = [
        ("snapshots", "0011_words_of_the_whole_page"),
    ]

    operations = [
        migrations.RunPython(put_words_together, migrations.RunPython.noop),
        migrations.RunSQL(
            [
                # It waits for whoever reads, a backup for one, and holds nobody up meanwhile.
                "SET lock_timeout = 0",
                "SET statement_timeout = 0",
                # One that was interrupted is there, and is never used.
                'DROP INDEX CONCURRENTLY IF EXISTS "snapshots_page_words"',
                'CREATE INDEX CONCURRENTLY "snapshots_page_words"'
                " ON snapshots_snapshot USING gin (workspace_id, page_words)",
                "RESET statement_timeout",
                "RESET lock_timeout",
            ],
            'DROP INDEX CONCURRENTLY IF EXISTS "snapshots_page_words"',
        ),
    ]
