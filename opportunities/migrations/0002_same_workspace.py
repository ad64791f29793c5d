from django.db import migrations

from discovery.workspaces.tenancy import same_workspace


class Migration(migrations.Migration):
    dependencies = [
        ("opportunities", "0001_initial"),
        ("snapshots", "0002_same_workspace"),
    ]

    operations = [
        *same_workspace(
            "opportunities_outcome",
            team="workspaces_team",
        ),
        *same_workspace(
            "opportunities_opportunity",
            outcome="opportunities_outcome",
            parent="opportunities_opportunity",
        ),
        *same_workspace(
            "opportunities_solution",
            outcome="opportunities_outcome",
            opportunity="opportunities_opportunity",
        ),
        *same_workspace(
            "opportunities_evidence",
            opportunity="opportunities_opportunity",
            heard="snapshots_heardopportunity",
            placed_by="workspaces_membership",
        ),
        *same_workspace(
            "opportunities_treechange",
            outcome="opportunities_outcome",
            by="workspaces_membership",
        ),
        *same_workspace(
            "opportunities_decision",
            outcome="opportunities_outcome",
            opportunity="opportunities_opportunity",
            owner="workspaces_membership",
        ),
    ]
