"""A worker process for tests: sweeps the outbox once, as the Celery task does, and ends.

It is killed at the point that a test names, just as a real worker might be. All workers are
forked from one process that has loaded the application, as Celery forks its own.
"""

import multiprocessing
import os

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from discovery.mail.tasks import sweep_outbox  # noqa: E402

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload([__name__])


def start_worker(database, failpoint, **changed_settings):
    """Start a worker on ``database`` and return its process."""
    arguments = (database, failpoint, changed_settings)
    worker = FORKED.Process(target=_work, args=arguments)
    worker.start()
    return worker


def _work(database, failpoint, changed_settings):
    os.environ["FAILPOINT"] = failpoint
    for name, value in changed_settings.items():
        setattr(settings, name, value)
    connection.settings_dict["NAME"] = database
    sweep_outbox()
