from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recruiting", "0004_fewer_indexes")]

    operations = [
        migrations.AddField(
            "invitation",
            "is_for_test",
            models.BooleanField(default=False, db_default=False),
        ),
    ]
