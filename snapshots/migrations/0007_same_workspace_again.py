from django.db import migrations

from discovery.workspaces.tenancy import same_workspace

SAID = {"note": "interviews_note", "highlight": "interviews_highlight"}


class Migration(migrations.Migration):
    dependencies = [
        ("snapshots", "0006_editing_sharing_telling"),
    ]

    operations = [
        *same_workspace("snapshots_quickfact", **SAID),
        *same_workspace("snapshots_moment", **SAID),
        *same_workspace("snapshots_heardopportunity", **SAID),
        *same_workspace("snapshots_insight", **SAID),
        *same_workspace(
            "snapshots_snapshot",
            quote_note="interviews_note",
            quote_highlight="interviews_highlight",
            created_by="workspaces_membership",
        ),
        *same_workspace(
            "snapshots_pagechange",
            snapshot="snapshots_snapshot",
            by="workspaces_membership",
        ),
        *same_workspace("snapshots_comment", parent="snapshots_comment"),
        *same_workspace(
            "snapshots_mention",
            comment="snapshots_comment",
            membership="workspaces_membership",
        ),
        *same_workspace(
            "snapshots_reaction",
            snapshot="snapshots_snapshot",
            membership="workspaces_membership",
        ),
        *same_workspace(
            "snapshots_storypage",
            team="workspaces_team",
            created_by="workspaces_membership",
        ),
        *same_workspace(
            "snapshots_storypassage",
            story_page="snapshots_storypage",
            snapshot="snapshots_snapshot",
            highlight="interviews_highlight",
        ),
        *same_workspace("snapshots_sharelink", story_page="snapshots_storypage"),
        *same_workspace("snapshots_shareopening", link="snapshots_sharelink"),
        *same_workspace("snapshots_booklet", asked_by="workspaces_membership"),
        *same_workspace(
            "snapshots_bookletpage",
            booklet="snapshots_booklet",
            snapshot="snapshots_snapshot",
        ),
    ]
