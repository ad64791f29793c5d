from django.db import transaction
from django.db.models import F
from django.utils.timezone import now

from discovery.audit.operations import record
from discovery.workspaces.links import new_token
from snapshots.models import ShareLink
from snapshots.models.sharing import LIFETIME
from snapshots.passcodes import hash_passcode


@transaction.atomic
def create_share_link(
    *, target, by, label="", shows_name=False, expires_at=None, passcode=""
):
    """Open a way to a snapshot or a story page for somebody without an account.

    Return the link and its token, which is not kept and cannot be shown again (A4.1).
    """
    token, token_hash = new_token()
    link = target.share_links.create(
        workspace=target.workspace,
        token_hash=token_hash,
        label=label,
        shows_name=shows_name,
        passcode_hash=hash_passcode(passcode) if passcode else "",
        created_by=by,
        expires_at=expires_at or now() + LIFETIME,
    )
    record("share_link_created", link, by=by)
    return link, token


@transaction.atomic
def revoke_share_link(*, link, by):
    """Close a way in; whoever holds the link sees nothing from the next request on."""
    if link.revoked_at is None:
        link.revoked_at = now()
        link.save(update_fields=["revoked_at"])
        record("share_link_revoked", link, by=by)
    return link


def count_opening(*, link):
    """Count that somebody opened the page; nothing is kept of who it was (trust.md A4.8)."""
    ShareLink.objects.filter(pk=link.pk).update(
        opened_count=F("opened_count") + 1, last_opened_at=now()
    )
