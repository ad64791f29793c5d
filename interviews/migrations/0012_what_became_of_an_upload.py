import django.db.models.deletion
from django.db import migrations, models

from discovery.workspaces.tenancy import same_workspace


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0011_index_of_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="recordingupload",
            name="recording",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="uploads",
                to="interviews.recording",
            ),
        ),
        *same_workspace("interviews_recordingupload", recording="interviews_recording"),
    ]
