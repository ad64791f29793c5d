"""What people say about a node, and the tickets in which it is delivered."""

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from discovery.audit.operations import record
from discovery.live.operations import publish
from discovery.notifications.operations import draft_notice, notify_all
from opportunities.models import NodeComment, TicketLink
from opportunities.operations.journal import Journal
from opportunities.operations.nodes import find_node, name_of, split_name
from opportunities.operations.refusals import Gone, TreeRefusal
from snapshots.mentions import call_members, members_who_read

MENTIONED = gettext_noop("%(member)s mentioned you in a comment on the tree.")
COMMENTED = gettext_noop("%(member)s commented on something you own on the tree.")


@transaction.atomic
def write_comment(node, outcome, *, text, by, client_id):
    """Say something about a node or the outcome; the same ``client_id`` says it only once."""
    called = call_members(text, workspace=by.workspace)
    comment, is_new = NodeComment.objects.get_or_create(
        outcome=outcome,
        client_id=client_id,
        defaults={
            "workspace_id": outcome.workspace_id,
            "author": by,
            "text": called.text,
            **_place(node),
        },
    )
    if is_new:
        record("comment_written", comment, by=by)
        _tell(comment, node, called.members)
        _publish(comment)
    return comment


@transaction.atomic
def delete_comment(comment, *, by):
    """Take back a comment of one's own; nothing of its words is kept."""
    standing = NodeComment.objects.filter(pk=comment.pk, author=by, deleted_at=None)
    if standing.update(deleted_at=now(), text=""):
        record("comment_deleted", comment, by=by)
        _publish(comment)


@transaction.atomic
def link_ticket(node, outcome, *, url, title, by, client_id):
    """Link the ticket in which a node is delivered; the same address only once."""
    journal = Journal(outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    row = find_node(journal.outcome, *split_name(name_of(node)))
    if row.tickets.filter(url=url).exists():
        raise TreeRefusal(_("This ticket is linked here already."))
    made = TicketLink.objects.create(
        workspace_id=outcome.workspace_id,
        outcome=journal.outcome,
        url=url,
        title=title,
        added_by=by,
        **_place(row),
    )
    record("ticket_linked", made, by=by)
    return journal.write("ticket_linked", name_of(row), row.text)


@transaction.atomic
def unlink_ticket(ticket, *, by, client_id):
    """Take a ticket off its node."""
    journal = Journal(ticket.outcome, by=by, client_id=client_id)
    if journal.done:
        return journal.done
    row = ticket.opportunity or ticket.solution
    if not journal.outcome.tickets.filter(pk=ticket.pk).exists():
        raise Gone
    record("ticket_unlinked", ticket, by=by)
    ticket.delete()
    return journal.write("ticket_unlinked", name_of(row), row.text)


def _place(node):
    """The columns that say what it is about; neither of them for the outcome."""
    on = node._meta.model_name
    return {} if on == "outcome" else {on: node}


def _tell(comment, node, mentioned):
    told = dict.fromkeys(mentioned, MENTIONED)
    if owner := getattr(node, "owner_id", None):
        owners = members_who_read(comment.workspace).filter(pk=owner)
        for member in owners.select_related("user"):
            told.setdefault(member, COMMENTED)
    told.pop(comment.author, None)
    url = f"{address_of(node, comment)}#comment-{comment.pk}"
    notices = []
    for member, words in told.items():
        with translation.override(member.user.language):
            text = _(words) % {"member": comment.author}
        key = f"node-comment:{comment.pk}"
        notices.append(
            draft_notice(member, key=key, kind="comment", text=text, url=url)
        )
    notify_all(notices)


def address_of(node, comment):
    """The page of what a comment is about."""
    args = [comment.workspace.slug, comment.outcome_id]
    on = node._meta.model_name
    if on != "outcome":
        args.append(node.pk)
    return reverse(f"opportunities:{on}", args=args)


def _publish(comment):
    publish(f"tree:{comment.outcome_id}", "commented", by=comment.author_id)
