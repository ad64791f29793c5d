from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from discovery.audit.operations import record
from discovery.workspaces.links import new_token
from snapshots.models.sharing import LIFETIME
from snapshots.passcodes import hash_passcode

MOST_LIVE_LINKS = 50


class TooManyLinks(Exception):
    """The page has as many open links as anybody can keep an eye on."""

    def __str__(self):
        return str(
            _("This page has %(count)d open links. Revoke some of them first.")
            % {"count": MOST_LIVE_LINKS}
        )


@transaction.atomic
def create_share_link(
    *,
    target,
    by,
    label="",
    shows_name=False,
    expires_at=None,
    passcode="",
    confirmed=(),
):
    """Open a way to a snapshot or a story page for somebody without an account.

    Return the link and its token, which is not kept and cannot be shown again (A4.1).
    ``confirmed`` names the parts whose words ``by`` has read and says give nobody away (C11).
    """
    # The page is the lock: two who make the last link possible wait for one another.
    type(target).objects.select_for_update(of=("self",)).get(pk=target.pk)
    if target.share_links.not_ended().count() >= MOST_LIVE_LINKS:
        raise TooManyLinks
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
    if confirmed:
        record("share_link_confirmed", link, by=by, fields=sorted(set(confirmed)))
    return link, token


@transaction.atomic
def change_share_link(*, link, by, passcode=None, confirmed=(), **given):
    """Change what is given of a link that people have already; "" takes the passcode away.

    ``given`` may be its label, its last moment and what it shows; None leaves it as it is.
    ``confirmed`` names the parts that are shown only now and that ``by`` has read (C11).
    """
    changed = {
        name: value
        for name, value in given.items()
        if value is not None and value != getattr(link, name)
    }
    if passcode is not None and (passcode or link.has_passcode):
        changed["passcode_hash"] = hash_passcode(passcode) if passcode else ""
    if changed:
        for name, value in changed.items():
            setattr(link, name, value)
        link.save(update_fields=list(changed))
        record("share_link_changed", link, by=by, fields=sorted(changed))
    if confirmed:
        record("share_link_confirmed", link, by=by, fields=sorted(set(confirmed)))
    return link


@transaction.atomic
def revoke_share_link(*, link, by):
    """Close a way in; whoever holds the link sees nothing from the next request on."""
    if link.revoked_at is None:
        link.revoked_at = now()
        link.save(update_fields=["revoked_at"])
        record("share_link_revoked", link, by=by)
    return link


@transaction.atomic
def count_opening(*, link):
    """Count that somebody opened the page; nothing is kept of who it was (trust.md A4.8)."""
    type(link).objects.filter(pk=link.pk).update(
        opened_count=F("opened_count") + 1, last_opened_at=now()
    )
    today = link.openings.filter(day=localdate())
    if not today.update(count=F("count") + 1):
        try:
            with transaction.atomic():
                link.openings.create(workspace=link.workspace, day=localdate(), count=1)
        except IntegrityError:
            today.update(count=F("count") + 1)
