from django.db import migrations, models

REASONS = [
    (
        "too_long",
        "This is more than one page holds. Shorten the longest texts and try again.",
    ),
    ("no_libraries", "The system libraries that draw PDFs are missing on the server."),
    ("too_slow", "Making the PDF took too long and was stopped."),
    (
        "no_space",
        "The server’s disk is full, so nothing was kept. It is tried again in a few minutes.",
    ),
    ("broken", "The PDF could not be made. We have noted why."),
    ("lost", "The PDF was started several times and never finished."),
]


class Migration(migrations.Migration):
    dependencies = [("snapshots", "0013_removed_passages")]

    operations = [
        migrations.AddField(
            "rendering",
            "is_outside",
            models.BooleanField(default=False, db_default=False),
        ),
        *(
            migrations.AlterField(
                name,
                "reason",
                models.CharField(blank=True, choices=REASONS, max_length=16),
            )
            for name in ("rendering", "booklet")
        ),
    ]
