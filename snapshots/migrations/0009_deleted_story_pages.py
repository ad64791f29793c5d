from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("snapshots", "0008_all_words_of_a_moment"),
    ]

    operations = [
        migrations.AddField(
            model_name="storypage",
            name="deleted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
