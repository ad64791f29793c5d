"""How often something may be done: one atomic counter for each key, in the database.

The counter stands in PostgreSQL, so that a limit holds when Valkey is down and in every
process alike (trust.md A14.2). Count before the work and outside its transaction, so that
a refused or failed attempt counts too. The written table of limits is docs/limits.md.
"""

import hashlib
import ipaddress
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils.timezone import now

# The row is the lock: whoever comes second waits for the first, and then adds one.
COUNT = """
    INSERT INTO workspaces_ratelimit AS seen (key, hits, ends_at)
    VALUES (%(key)s, 1, %(ends_at)s)
    ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN seen.ends_at <= %(now)s THEN 1 ELSE LEAST(seen.hits + 1, 1000000) END,
        ends_at = CASE WHEN seen.ends_at <= %(now)s THEN excluded.ends_at ELSE seen.ends_at END
    RETURNING hits
"""
SWEEP = """
    DELETE FROM workspaces_ratelimit WHERE key IN (
        SELECT key FROM workspaces_ratelimit WHERE ends_at <= %(now)s
        ORDER BY ends_at LIMIT 20 FOR UPDATE SKIP LOCKED
    )
"""


def hit(key, limit, seconds):
    """Count one use of ``key`` and return whether it is within ``limit`` in ``seconds``."""
    moment = now()
    counted = {
        "key": hashlib.sha256(key.encode(errors="replace")).hexdigest(),
        "now": moment,
        "ends_at": moment + timedelta(seconds=seconds),
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, counted)
        (hits,) = cursor.fetchone()
        if hits == 1:
            _sweep(cursor, moment)
    return hits <= limit


def address_of(request):
    """Return the client's address as a key for ``hit``; of IPv6 the /64 that one customer has.

    ``X-Forwarded-For`` is believed only as far as proxies of our own have written it.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        address = forwarded[-min(settings.TRUSTED_PROXIES, len(forwarded))].strip()
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        parsed = parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False)
    return str(parsed)


def _sweep(cursor, moment):
    """Forget a few counters whose window is over, each time that one begins."""
    cursor.execute(SWEEP, {"now": moment})
