import django.db.models.deletion
from django.db import migrations, models

from discovery.workspaces.tenancy import same_workspace


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0005_same_workspace_again"),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
            name="interview",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="own_prompts",
                to="interviews.interview",
            ),
        ),
        *same_workspace("interviews_question", interview="interviews_interview"),
    ]
