"""Posting to an address that a person typed in, without letting it point at our own network.

trust.md A8: the name is looked up once, every address it stands for must be a public one, and
the connection goes to the very address that was looked at, under the name that was typed. No
redirect is followed, no proxy of the environment is used, and nobody waits longer than
``LONGEST`` in all. The answer's words are read, up to a limit, and thrown away.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as LookupTooSlow
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from discovery.numbers import read_number

LONGEST_ADDRESS = 2000
CONNECTING = 5
LONGEST = 10
MOST_TRIED = 2
MOST_BYTES = 64 * 1024
PORTS = {443, 8443}

# Everything of IPv4 that is not somebody's public machine. Python's own ``is_global`` was
# wrong until 3.11.10, so this is a table of our own (CVE-2024-4032).
NOT_PUBLIC = [
    ipaddress.ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24"),
        *("192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
        *("224.0.0.0/4", "240.0.0.0/4"),
        # Within what IPv6 gives to the public: Teredo and other protocols, documentation, 6to4.
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
]
# All else of IPv6 is mapped, translated, local, multicast or nobody's.
PUBLIC_IPV6 = ipaddress.ip_network("2000::/3")


class AddressRefused(Exception):
    """We do not post there; ``reason``: address, scheme, port or private."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class NoAnswer(Exception):
    """``reason``: name, away, certificate, slow or broken; ``was_sent`` if they may have heard us."""

    def __init__(self, reason, was_sent=False):
        super().__init__(reason)
        self.reason, self.was_sent = reason, was_sent


@dataclass(frozen=True)
class Answer:
    status: int
    retry_after: int | None = None


def read_address(url):
    """The parts of an address that we may post to by its looks, or ``AddressRefused``."""
    is_plain = url.isascii() and url.isprintable() and " " not in url
    if not is_plain or len(url) > LONGEST_ADDRESS or "\\" in url:
        raise AddressRefused("address")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefused("address") from error
    if not parts.hostname or parts.username is not None or parts.fragment:
        raise AddressRefused("address")
    is_test = settings.LOCAL_MODE and parts.hostname == "127.0.0.1"
    if parts.scheme != "https" and not (parts.scheme == "http" and is_test):
        raise AddressRefused("scheme")
    is_odd = port is not None and port not in PORTS
    if is_odd and not is_test and not settings.OUTSIDE_NETWORKS:
        raise AddressRefused("port")
    return parts


def post(url, body, headers):
    """Send ``body`` and return the ``Answer``; nothing else ever leaves this function."""
    until = time.monotonic() + LONGEST
    parts = read_address(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = _look_up(parts.hostname, port)
    _check_addresses(found, port)
    connection = _Connection(parts, port, found)
    return _exchange(connection, _Clock(connection, until), parts, body, headers)


def _look_up(host, port):
    """All addresses of a name; waits no longer than for a connection."""
    pool = ThreadPoolExecutor(1)
    try:
        asked = pool.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        rows = asked.result(CONNECTING)
    except (OSError, LookupTooSlow, UnicodeError) as error:
        raise NoAnswer("name") from error
    finally:
        pool.shutdown(wait=False)
    return list(dict.fromkeys(row[4][0] for row in rows))


def _check_addresses(found, port):
    """Every one must be public or of a network that the operator named; none may be mixed in."""
    ours = [is_allowed(address) for address in found]
    if not found or not all(
        is_public(a) or o for a, o in zip(found, ours, strict=True)
    ):
        raise AddressRefused("private")
    if port not in PORTS and not all(ours):
        raise AddressRefused("port")


def is_public(text):
    """Whether an address belongs to a machine of the open internet."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        # With a zone, such as fe80::1%eth0.
        return False
    if address.version == 6 and address not in PUBLIC_IPV6:
        return False
    return not any(address in network for network in NOT_PUBLIC)


def is_allowed(text):
    """Whether the operator has opened this address, or a test runs on this machine."""
    with suppress(ValueError):
        address = ipaddress.ip_address(text)
        if settings.LOCAL_MODE and text == "127.0.0.1":
            return True
        return any(address in network for network in settings.OUTSIDE_NETWORKS)
    return False


class _Connection(http.client.HTTPConnection):
    """To the addresses that we looked at, under the name that was typed."""

    def __init__(self, parts, port, found):
        super().__init__(parts.hostname, port, timeout=CONNECTING)
        self._found = found[:MOST_TRIED]
        self._context = None
        if parts.scheme == "https":
            self.default_port = 443
            self._context = ssl.create_default_context()

    def connect(self):
        self.sock = self._reach()
        if self._context:
            self.sock = self._context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def _reach(self):
        """The first that answers: a name may have one of IPv6 where we have none."""
        for place in self._found:
            with suppress(OSError):
                return socket.create_connection((place, self.port), self.timeout)
        raise ConnectionRefusedError


def _exchange(connection, clock, parts, body, headers):
    """Connect, send and read the answer's head before the time is over."""
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    was_sent = False
    try:
        connection.connect()
        clock.watch()
        was_sent = True
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        with suppress(OSError, http.client.HTTPException):
            response.read(MOST_BYTES)
        return Answer(
            response.status, read_number(response.getheader("Retry-After", ""))
        )
    except ssl.SSLCertVerificationError as error:
        raise NoAnswer("certificate") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        is_slow = clock.is_over or isinstance(error, TimeoutError)
        reason = "slow" if is_slow else "broken" if was_sent else "away"
        raise NoAnswer(reason, was_sent) from error
    finally:
        clock.stop()
        connection.close()


class _Clock:
    """Hangs up when the time is over, however slowly the other side drips its answer."""

    def __init__(self, connection, until):
        self._connection = connection
        self.is_over = False
        self._timer = threading.Timer(until - time.monotonic(), self._hang_up)
        self._timer.daemon = True
        self._timer.start()

    def watch(self):
        """Give the connected socket the whole time instead of a part for each step."""
        if self.is_over:
            # There was nothing yet to hang up.
            raise TimeoutError
        self._connection.sock.settimeout(LONGEST)

    def stop(self):
        self._timer.cancel()

    def _hang_up(self):
        self.is_over = True
        with suppress(AttributeError, OSError):
            self._connection.sock.shutdown(socket.SHUT_RDWR)
