from django.db import migrations

from discovery.workspaces.tenancy import same_workspace


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0001_initial"),
        ("recruiting", "0002_same_workspace"),
    ]

    operations = [
        *same_workspace(
            "interviews_availability",
            membership="workspaces_membership",
        ),
        *same_workspace(
            "interviews_busytime",
            membership="workspaces_membership",
        ),
        *same_workspace(
            "interviews_bookingpage",
            team="workspaces_team",
        ),
        *same_workspace(
            "interviews_guide",
            team="workspaces_team",
        ),
        *same_workspace(
            "interviews_question",
            guide="interviews_guide",
        ),
        *same_workspace(
            "interviews_interview",
            team="workspaces_team",
            participant="recruiting_participant",
            invitation="recruiting_invitation",
            guide="interviews_guide",
        ),
        *same_workspace(
            "interviews_attendance",
            interview="interviews_interview",
            membership="workspaces_membership",
        ),
        *same_workspace(
            "interviews_reminder",
            interview="interviews_interview",
            membership="workspaces_membership",
        ),
        *same_workspace(
            "interviews_note",
            interview="interviews_interview",
            author="workspaces_membership",
        ),
        *same_workspace(
            "interviews_noteversion",
            note="interviews_note",
        ),
    ]
