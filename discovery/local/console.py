"""What a person sees while things start: one line for each step, with the time it took."""

import sys
import time
from contextlib import contextmanager


def tell(text=""):
    print(text, flush=True)


@contextmanager
def step(text):
    """Say what is going on before it is done, and how long it took after."""
    started_at = time.monotonic()
    if sys.stdout.isatty():
        print(f"  {text} …", end="\r", flush=True)
    yield
    tell(f"  {text} ({time.monotonic() - started_at:.1f} s)")


def tail(path, lines=20):
    """The end of a log, for when something went wrong."""
    try:
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""
