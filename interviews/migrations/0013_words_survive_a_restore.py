from importlib import import_module

from django.db import migrations

letters = import_module("interviews.migrations.0010_words_that_can_be_found")

# With a body that is read when it is made, and not whenever it runs: a restore runs it with
# no schema to look names up in.
FUNCTIONS = f"""
    CREATE OR REPLACE FUNCTION earshot_fold(words text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN octet_length(words) = char_length(words) THEN words
        ELSE translate(words, '{letters.ACCENTED}', '{letters.QUOTED}') END;
    CREATE OR REPLACE FUNCTION earshot_words(words text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN to_tsvector('pg_catalog.simple', earshot_fold("left"(words, 100000)))
        || to_tsvector('pg_catalog.english', earshot_fold("left"(words, 100000)));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0012_what_became_of_an_upload"),
    ]

    operations = [migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop)]
