"""Links to a tree, or one branch of it, for people without an account (A4, F202)."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from discovery.audit.operations import record
from discovery.workspaces.links import new_token
from opportunities.access import check_may_edit
from opportunities.models import Outcome
from opportunities.models.sharing import LIFETIME
from opportunities.operations.refusals import TreeRefusal
from snapshots.operations.sharing import change_share_link, revoke_share_link
from snapshots.passcodes import hash_passcode

MOST_LIVE_LINKS = 50


class TooManyLinks(TreeRefusal):
    """The tree has as many open links as anybody can keep an eye on."""

    def __init__(self):
        said = _("This tree has %(count)d open links. Revoke some of them first.")
        super().__init__(said % {"count": MOST_LIVE_LINKS})


@transaction.atomic
def create_tree_link(
    *, outcome, by, expires_at=None, passcode="", confirmed=(), **given
):
    """Open a way to the tree for somebody without an account, or to one branch of it.

    ``given`` are its other columns: the opportunity, the label, what is shown. ``confirmed``
    names the nodes whose words ``by`` has read and says give nobody away (C11).
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
        token_hash=token_hash,
        passcode_hash=hash_passcode(passcode) if passcode else "",
        created_by=by,
        expires_at=expires_at or now() + LIFETIME,
        **given,
    )
    record("share_link_created", link, by=by)
    if confirmed:
        record("share_link_confirmed", link, by=by, fields=sorted(set(confirmed)))
    return link, token


def change_tree_link(*, link, by, **given):
    """Change what is given of a link that people have already."""
    check_may_edit(link.outcome, by)
    return change_share_link(link=link, by=by, **given)


def revoke_tree_link(*, link, by):
    """Close a way in; whoever holds the link sees nothing from the next request on."""
    check_may_edit(link.outcome, by)
    return revoke_share_link(link=link, by=by)
