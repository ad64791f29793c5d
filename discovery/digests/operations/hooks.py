"""The chats that a workspace posts to: added, changed, tried out, switched off, removed."""

import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from discovery.audit.operations import record
from discovery.celery import enqueue
from discovery.digests.models import ChatHook, ChatPost
from discovery.digests.sealing import seal
from discovery.notifications.operations import draft_notice, notify_all
from discovery.workspaces.permissions import Permission

SHOWN_CHARACTERS = 4
OVERLAP = timedelta(days=7)
# So many posts in a row that were given up; the chat is not there any more.
MOST_FAILURES = 3


@transaction.atomic
def add_hook(workspace, *, address, by, **about):
    """Keep a chat's address."""
    hook = ChatHook.objects.create(
        workspace=workspace, created_by=by, **_sealed(address), **about
    )
    record("chat_hook_added", hook, by=by)
    return hook


@transaction.atomic
def change_hook(hook, *, address, by, fields):
    """Save what a form has written on the hook; a new address begins with a clean record."""
    if address:
        for name, value in _sealed(address).items():
            setattr(hook, name, value)
        fields = [*fields, "address"]
    if hook.is_on and ("is_on" in fields or "occasion" in fields):
        hook.on_since = now()
    if hook.is_on and ("is_on" in fields or address):
        hook.failures, hook.off_reason = 0, ""
    hook.save()
    if not hook.is_on:
        cancel_posts(hook)
    record("chat_hook_changed", hook, by=by, fields=fields)
    return hook


def _sealed(address):
    """The address as it is kept, and the little of it that is shown."""
    host = urlsplit(address).hostname
    return {
        "sealed_address": seal(address),
        "address_hint": f"{host}/…{address[-SHOWN_CHARACTERS:]}",
    }


@transaction.atomic
def renew_key(hook, *, by):
    """A key that posts are signed with from now on, for whoever wants to check them.

    The one before signs as well for a week, so that no post between is refused (A8.5).
    """
    key = secrets.token_urlsafe(32)
    hook.sealed_old_key, hook.sealed_key = hook.sealed_key, seal(key)
    hook.old_key_until = now() + OVERLAP
    hook.save(update_fields=["sealed_key", "sealed_old_key", "old_key_until"])
    record("chat_hook_changed", hook, by=by, fields=["key"])
    return key


@transaction.atomic
def remove_hook(hook, *, by):
    record("chat_hook_removed", hook, by=by)
    hook.delete()


@transaction.atomic
def try_out(hook, *, by):
    """Queue a post that says who tried the chat out; what waited of earlier ones is dropped."""
    waiting = hook.posts.filter(occasion=ChatPost.Occasion.TEST)
    waiting.filter(state=ChatPost.State.QUEUED).delete()
    post = ChatPost.objects.create(
        workspace=hook.workspace, hook=hook, occasion=ChatPost.Occasion.TEST
    )
    record("chat_hook_tried", hook, by=by)
    enqueue("digests.deliver_post", post.pk)
    return post


def cancel_posts(hook):
    """What waits is not posted any more."""
    hook.posts.filter(state=ChatPost.State.QUEUED).update(
        state=ChatPost.State.CANCELLED, settled_at=now()
    )


@transaction.atomic
def note_failure(hook_id, *, is_gone):
    """Count a post that was given up, and switch the chat off if it will not come back."""
    hook = ChatHook.objects.select_for_update().filter(pk=hook_id).first()
    if hook is None or not hook.is_on:
        return
    hook.failures += 1
    if is_gone or hook.failures >= MOST_FAILURES:
        hook.is_on = False
        hook.off_reason = ChatHook.Off.GONE if is_gone else ChatHook.Off.FAILING
        cancel_posts(hook)
        record("chat_hook_switched_off", hook, reason=hook.off_reason)
        _tell_admins(hook)
    hook.save(update_fields=["failures", "is_on", "off_reason"])


def note_success(hook_id):
    ChatHook.objects.filter(pk=hook_id).exclude(failures=0).update(failures=0)


def _tell_admins(hook):
    admins = hook.workspace.memberships.active().with_permission(
        Permission.WORKSPACE_MANAGE
    )
    url = reverse("digests:hook", args=[hook.workspace.slug, hook.pk])
    notices = []
    for admin in admins.select_related("user"):
        with translation.override(admin.user.language):
            text = _("Posting to the chat %(name)s was switched off.") % {
                "name": hook.name
            }
        key = f"chat-hook-off:{hook.pk}:{now():%Y-%m-%dT%H:%M:%S}"
        notices.append(
            draft_notice(admin, key=key, kind="chat_hook_off", text=text, url=url)
        )
    notify_all(notices)
