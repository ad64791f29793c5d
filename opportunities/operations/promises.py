"""Following up what was promised: by its owner in one press, and by two reminders (R77)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from discovery.audit.operations import record
from discovery.mail.operations import cancel_emails, queue_email
from discovery.notifications.operations import notify
from discovery.workspaces.links import absolute_url
from discovery.workspaces.permissions import Permission
from opportunities.models import Decision, KeyInsight
from opportunities.models.decisions import MORNING
from opportunities.queries.promises import address_of, promised

AGAIN_AFTER = timedelta(weeks=1)
LAST_REMINDER = 2
# After that the next reminder, or nothing, is more to the point.
MAIL_LIVES = timedelta(days=3)
A_SWEEP = 200


@transaction.atomic
def settle(promise, *, by):
    """It is done: nobody is reminded any more."""
    row = _locked(promise)
    if row.done_at is None:
        row.done_at = now()
        _save(row, ["done_at"])
        record("promise_kept", row, by=by)
    return row


@transaction.atomic
def reopen(promise, *, by):
    """Take "done" back."""
    row = _locked(promise)
    if row.done_at:
        row.done_at, row.reminders = None, 0
        _save(row, ["done_at", "reminders"])
        record("promise_reopened", row, by=by)
    return row


@transaction.atomic
def postpone(promise, *, to, reason, by):
    """Give it another day, and say why; reminders begin anew."""
    row = _locked(promise)
    if row.day == to and row.postponed_because == reason:
        return row
    setattr(row, row.DAY, to)
    row.postponed_because, row.reminders = reason, 0
    _save(row, [row.DAY, "postponed_because", "reminders"])
    record("promise_postponed", row, by=by, fields=[row.DAY])
    return row


def _locked(promise):
    return type(promise).objects.select_for_update().get(pk=promise.pk)


def _save(row, fields):
    if hasattr(row, "version"):
        row.version += 1
        fields.append("version")
    row.save(update_fields=fields)
    forget_reminders(row)


def forget_reminders(row):
    """Take back the mail that waits in the outbox: it speaks of how it was before."""
    cancel_emails(
        workspace=row.workspace, subject_ref=_ref(row), reason="promise has changed"
    )


def due_promises():
    """``(model, key)`` of what somebody is to be reminded of now, longest due first."""
    latest = (now() + timedelta(days=1)).date()
    found = []
    for model in (KeyInsight, Decision):
        rows = promised(model).filter(
            **{f"{model.DAY}__lte": latest}, reminders__lt=LAST_REMINDER
        )
        rows = rows.select_related("workspace").order_by(model.DAY, "pk")
        found += [(model, row.pk) for row in rows[:A_SWEEP] if reminder_due(row)]
    return found


def reminder_due(promise):
    """Which reminder it is time for (1 when due, 2 a week after), or nothing."""
    zone = ZoneInfo(promise.workspace.time_zone)
    today = (now().astimezone(zone) - MORNING).date()
    if promise.day is None or today < promise.day:
        return None
    number = LAST_REMINDER if today >= promise.day + AGAIN_AFTER else 1
    return number if promise.reminders < number else None


@transaction.atomic
def remind(model, pk):
    """Remind the owner once of one promise, reading it at this moment."""
    rows = promised(model).select_for_update(skip_locked=True, of=("self",))
    row = rows.select_related("workspace", "owner__user").filter(pk=pk).first()
    number = row and reminder_due(row)
    if not number:
        return
    row.reminders = number
    row.save(update_fields=["reminders"])
    if row.owner.may(Permission.TREE_VIEW):
        _send(row, number)


def _send(row, number):
    """Words that repeat nothing of what was written: they lie in mailboxes."""
    owner = row.owner
    key = f"{_ref(row)}:{row.day:%Y-%m-%d}:{number}"
    with translation.override(owner.user.language):
        text = _WORDS[type(row), number]()
    url = address_of(row)
    notify(owner, key=key, kind="promise", text=text, url=url)
    queue_email(
        "promise_due",
        key=f"{key}:{owner.pk}",
        to=owner.user.email,
        context={"what": text, "link": absolute_url(url), "is_late": number > 1},
        workspace=row.workspace,
        language=owner.user.language,
        subject_ref=_ref(row),
        expires_at=now() + MAIL_LIVES,
    )


_WORDS = {
    (KeyInsight, 1): lambda: _("What you promised after an insight is due."),
    (KeyInsight, 2): lambda: _("What you promised after an insight is a week late."),
    (Decision, 1): lambda: _("It is time to look again at a decision of yours."),
    (Decision, 2): lambda: _("A decision of yours has waited a week for another look."),
}


def _ref(row):
    return f"{row._meta.model_name}:{row.pk}"
