from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                fields=["workspace", "object_type", "object_id", "-at"],
                name="audit_event_of_object",
            ),
        ),
    ]
