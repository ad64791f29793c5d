"""What each worker notes on disk while it hands a message over, one line for each stage.

Between our final dot and the server's reply nobody can know whether a message was taken. The
journal makes that window as small as it can be: after a crash it tells the messages whose dot
was never sent (send again) and those that were accepted (done) from the few in between.
"""

import fcntl
import os
import socket
import uuid
from pathlib import Path

DOT = "dot"
ACCEPTED = "accepted"

# Only what must survive the machine is forced to disk: that a dot may have gone out. The other
# lines survive the death of the process as they are, and reach the disk with the next dot.
_FORCED = {DOT}


class Journal:
    """The file of one worker process, locked for as long as the process lives."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.name = f"{socket.gethostname()[:30]}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self.path = folder / f"{self.name}.journal"
        # Under its name only once it is locked: unlocked, it would be taken for an orphan.
        draft = self.path.with_suffix(".new")
        self._file = os.open(draft, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        draft.rename(self.path)
        self._process = os.getpid()
        _force_folder(folder)

    @property
    def is_ours(self) -> bool:
        """False in a forked child, which must open its own."""
        return self._process == os.getpid()

    def note(self, attempt: str, stage: str) -> None:
        os.write(self._file, f"{attempt} {stage}\n".encode())
        if stage in _FORCED:
            os.fdatasync(self._file)

    def clear(self) -> None:
        """Forget everything, once all that it speaks of is settled in the database."""
        os.ftruncate(self._file, 0)


class OrphanedJournal:
    """The journal of a worker that has died, held while its messages are settled."""

    def __init__(self, path: Path, file: int) -> None:
        self.name = path.stem
        self._path = path
        self._file = file

    def last_stages(self) -> dict[str, str]:
        """The last stage of each attempt. A half-written last line counts for nothing."""
        lines = self._path.read_text(errors="replace").split("\n")[:-1]
        return dict(line.split(" ", 1) for line in lines if " " in line)

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)
        os.close(self._file)

    def release(self) -> None:
        os.close(self._file)


def orphaned_journals(folder: Path) -> list[OrphanedJournal]:
    """The journals in ``folder`` whose worker no longer lives."""
    found = []
    for path in sorted(folder.glob("*.journal")):
        try:
            file = os.open(path, os.O_RDONLY)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            continue
        found.append(OrphanedJournal(path, file))
    return found


def _force_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
