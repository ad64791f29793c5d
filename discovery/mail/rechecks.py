"""Reasons not to send after all, asked again just before an e-mail goes out.

An app that knows such a reason registers when it is ready: consent withdrawn, a booking that
has moved on (trust.md B1.6).
"""

_checks = {}


def recheck(prefix, why_not):
    """Let ``why_not(email) -> str`` judge e-mails whose subject is ``<prefix>:<pk>``.

    It returns the reason for which an e-mail must not go out any more, or an empty string.
    Of an e-mail whose words are not to be kept it writes them (``write_email``): they go out
    as they are at that moment, and no row ever holds them.
    """
    _checks[prefix] = why_not


def check_of(email):
    """The check of whoever knows about the e-mail's subject, or ``None``."""
    return _checks.get(email.subject_ref.partition(":")[0])
