import django.db.models.deletion
from django.db import migrations, models

from discovery.workspaces.tenancy import same_workspace


class Migration(migrations.Migration):
    dependencies = [
        ("snapshots", "0014_outside_and_full_disks"),
    ]

    operations = [
        migrations.AddField(
            model_name="pagechange",
            name="takes_back",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="taken_back_by",
                to="snapshots.pagechange",
            ),
        ),
        *same_workspace("snapshots_pagechange", takes_back="snapshots_pagechange"),
    ]
