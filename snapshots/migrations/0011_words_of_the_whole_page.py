from django.db import migrations

# What the wall searches: every word that stands somewhere on the page, in one column of the
# page's own row, so that words of several parts are found together. The database keeps it in
# step by itself, whoever writes: the editor, an erasure, a redaction, a COPY.
#
# Whatever is written into ``page_words`` is replaced by what it must hold: so a part that
# changes only has to touch the column. By then the page's row is locked, and the trigger's
# own questions see what others committed meanwhile: no word of two edits at once is lost.
# A quote that its person has taken back is found no more.
#
# The search path is kept with the functions, because a restore runs them with none.
FUNCTIONS = """
    CREATE FUNCTION snapshots_fill_page_words() RETURNS trigger
    LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    DECLARE
        may_quote boolean := coalesce((
            SELECT is_granted FROM recruiting_consent
            WHERE participant_id = NEW.participant_id AND purpose = 'quote'
            ORDER BY at DESC, id DESC LIMIT 1
        ), true);
        around text := (
            SELECT string_agg(part.text, ' ') FROM (
                SELECT label || ' ' || text AS text FROM snapshots_quickfact
                WHERE snapshot_id = NEW.id
                UNION ALL
                SELECT title || ' ' || text || ' ' || tried || ' ' || hurt FROM snapshots_moment
                WHERE snapshot_id = NEW.id
                UNION ALL
                SELECT text FROM snapshots_heardopportunity WHERE snapshot_id = NEW.id
                UNION ALL
                SELECT text FROM snapshots_insight WHERE snapshot_id = NEW.id
            ) AS part
        );
    BEGIN
        NEW.page_words := earshot_words(concat_ws(' ',
            NEW.name, NEW.context, CASE WHEN may_quote THEN NEW.quote END, NEW.story_title, around));
        RETURN NEW;
    END $$;

    CREATE FUNCTION snapshots_touch_page_words() RETURNS trigger
    LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    BEGIN
        UPDATE snapshots_snapshot SET page_words = NULL
        WHERE id IN (SELECT snapshot_id FROM changed);
        RETURN NULL;
    END $$;

    CREATE FUNCTION snapshots_touch_page_words_of_people() RETURNS trigger
    LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    BEGIN
        UPDATE snapshots_snapshot SET page_words = NULL
        WHERE participant_id IN (SELECT participant_id FROM changed WHERE purpose = 'quote');
        RETURN NULL;
    END $$;

    CREATE TRIGGER snapshots_page_words
    BEFORE INSERT OR UPDATE OF name, context, quote, story_title, participant_id, page_words
    ON snapshots_snapshot FOR EACH ROW EXECUTE FUNCTION snapshots_fill_page_words();
"""
NO_FUNCTIONS = """
    DROP TRIGGER snapshots_page_words ON snapshots_snapshot;
    DROP FUNCTION snapshots_fill_page_words();
    DROP FUNCTION snapshots_touch_page_words();
    DROP FUNCTION snapshots_touch_page_words_of_people();
"""
TOUCHED_BY = {
    "snapshots_quickfact": "snapshots_touch_page_words",
    "snapshots_moment": "snapshots_touch_page_words",
    "snapshots_heardopportunity": "snapshots_touch_page_words",
    "snapshots_insight": "snapshots_touch_page_words",
    "recruiting_consent": "snapshots_touch_page_words_of_people",
}


def touch(table, function):
    """After a statement that changed rows of ``table``, once for all of them."""
    rows = {"insert": "NEW", "update": "NEW", "delete": "OLD"}
    return migrations.RunSQL(
        [
            f"CREATE TRIGGER {function}_on_{event} AFTER {event.upper()} ON {table}"
            f" REFERENCING {side} TABLE AS changed"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
            for event, side in rows.items()
        ],
        [f"DROP TRIGGER {function}_on_{event} ON {table}" for event in rows],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0013_words_survive_a_restore"),
        ("recruiting", "0004_fewer_indexes"),
        ("snapshots", "0010_edited_comments_open_questions"),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE snapshots_snapshot ADD COLUMN page_words tsvector",
            "ALTER TABLE snapshots_snapshot DROP COLUMN page_words",
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *(touch(table, function) for table, function in TOUCHED_BY.items()),
    ]
