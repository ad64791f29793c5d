"""The folder that one installation lives in: its database, queue, uploads, mails and secret."""

import fcntl
import hashlib
import json
import os
import secrets
import tempfile
from pathlib import Path

from discovery.local.users import can_reach, database_user

# sockaddr_un holds 107 characters; PostgreSQL adds "/.s.PGSQL.5432" to the folder.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")

MARK = "EARSHOT_PLACE"


class PlaceError(Exception):
    """Something about the folder that a person has to settle; the text says what."""


class Place:
    """A data folder. Everything in it is ours, and one process at a time holds its lock."""

    def __init__(self, folder):
        self.folder = Path(folder).absolute()
        self.user = database_user()
        self._lock = None

    @property
    def logs(self):
        return self.folder / "logs"

    @property
    def mails(self):
        return self.folder / "mails"

    @property
    def runtime_file(self):
        return self.folder / "running.json"

    def prepare(self):
        """Make the folders, and say in one sentence why the place cannot be used."""
        try:
            for name in ("", "logs", "mails", "media", "static"):
                folder = self.folder / name
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except PermissionError as error:
            raise PlaceError(
                f"{error.filename} cannot be made by this user."
            ) from error
        if (owner := self.folder.stat().st_uid) != os.geteuid():
            raise PlaceError(
                f"{self.folder} belongs to user {owner}; start as that user, or choose "
                "another folder with --data."
            )
        if self.user:
            # The database's user has to pass through; what lies inside stays closed to it.
            self.folder.chmod(0o711)

    def lock(self):
        """Take the place for this process, until it ends however it ends."""
        self._lock = (self.folder / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock = None
            return False
        return True

    def secret_key(self):
        """The signing key, made once and readable by its owner only."""
        path = self.folder / "secret_key"
        if not path.exists():
            draft = path.with_suffix(".new")
            draft.unlink(missing_ok=True)
            with os.fdopen(
                os.open(draft, os.O_CREAT | os.O_WRONLY, 0o600), "w"
            ) as file:
                file.write(secrets.token_urlsafe(60))
                file.flush()
                os.fsync(file.fileno())
            draft.rename(path)
        return path.read_text()

    def database_folder(self):
        """Where the cluster lies: here, unless its user cannot come here.

        Started by root from a folder that only root may enter, the database goes to /var/lib;
        the file ``database`` remembers where. It stays where it once was made: a database
        that seemed to be empty because a folder was closed would be a bad surprise.
        """
        note = self.folder / "database"
        if note.exists():
            return Path(note.read_text())
        if can_reach(self.user, self.folder):
            return self.folder
        if (self.folder / "postgres").exists():
            raise PlaceError(
                f"User {self.user.uid} cannot reach the database in {self.folder} any more: "
                "open the folders above it again (chmod o+x)."
            )
        folder = Path(f"/var/lib/earshot/{secrets.token_hex(4)}")
        folder.mkdir(mode=0o711, parents=True)
        note.write_text(str(folder))
        return folder

    def socket_folder(self):
        """A short folder for unix sockets that no other user can enter."""
        folder = self.database_folder() / "run"
        if len(str(folder)) > LONGEST_SOCKET_FOLDER:
            name = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
            folder = Path(tempfile.gettempdir()) / f"earshot-{name}"
        folder.mkdir(mode=0o700, exist_ok=True)
        owner = self.user.uid if self.user else os.geteuid()
        if folder.is_symlink() or folder.stat().st_uid not in (owner, os.geteuid()):
            raise PlaceError(f"{folder} belongs to somebody else; remove it.")
        if self.user:
            os.chown(folder, self.user.uid, self.user.gid)
        return folder

    def write_runtime(self, facts):
        draft = self.runtime_file.with_suffix(".new")
        draft.write_text(json.dumps(facts, indent=1))
        draft.chmod(0o600)
        draft.rename(self.runtime_file)

    def read_runtime(self):
        try:
            return json.loads(self.runtime_file.read_text())
        except (OSError, ValueError):
            return {}
