"""Who may listen to which channel: each app registers its prefix when it is ready."""

from discovery.numbers import read_number

# Everybody hears what concerns their own membership, and nobody else's.
_listeners = {"membership": lambda membership, pk: membership.pk == pk}


def allow(prefix, may_listen):
    """Let ``may_listen(membership, pk) -> bool`` decide over channels named ``<prefix>:<pk>``."""
    _listeners[prefix] = may_listen


def may_listen(membership, channel):
    """Whether a member may hear ``channel``; an unknown or malformed one is refused."""
    prefix, _, key = channel.partition(":")
    pk = read_number(key)
    return (
        prefix in _listeners and pk is not None and _listeners[prefix](membership, pk)
    )
