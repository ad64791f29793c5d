from django.db import migrations

# What of each row is searched; none of these columns is ever null.
SEARCHED = {
    "snapshots_snapshot": ("name", "context", "quote", "story_title"),
    "snapshots_moment": ("title", "text"),
    "snapshots_heardopportunity": ("text",),
    "snapshots_insight": ("text",),
}


def words_of(table, columns):
    """Add the column ``words``, which the database keeps in step by itself."""
    text = " || ' ' || ".join(f'"{column}"' for column in columns)
    return migrations.RunSQL(
        "SET LOCAL statement_timeout = 0;"
        f'ALTER TABLE "{table}" ADD COLUMN words tsvector'
        f" GENERATED ALWAYS AS (earshot_words({text})) STORED",
        f'ALTER TABLE "{table}" DROP COLUMN words',
    )


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0010_words_that_can_be_found"),
        ("snapshots", "0003_one_version_for_each_text"),
    ]

    operations = [words_of(table, columns) for table, columns in SEARCHED.items()]
