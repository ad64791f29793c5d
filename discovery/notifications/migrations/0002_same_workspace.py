from django.db import migrations

from discovery.workspaces.tenancy import same_workspace


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0001_initial"),
        ("workspaces", "0002_same_workspace"),
    ]

    operations = [
        *same_workspace(
            "notifications_notification", membership="workspaces_membership"
        ),
    ]
