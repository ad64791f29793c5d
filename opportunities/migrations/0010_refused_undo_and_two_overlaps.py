"""Undo goes on past what others have built on; each of two overlaps is set aside by itself.

The request that began a comparison and the end of a review were written and never read. Their
columns stay for the version that still runs meanwhile and writes them; a later release drops them.
"""

from django.db import migrations, models


def keep_newest_aside(apps, schema_editor):
    """On the way back a rule is set aside once for each node: the newest reason stays."""
    rows = apps.get_model("opportunities", "LintSetAside").objects.order_by(
        "-at", "-pk"
    )
    seen = set()
    for row in rows.only("outcome", "rule", "opportunity"):
        key = (row.outcome_id, row.rule, row.opportunity_id)
        if key in seen:
            row.delete()
        seen.add(key)


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0009_talk_sharing_and_news")]

    operations = [
        migrations.AddField(
            model_name="treechange",
            name="refused_undo",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.RemoveConstraint(
            model_name="lintsetaside",
            name="opportunities_lint_aside_once",
        ),
        migrations.AddConstraint(
            model_name="lintsetaside",
            constraint=models.UniqueConstraint(
                fields=("outcome", "rule", "opportunity", "about"),
                name="opportunities_lint_aside_once",
                nulls_distinct=False,
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, keep_newest_aside),
        migrations.RemoveConstraint(
            model_name="comparison",
            name="opportunities_comparison_once",
        ),
        migrations.RemoveConstraint(
            model_name="treereview",
            name="opportunities_one_open_review",
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField("comparison", "client_id"),
                migrations.RemoveField("treereview", "finished_at"),
            ],
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE opportunities_comparison"
                    " ALTER COLUMN client_id DROP NOT NULL",
                    "UPDATE opportunities_comparison SET client_id = gen_random_uuid()"
                    " WHERE client_id IS NULL;"
                    " ALTER TABLE opportunities_comparison"
                    " ALTER COLUMN client_id SET NOT NULL",
                ),
                migrations.RunSQL(
                    migrations.RunSQL.noop,
                    "UPDATE opportunities_treereview SET finished_at = started_at"
                    " WHERE finished_at IS NULL",
                ),
            ],
        ),
    ]
