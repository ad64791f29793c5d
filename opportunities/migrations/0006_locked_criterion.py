"""What a test is to show cannot change once it has begun, whoever asks the database (R75, F213)."""

from django.db import migrations, models

# Who erases a name or redacts words says so for their transaction: the words may then be
# blotted, the numbers still stand.
LOCK = """
CREATE FUNCTION opportunities_keep_criterion() RETURNS trigger AS $$
BEGIN
    IF OLD.started_at IS NULL THEN
        RETURN NEW;
    END IF;
    IF (NEW.started_at, NEW.needed, NEW.sample, NEW.assumption_id, NEW.deleted_at)
        IS DISTINCT FROM
        (OLD.started_at, OLD.needed, OLD.sample, OLD.assumption_id, OLD.deleted_at)
    OR (NEW.behaviour, NEW.method) IS DISTINCT FROM (OLD.behaviour, OLD.method)
        AND coalesce(current_setting('earshot.blotting', true), '') <> 'on'
    OR OLD.finished_at IS NOT NULL
        AND (NEW.finished_at, NEW.counted, NEW.verdict)
            IS DISTINCT FROM (OLD.finished_at, OLD.counted, OLD.verdict)
    THEN
        RAISE EXCEPTION 'what this test is to show is fixed since it began'
            USING ERRCODE = 'check_violation',
                  CONSTRAINT = 'opportunities_criterion_locked';
    END IF;
    RETURN NEW;
END
$$ LANGUAGE plpgsql;
CREATE TRIGGER opportunities_criterion_locked
    BEFORE UPDATE ON opportunities_assumptiontest
    FOR EACH ROW EXECUTE FUNCTION opportunities_keep_criterion();
"""
UNLOCK = """
DROP TRIGGER opportunities_criterion_locked ON opportunities_assumptiontest;
DROP FUNCTION opportunities_keep_criterion();
"""


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0005_shaping_and_solving")]

    operations = [
        migrations.AddField(
            "assumption",
            "failure",
            models.CharField(
                "it failed because",
                blank=True,
                default="",
                db_default="",
                max_length=240,
            ),
        ),
        migrations.AddField(
            "idearound",
            "reason",
            models.CharField(
                "why now", blank=True, default="", db_default="", max_length=300
            ),
        ),
        migrations.RunSQL(LOCK, UNLOCK),
    ]
