from django.db import migrations


def words_of_moment(*columns):
    text = " || ' ' || ".join(f'"{column}"' for column in columns)
    return (
        "SET LOCAL statement_timeout = 0;"
        'ALTER TABLE "snapshots_moment" DROP COLUMN words;'
        'ALTER TABLE "snapshots_moment" ADD COLUMN words tsvector'
        f" GENERATED ALWAYS AS (earshot_words({text})) STORED;"
        'CREATE INDEX "snapshots_moment_words" ON "snapshots_moment"'
        " USING gin (workspace_id, words)"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("snapshots", "0007_same_workspace_again"),
    ]

    operations = [
        migrations.RunSQL(
            words_of_moment("title", "text", "tried", "hurt"),
            words_of_moment("title", "text"),
        ),
    ]
