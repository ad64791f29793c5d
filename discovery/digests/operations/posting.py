"""Posting to a chat: claim, ask nobody while a transaction is open, settle.

A chat tool cannot be asked whether it has a message. So one that may have arrived is never
sent again: it is held as "not confirmed" (trust.md B1.3 says the same of mail).
"""

import hashlib
import hmac
import json
import logging
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now

from discovery.celery import enqueue
from discovery.digests.messages import PAYLOADS
from discovery.digests.models import ChatPost
from discovery.digests.operations.hooks import note_failure, note_success
from discovery.digests.operations.telling import message_of
from discovery.outside import AddressRefused, NoAnswer, post

logger = logging.getLogger(__name__)

State = ChatPost.State
# Minutes until the next attempt; together about a day (A8.6).
PAUSES = [1, 5, 15, 60, 240, 480, 600]
LONGEST_PAUSE = 3600
GONE = {404, 410}
TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}


def deliver_post(post_id):
    """Deliver one post if it is ours to deliver, and hand on what waited behind it."""
    claimed = ChatPost.objects.claim(post_id)
    if claimed is None:
        return
    try:
        _deliver(claimed)
    except Exception:
        logger.exception("Chat post %s failed", claimed.pk)
        _give_up(claimed, "fault")
    behind = ChatPost.objects.due().filter(workspace=claimed.workspace_id)
    for pk in behind.order_by("due_at", "pk").values_list("pk", flat=True)[:1]:
        enqueue("digests.deliver_post", pk)


def _deliver(claimed):
    is_test = claimed.occasion == ChatPost.Occasion.TEST
    message = message_of(claimed) if claimed.hook.is_on or is_test else None
    if message is None:
        _settle(claimed, State.CANCELLED)
        return
    body = json.dumps(PAYLOADS[claimed.hook.kind](message)).encode()
    try:
        answer = post(claimed.hook.address, body, headers_of(claimed, body))
    except AddressRefused as refusal:
        _give_up(claimed, refusal.reason)
    except NoAnswer as silence:
        if silence.was_sent:
            _settle(claimed, State.UNCONFIRMED, reason=silence.reason)
        else:
            _try_again(claimed, silence.reason)
    else:
        _heed(claimed, answer)


def _heed(claimed, answer):
    if 200 <= answer.status < 300:
        note_success(claimed.hook_id)
        _settle(claimed, State.SENT, status=answer.status)
    elif answer.status in TRY_AGAIN:
        _try_again(claimed, "refused", answer.status, answer.retry_after)
    else:
        _give_up(claimed, "refused", answer.status, answer.status in GONE)


def headers_of(claimed, body):
    """Besides what HTTP asks for: an id to know a repetition by, and for programs a signature."""
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Earshot",
        "X-Earshot-Event": str(claimed.pk),
    }
    hook = claimed.hook
    stamp = str(int(now().timestamp()))
    for name, key in [("Signature", hook.key), ("Old-Signature", hook.old_key)]:
        if key:
            signed = hmac.new(key.encode(), f"{stamp}.".encode() + body, hashlib.sha256)
            headers["X-Earshot-Timestamp"] = stamp
            headers[f"X-Earshot-{name}"] = signed.hexdigest()
    return headers


def _settle(claimed, state, **result):
    """Write down how this very attempt ended."""
    ChatPost.objects.filter(
        pk=claimed.pk, state=State.POSTING, attempts=claimed.attempts
    ).update(state=state, settled_at=now(), **{"reason": "", "status": None, **result})


def _try_again(claimed, reason, status=None, retry_after=None):
    """Later, and for a day at most; a test is for whoever waits for it now."""
    is_test = claimed.occasion == ChatPost.Occasion.TEST
    if is_test or claimed.attempts > len(PAUSES):
        _give_up(claimed, reason, status)
        return
    seconds = PAUSES[claimed.attempts - 1] * 60
    seconds = max(seconds, min(retry_after or 0, LONGEST_PAUSE))
    ChatPost.objects.filter(
        pk=claimed.pk, state=State.POSTING, attempts=claimed.attempts
    ).update(
        state=State.QUEUED,
        due_at=now() + timedelta(seconds=seconds),
        reason=reason,
        status=status,
    )


@transaction.atomic
def _give_up(claimed, reason, status=None, is_gone=False):
    _settle(claimed, State.FAILED, reason=reason, status=status)
    if claimed.occasion != ChatPost.Occasion.TEST:
        note_failure(claimed.hook_id, is_gone=is_gone)


def sweep_posts():
    """Hold what dead workers left in hand, and hand out what is due."""
    ChatPost.objects.lost().update(
        state=State.UNCONFIRMED, settled_at=now(), reason="lost"
    )
    due = ChatPost.objects.due().order_by("workspace_id", "due_at", "pk")
    # The first of each workspace; the others follow it one by one.
    first = due.distinct("workspace_id").values_list("pk", flat=True)
    for pk in first[:200]:
        enqueue("digests.deliver_post", pk)
