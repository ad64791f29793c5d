"""What is alike is found by its words, and what was heard can be set aside with a reason."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from discovery.workspaces.tenancy import same_workspace


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0013_words_survive_a_restore"),
        ("opportunities", "0006_locked_criterion"),
        ("snapshots", "0016_index_of_titles_and_names"),
        ("workspaces", "0003_rate_limits"),
    ]

    operations = [
        # The database keeps it in step with the text; it is no field of the model.
        migrations.RunSQL(
            "SET LOCAL statement_timeout = 0;"
            'ALTER TABLE "opportunities_opportunity" ADD COLUMN words tsvector'
            " GENERATED ALWAYS AS (earshot_words(text)) STORED",
            'ALTER TABLE "opportunities_opportunity" DROP COLUMN words',
        ),
        migrations.AddField(
            "outcome",
            "least_people",
            models.PositiveSmallIntegerField(
                "people who told of it", default=1, db_default=1
            ),
        ),
        migrations.AddField(
            "outcome",
            "quiet_weeks",
            models.PositiveSmallIntegerField(
                "weeks without a story", default=12, db_default=12
            ),
        ),
        migrations.CreateModel(
            name="HeardSetAside",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="why")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.membership",
                    ),
                ),
                (
                    "heard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="set_aside",
                        to="snapshots.heardopportunity",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="heard_set_aside",
                        to="opportunities.outcome",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "heard set aside",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("outcome"),
                        models.F("heard"),
                        name="opportunities_heard_aside_once",
                    )
                ],
            },
        ),
        *same_workspace(
            "opportunities_heardsetaside",
            outcome="opportunities_outcome",
            heard="snapshots_heardopportunity",
            by="workspaces_membership",
        ),
    ]
