"""Who may listen to which channel: each app registers its prefix when it is ready."""

# Everybody hears what concerns their own membership, and nobody else's.
_listeners = {"membership": lambda membership, pk: membership.pk == pk}


def allow(prefix, may_listen):
    """Let ``may_listen(membership, pk) -> bool`` decide over channels named ``<prefix>:<pk>``."""
    _listeners[prefix] = may_listen


def may_listen(membership, channel):
    """Whether a member may hear ``channel``; an unknown or malformed one is refused."""
    prefix, _, pk = channel.partition(":")
    if prefix not in _listeners or not pk.isascii() or not pk.isdigit():
        return False
    return int(pk) < 2**63 and _listeners[prefix](membership, int(pk))
