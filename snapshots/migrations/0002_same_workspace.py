from django.db import migrations

from discovery.workspaces.tenancy import same_workspace


class Migration(migrations.Migration):
    dependencies = [
        ("snapshots", "0001_initial"),
        ("interviews", "0002_same_workspace"),
    ]

    operations = [
        *same_workspace(
            "snapshots_snapshot",
            team="workspaces_team",
            interview="interviews_interview",
            participant="recruiting_participant",
        ),
        *same_workspace(
            "snapshots_quickfact",
            snapshot="snapshots_snapshot",
        ),
        *same_workspace(
            "snapshots_moment",
            snapshot="snapshots_snapshot",
        ),
        *same_workspace(
            "snapshots_heardopportunity",
            snapshot="snapshots_snapshot",
            moment="snapshots_moment",
        ),
        *same_workspace(
            "snapshots_insight",
            snapshot="snapshots_snapshot",
        ),
        *same_workspace(
            "snapshots_comment",
            snapshot="snapshots_snapshot",
            author="workspaces_membership",
        ),
        *same_workspace(
            "snapshots_sharelink",
            snapshot="snapshots_snapshot",
        ),
        *same_workspace(
            "snapshots_rendering",
            snapshot="snapshots_snapshot",
        ),
        *same_workspace(
            "snapshots_reading",
            snapshot="snapshots_snapshot",
            membership="workspaces_membership",
        ),
    ]
