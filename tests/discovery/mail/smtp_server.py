"""A real SMTP server for tests: it keeps what it accepts, and misbehaves as told."""

import asyncio
import threading
from collections import Counter

from aiosmtpd.smtp import SMTP


class Sink:
    """Accepts mail on a port of 127.0.0.1, in a thread with a loop of its own.

    ``answers`` maps a verb (``MAIL``, ``RCPT``, ``DATA``, ``AUTH``) to what is said instead
    of 250; ``on_data`` is called before the reply to the final dot.
    """

    def __init__(self):
        self.messages = []
        self.sessions = 0
        self.answers = {}
        self.on_data = None
        self._loop = asyncio.new_event_loop()
        self._server = None
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.port = 0

    def open(self):
        async def listen():
            return await self._loop.create_server(self._session, "127.0.0.1", self.port)

        self._server = self._wait_for(listen())
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self):
        """Refuse connections from now on; the port stays ours to open again."""
        if self._server:
            self._server.close()
            self._server = None

    def end(self):
        self.close()

        async def cancel_all():
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        self._wait_for(cancel_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def recipients(self):
        """How many copies each address has had."""
        return dict(
            Counter(to for envelope in self.messages for to in envelope.rcpt_tos)
        )

    def _session(self):
        self.sessions += 1
        return SMTP(self, enable_SMTPUTF8=True, loop=self._loop)

    def _wait_for(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    async def handle_MAIL(self, server, session, envelope, address, options):
        if answer := self.answers.get("MAIL"):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.answers.get("RCPT")
        if callable(answer):
            answer = answer(address)
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if answer := self.answers.get("DATA"):
            return answer
        self.messages.append(envelope)
        if self.on_data and not self.on_data(envelope):
            # Taken, but the answer never arrives.
            server.transport.abort()
            await asyncio.sleep(0.05)
        return "250 2.0.0 taken"
