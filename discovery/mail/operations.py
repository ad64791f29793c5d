from django.db import transaction
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.timezone import now

from discovery.celery import enqueue
from discovery.mail.models import OutgoingEmail


@transaction.atomic
def queue_email(
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
    """Put an e-mail in the outbox, inside the caller's transaction.

    Renders ``emails/<template>_subject.txt``, ``.txt`` and, where there is one, ``.html``
    in ``language``. Asking again with the same ``key`` changes nothing, so callers may be retried.
    """
    language = language or (workspace.language if workspace else "en")
    context = {"workspace": workspace, "language": language, **context}
    with translation.override(language):
        subject = _render_text(f"emails/{template}_subject.txt", context)
        text = _render_text(f"emails/{template}.txt", context)
        html = _render_html(template, context)
    email, created = OutgoingEmail.objects.get_or_create(
        workspace=workspace,
        key=key,
        defaults={
            "template": template,
            "subject_ref": subject_ref,
            "to": to,
            "reply_to": reply_to,
            "subject": " ".join(subject.split())[:250],
            "text": text,
            "html": html,
            "calendar": calendar,
            "calendar_method": calendar_method,
            "headers": headers or {},
            "due_at": due_at or now(),
            "expires_at": expires_at,
            "is_outreach": is_outreach,
        },
    )
    if created:
        enqueue("mail.deliver_email", email.pk)
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
    waiting = [OutgoingEmail.State.QUEUED, OutgoingEmail.State.DEFERRED]
    return OutgoingEmail.objects.filter(
        workspace=workspace, subject_ref=subject_ref, state__in=waiting
    ).update(state=OutgoingEmail.State.CANCELLED, reason=reason)
