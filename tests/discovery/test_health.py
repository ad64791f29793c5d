import json
from datetime import timedelta

import pytest
from django.utils.timezone import now

from discovery.heartbeat import KEY, redis_client
from discovery.mail.models import SenderStop, sender_fingerprint
from tests.discovery.live.server import WebServer
from tests.discovery.test_settings import PRODUCTION
from tests.factories.mail import OutgoingEmailFactory


@pytest.fixture
def worker_lives():
    redis_client().set(KEY, 1, ex=30)
    yield
    redis_client().delete(KEY)


@pytest.mark.django_db
def test_all_is_ready(client, worker_lives):
    answer = client.get("/readyz")

    assert answer.json() == {
        "database": "ok",
        "broker": "ok",
        "worker": "ok",
        "mail": "ok",
    }
    assert answer.status_code == 200


@pytest.mark.django_db
def test_without_a_worker_only_the_database_is_ready(client):
    redis_client().delete(KEY)

    assert client.get("/readyz").status_code == 503
    assert client.get("/readyz").json()["worker"] == "down"
    assert client.get("/readyz?only=database").json() == {"database": "ok"}


@pytest.mark.django_db
def test_mail_that_should_be_gone_is_late(client, worker_lives):
    OutgoingEmailFactory(due_at=now() - timedelta(minutes=6))

    assert client.get("/readyz").json()["mail"] == "late"


@pytest.mark.django_db
def test_a_stopped_queue_is_told(client, worker_lives):
    SenderStop.objects.create(sender=sender_fingerprint(), reason="535")

    assert client.get("/readyz").json()["mail"] == "stopped"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_without_a_database_pages_ask_to_come_back_and_health_still_answers():
    server = WebServer(
        DATABASE_URL="postgres://nobody@/nothing?host=/nowhere",
        LOCAL_MODE="1",
        DEBUG="0",
        SECRET_KEY=PRODUCTION["SECRET_KEY"],
        SITE_URL="http://localhost",
    )
    server.start()
    page = server.request(
        "GET", "/accounts/login/", headers={"Cookie": "sessionid=abc"}
    )
    words = page.read().decode()
    ready = server.request("GET", "/readyz")
    parts = json.loads(ready.read())
    server.stop()

    assert (page.status, page.headers["Retry-After"]) == (503, "10")
    assert "Back in a moment" in words
    assert (ready.status, parts["database"]) == (503, "down")


@pytest.mark.slow
def test_a_load_balancer_may_ask_by_number_and_without_tls():
    server = WebServer(**PRODUCTION, DEBUG="0", LOCAL_MODE="0")
    server.start()
    answer = server.request("GET", "/healthz", headers={"Host": "10.1.2.3"})
    said = answer.read()
    server.stop()

    assert (answer.status, said) == (200, b"ok")
