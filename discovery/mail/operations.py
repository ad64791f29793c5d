from django.db import transaction
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.timezone import now

from discovery.audit.operations import record
from discovery.celery import enqueue
from discovery.mail.messages import refuse_unsafe, refuse_unsafe_headers
from discovery.mail.models import OutgoingEmail, SenderStop

State = OutgoingEmail.State


def queue_email(template, **about):
    """Put an e-mail in the outbox, inside the caller's transaction; see ``draft_email``.

    Asking again with the same ``key`` changes nothing, so callers may be retried.
    """
    (email,) = queue_emails([draft_email(template, **about)])
    return email


def queue_emails(drafts):
    """Put drafts of one workspace in the outbox in two statements, however many they are.

    Of a key that is there already, the row that was there is returned and stays as it is.
    """
    if not drafts:
        return []
    OutgoingEmail.objects.bulk_create(drafts, ignore_conflicts=True)
    keys = [draft.key for draft in drafts]
    rows = OutgoingEmail.objects.filter(workspace=drafts[0].workspace, key__in=keys)
    emails = sorted(rows, key=lambda email: keys.index(email.key))
    for email in emails:
        # Perhaps once too often: the task claims its row, and finds it claimed.
        if email.state == State.QUEUED:
            enqueue("mail.deliver_email", email.pk)
    return emails


def draft_email(
    template,
    *,
    key,
    to,
    context,
    workspace,
    language=None,
    calendar="",
    calendar_method="",
    subject_ref="",
    reply_to="",
    headers=None,
    due_at=None,
    expires_at=None,
    is_outreach=False,
):
    """Write an e-mail for ``queue_emails``; ``key`` names its occasion.

    Renders ``emails/<template>_subject.txt``, ``.txt`` and, where there is one, ``.html``
    in ``language``. Without a ``context`` only the subject: the recheck of its subject
    writes the words when it goes out, and they are kept nowhere.
    """
    refuse_unsafe(to, reply_to)
    refuse_unsafe_headers(headers or {})
    email = OutgoingEmail(
        workspace=workspace,
        key=key,
        template=template,
        subject_ref=subject_ref,
        to=to,
        reply_to=reply_to,
        calendar=calendar,
        calendar_method=calendar_method,
        headers=headers or {},
        due_at=due_at or now(),
        expires_at=expires_at,
        is_outreach=is_outreach,
    )
    return write_email(email, context, language)


def write_email(email, context, language=None):
    """Fill in the words of an e-mail from its templates; saves nothing."""
    language = language or (email.workspace.language if email.workspace else "en")
    known = {"workspace": email.workspace, "language": language, **(context or {})}
    with translation.override(language):
        subject = _render_text(f"emails/{email.template}_subject.txt", known)
        if context is not None:
            email.text = _render_text(f"emails/{email.template}.txt", known)
            email.html = _render_html(email.template, known)
    email.subject = " ".join(subject.split())[:250]
    return email


def _render_text(name, context):
    """Plain text is not HTML: an apostrophe must not arrive as ``&#x27;``."""
    return get_template(name).template.render(Context(context, autoescape=False))


def _render_html(template, context):
    try:
        return render_to_string(f"emails/{template}.html", context)
    except TemplateDoesNotExist:
        return ""


def cancel_emails(*, workspace, subject_ref, reason):
    """Cancel what has not gone out yet about an object, and return how many."""
    about = OutgoingEmail.objects.filter(workspace=workspace, subject_ref=subject_ref)
    return about.waiting().update(state=OutgoingEmail.State.CANCELLED, reason=reason)


@transaction.atomic
def send_again(email, *, by):
    """Put a held or failed e-mail back in the queue; it keeps its Message-ID."""
    settled = [State.UNCONFIRMED, State.FAILED]
    changed = OutgoingEmail.objects.filter(pk=email.pk, state__in=settled).update(
        state=State.QUEUED, due_at=now(), expires_at=None, attempts=0, reason=""
    )
    if changed:
        record("email_sent_again", email, by=by)
        enqueue("mail.deliver_email", email.pk)
    return bool(changed)


@transaction.atomic
def mark_as_sent(email, *, by):
    """Settle a held e-mail: somebody has seen that it arrived."""
    changed = (
        OutgoingEmail.objects.unconfirmed()
        .filter(pk=email.pk)
        .update(state=State.SENT, sent_at=now(), reason="")
    )
    if changed:
        record("email_marked_as_sent", email, by=by)
    return bool(changed)


@transaction.atomic
def lift_suppression(suppression, *, by):
    """Let an address have mail again, because a person says that it works."""
    record("suppression_lifted", suppression, by=by)
    suppression.delete()


@transaction.atomic
def lift_sender_stop(*, by):
    """Let the queue try the mail server again."""
    stops = SenderStop.objects.of_this_sender()
    if stops.update(lifted_at=now(), lifted_by=by):
        record("mail_queue_started_again", by=by)
        enqueue("mail.sweep_outbox")
