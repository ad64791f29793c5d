"""A digest's words, made at the moment in which its mail goes out."""

from django.utils import timezone
from django.utils.translation import gettext as _

from discovery.digests.digest import Digest, Window
from discovery.digests.models import DigestChoice, DigestIssue
from discovery.mail.operations import write_email
from discovery.workspaces.permissions import Permission


def write_or_cancel(email):
    """Write the mail as its reader may read it now, or say why it must not go out (B1.6)."""
    pk = email.subject_ref.partition(":")[2]
    issue = (
        DigestIssue.objects.select_related(
            "membership__user", "membership__workspace", "membership__digest_choice"
        )
        .filter(pk=pk)
        .first()
    )
    if issue is None:
        return _("The digest is no longer known.")
    if reason := _why_not(issue):
        return reason
    digest = Digest(issue.membership, Window(issue.since, issue.until))
    if digest.is_empty:
        return _("Nothing is left to tell.")
    reader = issue.membership.user
    if email.to != reader.email:
        # They have another address than when it was queued.
        email.to = reader.email
        email.save(update_fields=["to"])
    with timezone.override(reader.time_zone):
        write_email(email, context_of(digest, issue), reader.language)
    return ""


def context_of(digest, issue):
    """What the templates ``emails/digest.*`` take."""
    return {"digest": digest, "issue": issue, "reader": digest.membership.user}


def _why_not(issue):
    membership = issue.membership
    is_reader = membership.user.is_active and membership.may(Permission.SNAPSHOT_VIEW)
    if not is_reader:
        return _("They are no longer a reader here.")
    if issue.week and not DigestChoice.of(membership).is_on:
        return _("They switched their digest off.")
    return ""
