"""Where we post to, and where never: our own network cannot be reached by a webhook (A8)."""

import socket
import ssl
import time
from ipaddress import ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discovery import outside
from discovery.outside import AddressRefused, NoAnswer, is_public, post, read_address
from tests.discovery.digests.tls_server import TlsServer

PUBLIC = ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111"]
NOT_PUBLIC = [
    *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.8.8.8", "169.254.169.254"),
    *("172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1"),
    *("192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.9", "224.0.0.1"),
    *("240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::127.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:20::1"),
    *("2001:db8::1", "2002:7f00:1::", "3fff::1", "5f00::1", "fc00::1", "fd12::1"),
    *("fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "4000::1", "not an address"),
]


@pytest.fixture
def in_production(settings):
    settings.LOCAL_MODE = False
    settings.OUTSIDE_NETWORKS = ()


@pytest.fixture
def answers(monkeypatch):
    """Let every name stand for these addresses; returns how often was asked."""
    asked, known = [], socket.getaddrinfo

    def answers(*addresses):
        def look_up(host, port, *more, **kwargs):
            if host.startswith("127."):
                # The connection's own question, about an address and no name.
                return known(host, port, *more)
            asked.append(host)
            found = addresses[0] if callable(addresses[0]) else addresses
            found = found() if callable(found) else found
            return [(socket.AF_INET, 1, 6, "", (address, port)) for address in found]

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        return asked

    return answers


@pytest.fixture
def connections(monkeypatch):
    """Where a connection was tried; none is made."""
    tried = []

    def connect(place, *rest):
        tried.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    return tried


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address):
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_of_nobody_elses_business(address):
    assert not is_public(address)


@given(inner=st.ip_addresses(v=4))
@settings(max_examples=50)
def test_no_address_of_ipv4_comes_in_by_way_of_ipv6(inner):
    for prefix in ("::ffff:", "::", "64:ff9b::"):
        assert not is_public(f"{prefix}{inner}")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://chat.example.com/x", "scheme"),
        ("http://127.0.0.1/x", "scheme"),
        ("ftp://chat.example.com/x", "scheme"),
        ("file:///etc/passwd", "address"),
        ("chat.example.com/x", "address"),
        ("https://", "address"),
        ("https://mara:secret@chat.example.com/x", "address"),
        ("https://chat.example.com/x#part", "address"),
        ("https://chat.example.com:22/x", "port"),
        ("https://chat.example.com:99999/x", "address"),
        ("https://ch\u0430t.example.com/x", "address"),
        ("https://chat.example.com/x y", "address"),
        ("https://chat.example.com\\@10.0.0.1/x", "address"),
        ("https://chat.example.com/x\r\nHost: other", "address"),
        ("https://[::1/x", "address"),
        ("https://chat.example.com/" + "x" * 2000, "address"),
    ],
)
def test_address_that_cannot_be_posted_to(in_production, url, reason):
    with pytest.raises(AddressRefused) as refused:
        read_address(url)

    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "url",
    [
        "https://10.0.0.1/x",
        "https://[::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://2130706433/x",
        "https://0x7f.1/x",
        "https://localhost/x",
    ],
)
def test_own_network_by_any_spelling(in_production, connections, url):
    with pytest.raises((AddressRefused, NoAnswer)) as refused:
        post(url, b"{}", {})

    assert refused.value.reason in ("private", "name")
    assert connections == []


def test_one_private_address_among_public_ones_is_enough(
    in_production, answers, connections
):
    answers("8.8.8.8", "169.254.169.254")

    with pytest.raises(AddressRefused):
        post("https://chat.example.com/x", b"{}", {})

    assert connections == []


def test_name_is_looked_up_once_and_that_address_is_used(
    in_production, answers, connections
):
    """Rebinding: the second answer would lead inside, so there must be no second question."""
    replies = iter([["8.8.8.8"], ["127.0.0.1"]])
    asked = answers(lambda: next(replies))

    with pytest.raises(NoAnswer) as silence:
        post("https://chat.example.com/x", b"{}", {})

    assert asked == ["chat.example.com"]
    assert connections == [("8.8.8.8", 443)]
    assert not silence.value.was_sent
    with pytest.raises(AddressRefused):
        post("https://chat.example.com/x", b"{}", {})


def test_operator_can_open_a_network_of_the_house(
    settings, in_production, answers, connections
):
    settings.OUTSIDE_NETWORKS = (ip_network("10.0.5.0/24"),)
    answers("10.0.5.9")

    with pytest.raises(NoAnswer):
        post("https://mattermost.internal:8065/hooks/x", b"{}", {})

    assert connections == [("10.0.5.9", 8065)]
    answers("8.8.8.8")
    with pytest.raises(AddressRefused):
        post("https://mattermost.internal:8065/hooks/x", b"{}", {})


def test_post_arrives_under_its_name(chat):
    answer = post(chat.url, b'{"a": 1}', {"Content-Type": "application/json"})

    assert answer.status == 200
    path, headers, body = chat.posts[0]
    assert path == "/hooks/secret-x7Qa?thread=1"
    assert headers["Host"].startswith("127.0.0.1:")
    assert body == {"a": 1}


def test_redirect_is_not_followed(chat):
    chat.answer_with((302, {"Location": chat.url + "&again"}))

    assert post(chat.url, b"{}", {}).status == 302
    assert len(chat.posts) == 1


def test_proxy_of_the_environment_is_not_used(chat, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    assert post(chat.url, b"{}", {}).status == 200


def test_other_side_that_drips_is_hung_up_on(chat, monkeypatch):
    monkeypatch.setattr(outside, "LONGEST", 0.5)
    chat.drips = True
    began = time.monotonic()

    with pytest.raises(NoAnswer) as silence:
        post(chat.url, b"{}", {})

    assert time.monotonic() - began < 5
    assert (silence.value.reason, silence.value.was_sent) == ("slow", True)


def test_time_that_connecting_took_is_counted(chat, monkeypatch):
    monkeypatch.setattr(outside, "LONGEST", 0.2)
    whole = socket.create_connection

    def connect_slowly(*args, **kwargs):
        time.sleep(0.4)
        return whole(*args, **kwargs)

    monkeypatch.setattr(socket, "create_connection", connect_slowly)

    with pytest.raises(NoAnswer) as silence:
        post(chat.url, b"{}", {})

    assert (silence.value.reason, silence.value.was_sent) == ("slow", False)
    assert chat.posts == []


def test_nobody_answers():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(NoAnswer) as silence:
        post(f"http://127.0.0.1:{port}/", b"{}", {})

    assert (silence.value.reason, silence.value.was_sent) == ("away", False)


@pytest.fixture
def tls(tmp_path):
    """A server for chat.example.com with a certificate that it made itself."""
    server = TlsServer(tmp_path / "server.pem")
    yield server
    server.end()


def test_certificate_that_nobody_trusts_gets_no_word_of_us(tls):
    with pytest.raises(NoAnswer) as silence:
        post(f"https://127.0.0.1:{tls.port}/x", b"{}", {})

    assert (silence.value.reason, silence.value.was_sent) == ("certificate", False)
    assert tls.requests == []


def test_name_that_was_typed_is_asked_for_and_checked(
    tls, answers, monkeypatch, settings
):
    settings.OUTSIDE_NETWORKS = (ip_network("127.0.0.0/8"),)
    trusting = ssl.create_default_context(cafile=tls.certificate)
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    answers("127.0.0.1")

    answer = post(f"https://chat.example.com:{tls.port}/x", b"{}", {})

    assert answer.status == 204
    assert tls.names == ["chat.example.com"]
    assert f"Host: chat.example.com:{tls.port}" in tls.requests[0]
    with pytest.raises(NoAnswer) as silence:
        post(f"https://other.example.com:{tls.port}/x", b"{}", {})
    assert silence.value.reason == "certificate"
