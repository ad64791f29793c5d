"""Places where a test may kill the worker: ``FAILPOINT=name:k`` dies at the k-th passing."""

import os
import signal
from collections import Counter

from django.conf import settings

_passed = Counter()


def failpoint(name):
    """Do nothing, unless a test-only setting is on and a test has named this place."""
    if not settings.MAIL_FAILPOINTS:
        return
    wanted, _, number = os.environ.get("FAILPOINT", "").partition(":")
    if wanted == name:
        _passed[name] += 1
        if _passed[name] == int(number or 1):
            os.kill(os.getpid(), signal.SIGKILL)
