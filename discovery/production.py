"""What a production system refuses to start with (trust.md A16.2)."""

import ipaddress
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50
FEWEST_DIFFERENT_CHARACTERS = 15
SUPERUSERS = {"postgres", "root", "admin", "rdsadmin"}


def refuse_weak_secret(secret):
    """A guessable key lets anybody sign in as anybody."""
    if len(secret) < SHORTEST_SECRET:
        raise ImproperlyConfigured(
            f"SECRET_KEY must have at least {SHORTEST_SECRET} characters."
        )
    if "insecure" in secret or len(set(secret)) < FEWEST_DIFFERENT_CHARACTERS:
        raise ImproperlyConfigured(
            "SECRET_KEY must be random; docs/deploy.md says how to make one."
        )


def refuse_plain_address(site_url):
    if not site_url.startswith("https://"):
        raise ImproperlyConfigured("SITE_URL must start with https:// in production.")


def refuse_superuser(database_url):
    """With a superuser's rights a mistake of ours would reach the whole server."""
    if urlsplit(database_url).username in SUPERUSERS:
        raise ImproperlyConfigured(
            "DATABASE_URL must not name a superuser; give Earshot a role of its own."
        )


def refuse_open_broker(redis_url):
    """Whoever reaches a broker without a password gives our workers their tasks."""
    parts = urlsplit(redis_url)
    if parts.scheme == "unix" or parts.password or _is_loopback(parts.hostname):
        return
    raise ImproperlyConfigured(
        "REDIS_URL must hold a password unless the server is this machine."
    )


def _is_loopback(host):
    if host in (None, "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
