from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("snapshots", "0012_index_of_page_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="storypassage",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
