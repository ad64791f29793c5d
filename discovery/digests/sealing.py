"""Secrets that we must be able to read again, such as the address of a webhook.

Sealed with a key made of ``SECRET_KEY``: a copy of the database alone tells nothing, and with
another ``SECRET_KEY`` the secret is gone and has to be typed in again.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac


def seal(text):
    return _box().encrypt(text.encode()).decode() if text else ""


def unseal(sealed):
    """The secret, or an empty string if this key does not open it."""
    try:
        return _box().decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken:
        return ""


def _box():
    digest = salted_hmac("earshot.sealing", "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(digest))
