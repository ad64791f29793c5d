"""Who is connected to the live server, so that a test ends after the last answer was given."""

import socket
import time

PATIENCE = 8


class Visits:
    """The open connections of a server that gives each a thread of its own."""

    def __init__(self, server):
        self._server = server
        self._open = set()
        self._accept = server.process_request
        self._serve = server.process_request_thread
        server.process_request = self._begin
        server.process_request_thread = self._answer

    def _begin(self, request, address):
        self._open.add(address)
        self._accept(request, address)

    def _answer(self, request, address):
        try:
            self._serve(request, address)
        finally:
            self._open.discard(address)

    def wait_until_over(self):
        """Wait until everybody who came before has been served and has left, but not forever."""
        with socket.create_connection(self._server.server_address[:2]) as last:
            # They are let in one after another, so nobody stands before the door after us.
            self._wait(lambda: last.getsockname()[:2] in self._open)
        self._wait(lambda: not self._open)

    def _wait(self, is_so):
        until = time.monotonic() + PATIENCE
        while not is_so() and time.monotonic() < until:
            time.sleep(0.005)
