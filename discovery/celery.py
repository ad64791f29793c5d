"""The Celery application, and the one way to hand work to it."""

import logging
import os

from celery import Celery
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "discovery.settings")

app = Celery("earshot")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["discovery"], related_name="heartbeat")


def enqueue(task_name, *args):
    """Send a task by name once the current transaction has committed.

    The row that the task works on is the truth and the message only a hint: a broker
    that is down costs a minute, until a sweep finds the row, and never the request.
    """
    transaction.on_commit(lambda: _send(task_name, args), robust=True)


def _send(task_name, args):
    try:
        app.send_task(task_name, args, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning(
            "Broker unreachable, %s waits for its sweep: %s", task_name, error
        )
