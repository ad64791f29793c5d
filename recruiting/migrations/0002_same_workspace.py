from django.db import migrations

from discovery.workspaces.tenancy import same_workspace


class Migration(migrations.Migration):
    dependencies = [
        ("recruiting", "0001_initial"),
        ("workspaces", "0002_same_workspace"),
    ]

    operations = [
        *same_workspace(
            "recruiting_participant",
            team="workspaces_team",
            nominated_by="workspaces_membership",
            photo="recruiting_photo",
        ),
        *same_workspace(
            "recruiting_photo",
            participant="recruiting_participant",
        ),
        *same_workspace(
            "recruiting_consent",
            participant="recruiting_participant",
            recorded_by="workspaces_membership",
        ),
        *same_workspace(
            "recruiting_optinpage",
            team="workspaces_team",
        ),
        *same_workspace(
            "recruiting_invitation",
            team="workspaces_team",
            participant="recruiting_participant",
        ),
        *same_workspace(
            "recruiting_answer",
            participant="recruiting_participant",
            page="recruiting_optinpage",
        ),
    ]
