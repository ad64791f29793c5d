"""What Beat looks after each quarter of an hour: nothing is kept longer than was said (C4)."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import (
    CharField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    Value,
)
from django.db.models.functions import Cast, Concat
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from discovery.notifications.models import Notification
from discovery.notifications.operations import draft_notice, notify_all
from discovery.workspaces.models import Membership
from discovery.workspaces.permissions import Role
from interviews.models import Recording, RecordingUpload
from interviews.models.recordings import DAYS_OF_WARNING
from interviews.operations.parts import drop_all, drop_strays
from interviews.operations.recordings import end_recording, is_coming, remove_file

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 200
# Beat looks every quarter of an hour, so that nothing abandoned is older than a day (trust.md A7.8).
ABANDONED_AFTER = timedelta(hours=22)


def sweep_recordings():
    """Delete what was kept long enough, warn of what soon will be, and finish what failed."""
    kept = Recording.objects.kept()
    _for_each(end_recording, kept.filter(keep_until__lt=localdate()))
    _for_each(remove_file, Recording.objects.exclude(deleted_at=None).exclude(file=""))
    soon = localdate() + timedelta(days=DAYS_OF_WARNING)
    _warn(kept.filter(keep_until__range=(localdate(), soon)))


def sweep_uploads():
    """Remove what nobody has gone on with for a day, and parts that belong to nothing."""
    before = now() - ABANDONED_AFTER
    for upload in RecordingUpload.objects.filter(touched_at__lt=before):
        try:
            _clear(upload)
        except Exception:
            # Storage is away: the rest goes on, and this one is there next time.
            logger.exception("Upload %s could not be removed", upload.pk)
    known = {pk.hex for pk in RecordingUpload.objects.values_list("pk", flat=True)}
    drop_strays(known, before)


@transaction.atomic
def _clear(upload):
    if is_coming(upload):
        drop_all(upload)
    upload.delete()


def _for_each(act, rows):
    """Do some of them, in any order: one that fails is for next time and holds up no other."""
    for row in rows.order_by("?")[:MOST_AT_ONCE]:
        try:
            act(row)
        except Exception:
            logger.exception("%s failed for %s", act.__name__, row.pk)


def _warn(recordings):
    """Tell whoever brought a recording, or the admins, once for each day that it is to end on."""
    rows = recordings.annotate(
        occasion=Concat(
            Value("recording-ends:"),
            Cast("pk", CharField()),
            Value(":"),
            Func(
                F("keep_until"),
                Value("YYYY-MM-DD"),
                function="to_char",
                output_field=CharField(),
            ),
            output_field=CharField(),
        )
    )
    told = Notification.objects.filter(
        workspace=OuterRef("workspace"),
        key=OuterRef("occasion"),
        membership__in=Membership.objects.active(),
    )
    rows = rows.filter(_somebody_to_tell(), ~Exists(told)).order_by("keep_until", "pk")
    rows = rows.select_related(
        "uploaded_by__user", "interview__participant", "workspace"
    )
    rows = list(rows[:MOST_AT_ONCE])
    admins = _admins_of({recording.workspace_id for recording in rows})
    notify_all(
        [
            _warning(recording, membership)
            for recording in rows
            for membership in _whom_to_tell(recording, admins)
        ]
    )


def _somebody_to_tell():
    """What nobody could be told of is left out: it would stand before the others for ever."""
    active = Membership.objects.active()
    admins = active.filter(workspace=OuterRef("workspace"), role=Role.ADMIN)
    return Q(uploaded_by__in=active) | Exists(admins)


def _admins_of(workspaces):
    found = {}
    active = Membership.objects.active().filter(role=Role.ADMIN)
    for membership in active.filter(workspace__in=workspaces):
        found.setdefault(membership.workspace_id, []).append(membership)
    return found


def _whom_to_tell(recording, admins):
    who = recording.uploaded_by
    is_here = who.removed_at is None and who.user.is_active
    return [who] if is_here else admins.get(recording.workspace_id, [])


def _warning(recording, membership):
    place = f"/w/{recording.workspace.slug}/interviews/{recording.interview_id}"
    return draft_notice(
        membership,
        key=recording.occasion,
        kind="recording",
        text=_("A recording of a talk with %(who)s will soon be deleted.")
        % {"who": recording.interview.participant.pseudonym},
        url=f"{place}/recordings/",
    )
