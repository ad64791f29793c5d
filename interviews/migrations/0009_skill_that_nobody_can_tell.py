from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0008_how_transcripts_were_read"),
    ]

    operations = [
        migrations.AlterField(
            model_name="skillreview",
            name="score",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="skillreview",
            name="evidence",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="skillreview",
            name="talk",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
    ]
