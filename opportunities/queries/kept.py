"""What many ask for at once, made once and kept for a few seconds in the memory of the process."""

import threading
import time
from collections import OrderedDict

KEPT_FOR = 5


class Kept:
    """The newest results by key; while one thread makes one, others wait for it."""

    def __init__(self, most):
        self._most = most
        self._made = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key, make):
        with self._lock:
            slot = self._made.setdefault(key, {"lock": threading.Lock(), "until": 0})
            self._made.move_to_end(key)
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        with slot["lock"]:
            if slot["until"] < time.monotonic():
                slot["result"] = make()
                slot["until"] = time.monotonic() + KEPT_FOR
            return slot["result"]
