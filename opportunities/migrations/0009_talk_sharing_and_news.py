"""Comments answer one another and are settled, links say what they show, people hear what became of it."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from discovery.workspaces.tenancy import same_workspace


class Migration(migrations.Migration):
    dependencies = [
        ("opportunities", "0008_index_of_likeness"),
        ("recruiting", "0005_invited_to_a_test"),
        ("workspaces", "0004_paper"),
    ]

    operations = [
        migrations.AddField(
            model_name="nodecomment",
            name="edited_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="nodecomment",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="opportunities.nodecomment",
            ),
        ),
        migrations.AddField(
            model_name="nodecomment",
            name="resolved_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="nodecomment",
            name="resolved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workspaces.membership",
            ),
        ),
        migrations.AddField(
            model_name="nodecomment",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="solution",
            name="horizon",
            field=models.CharField(
                blank=True,
                choices=[("now", "Now"), ("next", "Next"), ("later", "Later")],
                db_default="",
                default="",
                max_length=5,
                verbose_name="when",
            ),
        ),
        migrations.AddField(
            model_name="treelink",
            name="shows_quotes",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="show what people said"
            ),
        ),
        migrations.AddField(
            model_name="treelink",
            name="shows_solutions",
            field=models.BooleanField(
                db_default=True, default=True, verbose_name="show what might be built"
            ),
        ),
        migrations.CreateModel(
            name="DecisionTold",
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
                ("told_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="told",
                        to="opportunities.decision",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="recruiting.participant",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.membership",
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
                "verbose_name_plural": "decisions told",
                "ordering": ["told_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("decision"),
                        models.F("participant"),
                        name="opportunities_decision_told_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TreeOpening",
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
                ("day", models.DateField()),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="openings",
                        to="opportunities.treelink",
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
                "constraints": [
                    models.UniqueConstraint(
                        models.F("link"),
                        models.F("day"),
                        name="opportunities_opened_on_day",
                    )
                ],
            },
        ),
        *same_workspace(
            "opportunities_nodecomment",
            parent="opportunities_nodecomment",
            resolved_by="workspaces_membership",
        ),
        *same_workspace("opportunities_treeopening", link="opportunities_treelink"),
        *same_workspace(
            "opportunities_decisiontold",
            decision="opportunities_decision",
            participant="recruiting_participant",
            told_by="workspaces_membership",
        ),
    ]
