"""How allauth writes to people and what it leaves in the audit trail.

It stands here because the app of accounts does not know the outbox (architecture.md 2).
"""

import uuid
from datetime import timedelta

from allauth.core import context as allauth_context
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import now

from discovery.accounts import adapters
from discovery.accounts.models import User
from discovery.audit.operations import record
from discovery.mail.operations import queue_email
from discovery.workspaces.models import Membership

# Our own words for what people see often; how long the mail is worth sending.
OCCASIONS = {
    "account/email/login_code": ("account_login_code", timedelta(minutes=10)),
    "account/email/password_reset_key": ("account_password_reset", timedelta(hours=1)),
    "account/email/email_confirmation": ("account_email_check", timedelta(days=3)),
    "account/email/email_confirmation_signup": (
        "account_email_check",
        timedelta(days=3),
    ),
    "account/email/unknown_account": ("account_unknown", timedelta(hours=1)),
}
NOTICE = ("account_notice", timedelta(days=2))


class AccountAdapter(adapters.AccountAdapter):
    """Accounts whose mails go through the outbox and whose sign-ins are on the audit trail."""

    def send_mail(self, template_prefix, email, context):
        """Queue the mail for an occasion; a code or link that has run out is not sent late."""
        template, lifetime = OCCASIONS.get(template_prefix, NOTICE)
        request = allauth_context.request
        user = context.get("user")
        language = user.language if user else translation.get_language()
        context = {"request": request, "email": email, **context}
        with translation.override(language):
            what = render_to_string(f"{template_prefix}_subject.txt", context)
        queue_email(
            template,
            key=f"{template}:{uuid.uuid4()}",
            to=email,
            context={**context, "what": " ".join(what.split())},
            workspace=None,
            language=language,
            expires_at=now() + lifetime,
        )

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        leave_trace("signed_in", user)
        return response

    def authentication_failed(self, request, **credentials):
        super().authentication_failed(request, **credentials)
        email = (credentials.get("email") or "").strip().lower()
        if user := User.objects.filter(email=email).first():
            leave_trace("sign_in_failed", user)


@transaction.atomic
def leave_trace(action, user):
    """Write a line into the trail of each workspace that the person belongs to."""
    memberships = Membership.objects.active().filter(user=user)
    for membership in memberships.select_related("workspace", "user"):
        by = membership if action == "signed_in" else None
        record(action, membership, by=by, workspace=membership.workspace)
