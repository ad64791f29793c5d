from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("snapshots", "0009_deleted_story_pages"),
    ]

    operations = [
        migrations.AddField(
            model_name="storypassage",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
