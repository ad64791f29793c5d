"""Links to a tree, or one branch of it, for people without an account (A4, F202)."""

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.audit.operations import record
from discovery.workspaces.links import new_token
from opportunities.access import check_may_edit
from opportunities.models import Outcome, TreeLink
from opportunities.models.sharing import LIFETIME
from opportunities.operations.refusals import TreeRefusal
from snapshots.passcodes import hash_passcode

MOST_LIVE_LINKS = 50


class TooManyLinks(TreeRefusal):
    """The tree has as many open links as anybody can keep an eye on."""

    def __init__(self):
        said = _("This tree has %(count)d open links. Revoke some of them first.")
        super().__init__(said % {"count": MOST_LIVE_LINKS})


@transaction.atomic
def create_tree_link(
    *, outcome, by, opportunity=None, label="", expires_at=None, passcode=""
):
    """Open a way to the tree, or the branch of ``opportunity``, for somebody without an account.

    Return the link and its token, which is not kept and cannot be shown again (A4.1).
    """
    check_may_edit(outcome, by)
    # The outcome is the lock: two who make the last link possible wait for one another.
    Outcome.objects.select_for_update(of=("self",)).get(pk=outcome.pk)
    if outcome.links.not_ended().count() >= MOST_LIVE_LINKS:
        raise TooManyLinks
    token, token_hash = new_token()
    link = outcome.links.create(
        workspace_id=outcome.workspace_id,
        opportunity=opportunity,
        token_hash=token_hash,
        label=label,
        passcode_hash=hash_passcode(passcode) if passcode else "",
        created_by=by,
        expires_at=expires_at or now() + LIFETIME,
    )
    record("share_link_created", link, by=by)
    return link, token


@transaction.atomic
def revoke_tree_link(*, link, by):
    """Close a way in; whoever holds the link sees nothing from the next request on."""
    check_may_edit(link.outcome, by)
    if link.revoked_at is None:
        link.revoked_at = now()
        link.save(update_fields=["revoked_at"])
        record("share_link_revoked", link, by=by)
    return link


def count_opening(*, link):
    """Count that somebody opened the page; nothing is kept of who it was (trust.md A4.8)."""
    TreeLink.objects.filter(pk=link.pk).update(
        opened_count=F("opened_count") + 1, last_opened_at=now()
    )
