from django.db import migrations

from discovery.workspaces.tenancy import same_workspace


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0001_initial")]

    operations = [
        *same_workspace(
            "workspaces_membership",
            current_team="workspaces_team",
        ),
        *same_workspace(
            "workspaces_teammembership",
            team="workspaces_team",
            membership="workspaces_membership",
        ),
        *same_workspace(
            "workspaces_joininvitation",
            team="workspaces_team",
            invited_by="workspaces_membership",
        ),
    ]
