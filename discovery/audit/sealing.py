"""Seals audit events into the chain after they were committed, and checks the chain."""

from dataclasses import dataclass
from datetime import UTC, timedelta

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef
from django.utils.timezone import now

from discovery.audit.chain import digest_of
from discovery.audit.models import AuditEvent, AuditSeal

# Any number that no other advisory lock of ours has.
SEAL_LOCK = 801_002
# Ids are given before the commit: an event may appear below ones that are sealed already.
LATE_IDS = 10_000
AT_ONCE = 5_000
SEALED_WITHIN = timedelta(minutes=10)


def as_sealed(event):
    """What a seal covers: every column of the event."""
    return {
        "id": event.pk,
        "workspace": event.workspace_id,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": event.actor_id,
        "actor": event.actor,
        "action": event.action,
        "object_type": event.object_type,
        "object_id": event.object_id,
        "fields": event.fields,
        "reason": event.reason,
        "request_id": event.request_id,
    }


@transaction.atomic
def seal_waiting():
    """Seal what waits, oldest first, and return how many; only one at a time does it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEAL_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    newest = AuditSeal.objects.aggregate(newest=Max("event_id"))["newest"] or 0
    seals = AuditSeal.objects.filter(event_id=OuterRef("pk"))
    waiting = AuditEvent.objects.filter(~Exists(seals), pk__gt=newest - LATE_IDS)
    ends = {}
    made = []
    for event in waiting.order_by("pk")[:AT_ONCE]:
        last = ends.get(event.workspace_id) or _end_of_chain(event.workspace_id)
        seal = AuditSeal(
            workspace_id=event.workspace_id,
            position=last.position + 1,
            event_id=event.pk,
            previous=last.digest,
            digest=digest_of(last.digest, as_sealed(event)),
        )
        ends[event.workspace_id] = seal
        made.append(seal)
    AuditSeal.objects.bulk_create(made)
    return len(made)


def _end_of_chain(workspace_id):
    chain = AuditSeal.objects.filter(workspace_id=workspace_id)
    return chain.order_by("-position").first() or AuditSeal(position=0, digest="")


@dataclass
class Verdict:
    """What a check of one workspace's chain found."""

    links: int = 0
    unsealed: int = 0
    end: str = ""
    trouble: str = ""


def check_chain(workspace):
    """Walk the chain of a workspace (None: what belongs to no workspace) to its end or first break."""
    verdict = Verdict()
    events = AuditEvent.objects.filter(workspace=workspace)
    seals = AuditSeal.objects.filter(workspace=workspace).order_by("position")
    for batch in _batches(seals):
        found = events.in_bulk([seal.event_id for seal in batch])
        for seal in batch:
            verdict.trouble = _trouble(seal, found.get(seal.event_id), verdict)
            if verdict.trouble:
                return verdict
            verdict.links, verdict.end = seal.position, seal.digest
    old = events.filter(at__lt=now() - SEALED_WITHIN)
    sealed = AuditSeal.objects.filter(event_id=OuterRef("pk"))
    verdict.unsealed = old.filter(~Exists(sealed)).count()
    return verdict


def _batches(seals, size=1000):
    last = 0
    while batch := list(seals.filter(position__gt=last)[:size]):
        yield batch
        last = batch[-1].position


def _trouble(seal, event, verdict):
    if seal.position != verdict.links + 1:
        return f"link {verdict.links + 1} is missing"
    if event is None:
        return f"event {seal.event_id} of link {seal.position} is missing"
    expected = digest_of(verdict.end, as_sealed(event))
    if seal.previous != verdict.end or seal.digest != expected:
        return f"event {event.pk} or link {seal.position} was altered"
    return ""
