from django.db import transaction
from django.utils.timezone import now

from discovery.audit.operations import record
from discovery.live.operations import publish
from discovery.mail.operations import cancel_emails
from discovery.workspaces.models import Membership
from discovery.workspaces.permissions import Permission
from snapshots.mentions import call_members
from snapshots.models import Comment, Mention
from snapshots.operations.errors import CommentRefused, StaleEdit
from snapshots.operations.parts import lock_page
from snapshots.operations.telling import tell_of_comment, tell_of_mentions
from snapshots.part_names import is_part_name


@transaction.atomic
def write_comment(  # noqa: PLR0913 (what a comment is)
    *,
    snapshot,
    text,
    by,
    part="",
    parent=None,
    is_question=False,
    chosen=(),
    client_id=None,
):
    """Say or ask something about a published page or a part of it, or answer a comment.

    The same ``client_id`` makes one comment only. ``chosen`` are members picked by name.
    """
    # Of two clicks at once the second waits, and finds the comment of the first.
    if not lock_page(snapshot).is_published or not is_part_name(part):
        raise CommentRefused
    if client_id and (before := snapshot.comments.filter(client_id=client_id).first()):
        return before
    parent = parent and _top_of(snapshot, parent)
    called = call_members(text, workspace=snapshot.workspace, chosen=chosen)
    comment = Comment.objects.create(
        workspace=snapshot.workspace,
        snapshot=snapshot,
        author=by,
        part=parent.part if parent else part,
        text=called.text,
        parent=parent,
        is_question=is_question and parent is None,
        client_id=client_id,
    )
    _call(comment, called.members)
    if parent:
        _settle(parent)
    record("comment_written", comment, by=by)
    tell_of_comment(comment, called.members)
    _publish(comment)
    return comment


@transaction.atomic
def edit_comment(*, comment, text, version, by, chosen=()):
    """Say it better, unless its words were changed since ``version``.

    Whoever is called upon only now is told, the others are not again.
    """
    is_published = _lock(comment).is_published
    if comment.is_deleted or not is_published:
        raise CommentRefused
    known = list(comment.mentions.values_list("membership", flat=True))
    # Of two with one name the one who was meant is meant still, if nobody else was picked.
    called = call_members(text, workspace=comment.workspace, chosen=[*chosen, *known])
    if called.text == comment.text:
        return comment
    if comment.version != version:
        raise StaleEdit
    comment.text, comment.edited_at = called.text, now()
    comment.version += 1
    comment.save(update_fields=["text", "edited_at", "version"])
    comment.mentions.exclude(membership__in=called.members).delete()
    _call(comment, called.members)
    record("comment_edited", comment, by=by)
    tell_of_mentions(comment, [m for m in called.members if m.pk not in known])
    _publish(comment)
    return comment


@transaction.atomic
def delete_comment(*, comment, by):
    """Take back a comment of one's own; nothing of its words is kept, answers to it stay."""
    _lock(comment)
    if comment.deleted_at is None:
        comment.deleted_at, comment.text = now(), ""
        comment.save(update_fields=["deleted_at", "text"])
        comment.mentions.all().delete()
        if comment.parent:
            _settle(comment.parent)
        cancel_emails(
            workspace=comment.workspace,
            subject_ref=f"comment:{comment.pk}",
            reason="The comment was taken back.",
        )
        record("comment_deleted", comment, by=by)
        _publish(comment)
    return comment


def _lock(comment):
    """Bring it up to date, and return its page: the talk about a page changes one by one."""
    page = lock_page(comment.snapshot)
    comment.refresh_from_db()
    return page


def _top_of(snapshot, comment):
    """What an answer belongs to: answers are one level deep."""
    top = comment.parent_id or comment.pk
    found = snapshot.comments.threads().filter(pk=top).first()
    if found is None:
        raise CommentRefused
    return found


def _call(comment, members):
    Mention.objects.bulk_create(
        [
            Mention(workspace=comment.workspace, comment=comment, membership=member)
            for member in members
        ],
        ignore_conflicts=True,
    )


def _settle(question):
    """A question is answered while the answer of somebody else who writes pages stands."""
    if not question.is_question:
        return
    writers = Membership.objects.with_permission(Permission.SNAPSHOT_WRITE)
    answers = question.answers.standing().filter(author__in=writers)
    first = answers.exclude(author=question.author_id).order_by("created_at").first()
    question.answered_at = first.created_at if first else None
    question.save(update_fields=["answered_at"])


def _publish(comment):
    publish(
        f"snapshot:{comment.snapshot_id}",
        "commented",
        id=comment.pk,
        part=comment.part,
        by=comment.author_id,
    )
