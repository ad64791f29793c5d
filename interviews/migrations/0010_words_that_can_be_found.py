from django.contrib.postgres.operations import BtreeGinExtension
from django.db import migrations

# Frozen here; discovery/searching/words.py folds the words of a search by the same letters.
ACCENTED = (
    "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿĀāĂăĄąĆ"
    "ćĈĉĊċČčĎďĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĨĩĪīĬĭĮįİĴĵĶķĹĺĻļĽľŃńŅņŇňŌōŎŏŐő"
    "ŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽžøØłŁđĐ’"
)
PLAIN = (
    "AAAAAACEEEEIIIINOOOOOUUUUYaaaaaaceeeeiiiinooooouuuuyyAaAaAaC"
    "cCcCcCcDdEeEeEeEeEeGgGgGgGgHhIiIiIiIiIJjKkLlLlLlNnNnNnOoOoOo"
    "RrRrRrSsSsSsSsTtTtUuUuUuUuUuUuWwYyYZzZzZzoOlLdD'"
)
QUOTED = PLAIN.replace("'", "''")

# By their stem, so that "shifts" finds "shift", and as they stand, so that a beginning is
# enough and other languages are found too. A tsvector holds less than a megabyte.
FUNCTIONS = f"""
    CREATE FUNCTION earshot_fold(words text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT CASE WHEN octet_length(words) = char_length(words) THEN words
            ELSE translate(words, '{ACCENTED}', '{QUOTED}') END
    $$;
    CREATE FUNCTION earshot_words(words text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT to_tsvector('pg_catalog.simple', earshot_fold(left(words, 100000)))
            || to_tsvector('pg_catalog.english', earshot_fold(left(words, 100000)))
    $$;
"""


def words_of(table):
    """Add the column ``words``, which the database keeps in step with ``text`` by itself.

    It is no field of the model: whoever reads a note has no use for it.
    """
    return migrations.RunSQL(
        "SET LOCAL statement_timeout = 0;"
        f'ALTER TABLE "{table}" ADD COLUMN words tsvector'
        " GENERATED ALWAYS AS (earshot_words(text)) STORED",
        f'ALTER TABLE "{table}" DROP COLUMN words',
    )


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0009_skill_that_nobody_can_tell"),
    ]

    operations = [
        BtreeGinExtension(),
        migrations.RunSQL(
            FUNCTIONS,
            "DROP FUNCTION earshot_words(text); DROP FUNCTION earshot_fold(text)",
        ),
        words_of("interviews_note"),
        words_of("interviews_utterance"),
    ]
