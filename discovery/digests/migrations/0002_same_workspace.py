from django.db import migrations

from discovery.workspaces.tenancy import same_workspace


class Migration(migrations.Migration):
    dependencies = [("digests", "0001_initial")]

    operations = [
        *same_workspace("digests_digestchoice", membership="workspaces_membership"),
        *same_workspace("digests_digestissue", membership="workspaces_membership"),
        *same_workspace(
            "digests_chatpost", hook="digests_chathook", snapshot="snapshots_snapshot"
        ),
    ]
