"""The process that draws: it knows WeasyPrint and nothing of Django, the database or the network.

It reads requests from standard input and writes answers to standard output, each a length in
eight bytes and then JSON (and, in an answer, the PDF or picture after it). A page that does
not fit is set in smaller type, step by step; one that does not fit in the smallest is refused.

Run by ``snapshots.drawing``, with no environment and no network, limits on memory and open
files, and killed when it takes too long (trust.md A9.1-A9.4).
"""

import ctypes
import errno
import gc
import json
import logging
import os
import resource
import sys

from snapshots.pdf_process.drawer import Drawer, TooMuch

MEMORY = 1024 * 1024 * 1024
# Of which several pages together are made.
MOST_UNCOLLECTED = 1_000_000
NEW_USERS, NEW_NETWORK = 0x10000000, 0x40000000


def main():
    leave_the_network()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.set_threshold(MOST_UNCOLLECTED)
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    answers = sys.stdout.buffer
    # Nothing that a library prints may mix with the answers.
    sys.stdout = sys.stderr
    drawer = None
    while (head := sys.stdin.buffer.read(8)) and len(head) == 8:
        request = json.loads(sys.stdin.buffer.read(int.from_bytes(head, "big")))
        try:
            drawer = drawer or Drawer()
            answer, made = drawer.answer(request)
        except Exception as error:  # noqa: BLE001 (whatever goes wrong is an answer)
            answer, made = (
                {"failure": why(error, drawer), "detail": repr(error)[:300]},
                b"",
            )
        answer["size"] = len(made)
        words = json.dumps(answer).encode()
        answers.write(len(words).to_bytes(8, "big") + words + made)
        answers.flush()
        collect(request["do"])


def collect(done):
    """Let go of what the page left behind, now that nobody waits for it.

    What is kept, as the pages of a booklet until it is bound, is not looked at each time.
    """
    if done == "bind":
        gc.unfreeze()
    gc.collect()
    gc.freeze()


def leave_the_network():
    """Go where there is no network, if the kernel lets us: there is nothing to reach anyway."""
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    flags = NEW_NETWORK if os.geteuid() == 0 else NEW_USERS | NEW_NETWORK
    return unshare is not None and unshare(flags) == 0


def why(error, drawer):
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "no_space"
    if isinstance(error, OSError) and drawer is None:
        # WeasyPrint raises it while it is imported, if Pango is not there.
        return "no_libraries"
    return "too_long" if isinstance(error, TooMuch) else "broken"
