from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from discovery.audit.operations import record
from discovery.live.operations import publish
from discovery.notifications.operations import notify
from discovery.workspaces.models import Membership
from snapshots.models import Comment, Reading
from snapshots.operations.errors import CommentRefused


@transaction.atomic
def write_comment(*, snapshot, text, by, client_id=None):
    """Say something about a published page; the same ``client_id`` makes one comment only."""
    if not snapshot.is_published:
        raise CommentRefused
    comment, is_new = (
        Comment.objects.get_or_create(
            snapshot=snapshot,
            client_id=client_id,
            defaults={"workspace": snapshot.workspace, "author": by, "text": text},
        )
        if client_id
        else (
            Comment.objects.create(
                workspace=snapshot.workspace, snapshot=snapshot, author=by, text=text
            ),
            True,
        )
    )
    if is_new:
        record("comment_written", comment, by=by)
        _tell_writers(comment)
        publish(f"snapshot:{snapshot.pk}", "commented", id=comment.pk)
    return comment


@transaction.atomic
def delete_comment(*, comment, by):
    """Take back a comment of one's own; nothing of its words is kept."""
    if comment.deleted_at is None:
        comment.deleted_at, comment.text = now(), ""
        comment.save(update_fields=["deleted_at", "text"])
        record("comment_deleted", comment, by=by)
        publish(f"snapshot:{comment.snapshot_id}", "commented", id=comment.pk)
    return comment


def note_reading(*, snapshot, by):
    """Remember that a member has read a published page; the first time counts."""
    Reading.objects.bulk_create(
        [Reading(workspace=snapshot.workspace, snapshot=snapshot, membership=by)],
        ignore_conflicts=True,
    )


def _tell_writers(comment):
    """Tell those who held the interview and who published the page."""
    snapshot = comment.snapshot
    attended = Membership.objects.active().filter(
        attendances__interview=snapshot.interview_id
    )
    published = Membership.objects.active().filter(pk=snapshot.published_by_id)
    writers = (attended | published).distinct().exclude(pk=comment.author_id)
    url = reverse("snapshots:snapshot", args=[snapshot.workspace.slug, snapshot.pk])
    for writer in writers.select_related("user", "workspace"):
        with translation.override(writer.user.language):
            text = _("%(member)s commented on one of your snapshots.") % {
                "member": comment.author
            }
        notify(
            writer,
            key=f"comment:{comment.pk}",
            kind="comment",
            text=text,
            url=f"{url}#comment-{comment.pk}",
        )
