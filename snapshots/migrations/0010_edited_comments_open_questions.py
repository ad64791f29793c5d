from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("snapshots", "0009_deleted_story_pages"),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="edited_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(
                    ("answered_at", None), ("deleted_at", None), ("is_question", True)
                ),
                fields=["workspace"],
                name="snapshots_questions_open",
            ),
        ),
    ]
