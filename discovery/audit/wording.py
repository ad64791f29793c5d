"""What an action of the audit trail is called on screen."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _

WORDS = {
    "audit_exported": _("exported the audit trail"),
    "availability_saved": _("changed their hours"),
    "booking_page_opened": _("opened a booking page"),
    "booking_page_saved": _("changed a booking page"),
    "busy_time_added": _("added a busy time"),
    "busy_time_removed": _("removed a busy time"),
    "comment_deleted": _("deleted a comment"),
    "comment_written": _("wrote a comment"),
    "consent_recorded": _("recorded a consent"),
    "contact_resumed": _("allowed contact again"),
    "contact_stopped": _("stopped contact"),
    "decision_made": _("made a decision"),
    "email_marked_as_sent": _("marked a mail as sent"),
    "email_sent_again": _("sent a mail again"),
    "guide_changed": _("changed a guide"),
    "bank_question_added": _("added to the question bank"),
    "bank_question_removed": _("removed from the question bank"),
    "guide_archived": _("put a guide away"),
    "guide_brought_back": _("took a guide out of the archive"),
    "guide_chosen": _("chose the team’s guide"),
    "guide_copied": _("copied a guide"),
    "guide_created": _("made a guide"),
    "guide_version_restored": _("restored a version of a guide"),
    "interview_begun": _("began an interview"),
    "debrief_begun": _("began a debrief"),
    "debrief_done": _("finished a debrief"),
    "interview_booked": _("booked an interview"),
    "interview_cancelled": _("cancelled an interview"),
    "interview_ended": _("ended an interview"),
    "interview_guide_chosen": _("chose the guide of an interview"),
    "interview_logged": _("logged a talk that was held elsewhere"),
    "interview_moved": _("moved an interview"),
    "interview_no_show": _("noted that somebody did not come"),
    "interview_people_changed": _("changed who is at an interview"),
    "interview_part_changed": _("changed a part in an interview"),
    "interview_plan_changed": _("changed the plan of an interview"),
    "mail_queue_started_again": _("started the mail queue again"),
    "member_changed": _("changed a member"),
    "member_invitation_revoked": _("took an invitation back"),
    "member_invited": _("invited somebody"),
    "member_joined": _("joined"),
    "member_removed": _("removed a member"),
    "note_deleted": _("deleted a note"),
    "note_restored": _("restored a note"),
    "opt_in_page_changed": _("changed a sign-up page"),
    "opt_in_page_created": _("made a sign-up page"),
    "outcome_created": _("began a tree"),
    "outcome_edited": _("changed an outcome"),
    "participant_added": _("added a participant"),
    "participant_changed": _("changed a participant"),
    "participant_erased": _("erased a participant"),
    "participant_invited": _("invited a participant"),
    "participant_nominated": _("nominated a participant"),
    "photo_stored": _("stored a photo"),
    "quote_kept": _("kept a quote from a transcript"),
    "quote_removed": _("removed a quote from a transcript"),
    "question_added": _("added a prompt to a guide"),
    "question_changed": _("changed a prompt of a guide"),
    "question_moved": _("moved a prompt of a guide"),
    "question_removed": _("removed a prompt from a guide"),
    "question_restored": _("restored a prompt of a guide"),
    "share_link_created": _("made a share link"),
    "share_link_revoked": _("took a share link back"),
    "sign_in_failed": _("could not sign in"),
    "signed_in": _("signed in"),
    "snapshot_created": _("began a snapshot"),
    "snapshot_edited": _("edited a snapshot"),
    "snapshot_published": _("published a snapshot"),
    "snapshot_withdrawn": _("withdrew a snapshot"),
    "speakers_named": _("said who speaks in a transcript"),
    "suppression_lifted": _("allowed mail to an address again"),
    "team_changed": _("changed a team"),
    "team_created": _("created a team"),
    "transcript_added": _("added a transcript"),
    "transcript_deleted": _("deleted a transcript"),
    "words_redacted": _("redacted words of a transcript"),
    "workspace_changed": _("changed the workspace"),
    "workspace_created": _("created the workspace"),
}


def say(action):
    """The words for an action; one that is not listed reads as it is called in code."""
    return WORDS.get(action) or action.replace("_", " ")


def name_kind(object_type):
    """What a kind of object ("workspaces.membership") is called; older kinds keep their last word."""
    try:
        return apps.get_model(object_type)._meta.verbose_name
    except (LookupError, ValueError):
        return object_type.rpartition(".")[2]
