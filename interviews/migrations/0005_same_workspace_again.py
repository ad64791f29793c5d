from django.db import migrations

from discovery.workspaces.tenancy import same_workspace


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0004_preparing_hearing_learning"),
    ]

    operations = [
        *same_workspace(
            "interviews_guide",
            copied_from="interviews_guide",
        ),
        *same_workspace(
            "interviews_guideversion",
            guide="interviews_guide",
            saved_by="workspaces_membership",
        ),
        *same_workspace(
            "interviews_bankquestion",
            added_by="workspaces_membership",
        ),
        *same_workspace(
            "interviews_nudge",
            interview="interviews_interview",
            sent_by="workspaces_membership",
            seen_by="workspaces_membership",
        ),
        *same_workspace(
            "interviews_checklisttick",
            interview="interviews_interview",
            ticked_by="workspaces_membership",
        ),
        *same_workspace(
            "interviews_debrief",
            interview="interviews_interview",
            changed_by="workspaces_membership",
        ),
        *same_workspace(
            "interviews_skillreview",
            interview="interviews_interview",
            membership="workspaces_membership",
        ),
        *same_workspace(
            "interviews_skillviewer",
            membership="workspaces_membership",
            viewer="workspaces_membership",
        ),
        *same_workspace(
            "interviews_recordingupload",
            interview="interviews_interview",
            uploaded_by="workspaces_membership",
        ),
        *same_workspace(
            "interviews_recording",
            interview="interviews_interview",
            uploaded_by="workspaces_membership",
        ),
        *same_workspace(
            "interviews_transcript",
            interview="interviews_interview",
            recording="interviews_recording",
            added_by="workspaces_membership",
        ),
        *same_workspace(
            "interviews_speaker",
            transcript="interviews_transcript",
            membership="workspaces_membership",
        ),
        *same_workspace(
            "interviews_utterance",
            transcript="interviews_transcript",
            speaker="interviews_speaker",
        ),
        *same_workspace(
            "interviews_highlight",
            interview="interviews_interview",
            transcript="interviews_transcript",
            first="interviews_utterance",
            last="interviews_utterance",
            note="interviews_note",
            made_by="workspaces_membership",
        ),
        *same_workspace(
            "interviews_redaction",
            transcript="interviews_transcript",
            utterance="interviews_utterance",
            made_by="workspaces_membership",
        ),
    ]
