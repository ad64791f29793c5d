"""What people say about a node: threads of one level, settled when there is no more to say (F200)."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from discovery.audit.operations import record
from discovery.live.operations import publish
from discovery.mail.operations import cancel_emails
from opportunities.models import NodeComment
from opportunities.operations.refusals import Gone, TreeRefusal
from opportunities.operations.telling import tell_of_comment, tell_of_mentions
from snapshots.mentions import KEPT, call_members


class StaleComment(TreeRefusal):
    """Its words were changed elsewhere since they were shown."""

    def __init__(self):
        super().__init__(
            _(
                "This comment was changed elsewhere meanwhile; above it stands as it is "
                "now. Your words are still here: save them again to put them in its place."
            )
        )


@transaction.atomic
def write_comment(node, outcome, *, text, by, client_id, parent=None, chosen=()):
    """Say something about a node or the outcome, or answer a comment on it.

    The same ``client_id`` says it only once. An answer opens a settled thread again.
    ``chosen`` are members picked by name, for two of one name.
    """
    called = call_members(text, workspace=by.workspace, chosen=chosen)
    top = parent and _top_of(parent)
    comment, is_new = NodeComment.objects.get_or_create(
        outcome=outcome,
        client_id=client_id,
        defaults={
            "workspace_id": outcome.workspace_id,
            "author": by,
            "text": called.text,
            "parent": top,
            **_place(node),
        },
    )
    if is_new:
        if top and top.resolved_at:
            _settle(top, None)
        record("comment_written", comment, by=by)
        tell_of_comment(comment, node, called.members)
        _publish(comment)
    return comment


@transaction.atomic
def edit_comment(comment, *, text, version, by, chosen=()):
    """Say it better, unless its words were changed since ``version``.

    Whoever is called upon only now is told, the others are not again.
    """
    row = _lock(comment)
    if row.is_deleted:
        raise Gone
    known = {int(pk) for pk in KEPT.findall(row.text)}
    # Of two with one name the one who was meant is meant still, if nobody else was picked.
    called = call_members(text, workspace=by.workspace, chosen=[*chosen, *known])
    if called.text == row.text:
        return row
    if row.version != version:
        raise StaleComment
    row.text, row.edited_at = called.text, now()
    row.version += 1
    row.save(update_fields=["text", "edited_at", "version"])
    record("comment_edited", row, by=by)
    tell_of_mentions(row, [m for m in called.members if m.pk not in known])
    _publish(row)
    return row


@transaction.atomic
def delete_comment(comment, *, by):
    """Take back a comment of one's own; nothing of its words is kept, answers to it stay."""
    row = _lock(comment)
    if row.is_deleted or row.author_id != by.pk:
        return
    row.deleted_at, row.text = now(), ""
    row.save(update_fields=["deleted_at", "text"])
    cancel_emails(
        workspace=row.workspace,
        subject_ref=f"node-comment:{row.pk}",
        reason="The comment was taken back.",
    )
    record("comment_deleted", row, by=by)
    _publish(row)


@transaction.atomic
def settle_thread(comment, *, is_settled, by):
    """Say that there is no more to say about it, or that there is."""
    row = _lock(_top_of(comment))
    if bool(row.resolved_at) == is_settled:
        return
    _settle(row, by if is_settled else None)
    record("comment_settled" if is_settled else "comment_reopened", row, by=by)
    _publish(row)


def _settle(row, by):
    row.resolved_at, row.resolved_by = (now() if by else None), by
    row.save(update_fields=["resolved_at", "resolved_by"])


def _lock(comment):
    rows = NodeComment.objects.select_for_update(of=("self",))
    return rows.select_related("workspace", "outcome").get(pk=comment.pk)


def _top_of(comment):
    """What an answer belongs to: answers are one level deep."""
    return comment.parent or comment


def _place(node):
    """The columns that say what it is about; neither of them for the outcome."""
    on = node._meta.model_name
    return {} if on == "outcome" else {on: node}


def _publish(comment):
    publish(f"tree:{comment.outcome_id}", "commented", by=comment.author_id)
