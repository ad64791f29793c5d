"""Who hears of a comment on the tree: once each, in their own language, in words of no customer."""

from django.urls import reverse
from django.utils.translation import gettext_noop

from snapshots.mentions import members_who_read
from snapshots.operations.telling import tell_members

MENTIONED = gettext_noop("%(member)s mentioned you in a comment on the tree.")
ANSWERED = gettext_noop("%(member)s answered your comment on the tree.")
COMMENTED = gettext_noop("%(member)s commented on something you own on the tree.")
# Who is called upon by name also hears of it by mail.
BY_MAIL = (MENTIONED,)


def tell_of_comment(comment, node, mentioned):
    """Tell those whom it calls upon, whom it answers, and who owns the node."""
    told = dict.fromkeys(mentioned, MENTIONED)
    readers = members_who_read(comment.workspace).select_related("user")
    if comment.parent:
        for member in readers.filter(pk=comment.parent.author_id):
            told.setdefault(member, ANSWERED)
    if owner := getattr(node, "owner_id", None):
        for member in readers.filter(pk=owner):
            told.setdefault(member, COMMENTED)
    _tell(comment, told)


def tell_of_mentions(comment, mentioned):
    """Tell those whom an edit calls upon."""
    _tell(comment, dict.fromkeys(mentioned, MENTIONED))


def address_of_comment(comment):
    """Where one is led to it, whatever has become of what it is about."""
    args = [comment.workspace.slug, comment.outcome_id, comment.pk]
    return reverse("opportunities:comment", args=args)


def _tell(comment, told):
    url, key = address_of_comment(comment), f"node-comment:{comment.pk}"
    tell_members(comment, told, url=url, key=key, by_mail=BY_MAIL)
