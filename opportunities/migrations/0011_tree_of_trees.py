"""An outcome says which other one it serves; a tree that is put away says what came of it."""

import django.db.models.deletion
from django.db import migrations, models

from discovery.workspaces.tenancy import same_workspace


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0010_refused_undo_and_two_overlaps")]

    operations = [
        migrations.AddField(
            model_name="outcome",
            name="serves",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="served_by",
                to="opportunities.outcome",
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="came_of_it",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=300,
                verbose_name="what came of it",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(serves=None) | ~models.Q(serves=models.F("id")),
                name="opportunities_serves_another",
            ),
        ),
        *same_workspace("opportunities_outcome", serves="opportunities_outcome"),
    ]
