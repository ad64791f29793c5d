"""A worker process for tests: sweeps the outbox once, as the Celery task does, and ends.

It is killed at the point that FAILPOINT names, just as a real worker might be.
"""

import django

django.setup()

from discovery.mail.tasks import sweep_outbox  # noqa: E402

sweep_outbox()
