from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discovery.workspaces import limits
from discovery.workspaces.limits import address_of, hit
from discovery.workspaces.models import RateLimit

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is told to go on."""

    class Clock:
        at = NOON

        def forward(self, seconds):
            self.at += timedelta(seconds=seconds)

    clock = Clock()
    monkeypatch.setattr(limits, "now", lambda: clock.at)
    return clock


@pytest.mark.django_db
def test_hit_allows_as_many_as_the_limit(clock):
    assert [hit("a", 2, 60) for _ in range(4)] == [True, True, False, False]


@pytest.mark.django_db
def test_hit_counts_each_key_for_itself(clock):
    assert [hit("a", 1, 60), hit("b", 1, 60), hit("a", 1, 60)] == [True, True, False]


@pytest.mark.django_db
def test_hit_starts_again_when_the_window_is_over(clock):
    assert [hit("a", 1, 60), hit("a", 1, 60)] == [True, False]

    clock.forward(60)

    assert [hit("a", 1, 60), hit("a", 1, 60)] == [True, False]


@pytest.mark.django_db
def test_hit_forgets_counters_whose_window_is_over(clock):
    hit("a", 1, 60)
    hit("b", 1, 600)
    clock.forward(61)

    hit("c", 1, 60)

    assert RateLimit.objects.count() == 2


@pytest.mark.django_db
def test_hit_keeps_no_address(clock):
    hit("join:address:192.0.2.7", 1, 60)

    assert "192.0.2.7" not in RateLimit.objects.get().key


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_hit_lets_no_more_through_when_many_come_at_once():
    def knock(_):
        try:
            return hit("door", 10, 60)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(knock, range(60)))

    assert sum(answers) == 10


@given(
    steps=st.lists(st.integers(0, 40), max_size=40),
    limit=st.integers(1, 4),
    key=st.text(min_size=1, max_size=80),
)
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@pytest.mark.django_db
def test_hit_never_lets_more_than_the_limit_through_a_window(clock, steps, limit, key):
    RateLimit.objects.all().delete()
    begun, through = None, 0
    for step in steps:
        clock.forward(step)
        if begun is None or clock.at >= begun + timedelta(seconds=60):
            begun, through = clock.at, 0
        through += hit(key, limit, 60)

        assert through <= limit


@pytest.mark.parametrize(
    ("proxies", "address", "forwarded", "expected"),
    [
        (0, "192.0.2.7", "", "192.0.2.7"),
        (0, "192.0.2.7", "198.51.100.1", "192.0.2.7"),
        (1, "10.0.0.1", "198.51.100.1", "198.51.100.1"),
        (1, "10.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "10.0.0.1", "203.0.113.9, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (0, "2001:db8:1:2:aaaa::1", "", "2001:db8:1:2::/64"),
        (0, "2001:db8:1:2:bbbb::9", "", "2001:db8:1:2::/64"),
        (0, "::ffff:192.0.2.7", "", "192.0.2.7"),
        (1, "10.0.0.1", "<script>", "unknown"),
        (0, "", "", "unknown"),
    ],
)
def test_address_of(rf, settings, proxies, address, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR=address, headers={"X-Forwarded-For": forwarded})

    assert address_of(request) == expected
