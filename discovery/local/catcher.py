"""A small SMTP server that keeps every mail in a folder instead of delivering it.

In local mode all mail goes to it over SMTP, as it would to any other server; the page at
/local/mail/ shows what arrived.
"""

import argparse
import asyncio
import os
import time
from itertools import count
from pathlib import Path

from aiosmtpd.smtp import SMTP

LARGEST_MAIL = 30 * 1024 * 1024


class KeepInFolder:
    """Writes each accepted mail to a file whose name sorts by the time of its arrival."""

    def __init__(self, folder):
        self._folder = Path(folder)
        self._numbers = count(1)

    async def handle_DATA(self, server, session, envelope):
        name = f"{time.time_ns():020d}-{next(self._numbers):06d}"
        people = ", ".join(envelope.rcpt_tos)
        head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {people}\r\n"
        draft = self._folder / f"{name}.new"
        with draft.open("wb") as file:
            file.write(head.encode("ascii", "replace") + envelope.original_content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self._folder / f"{name}.eml")
        return "250 OK"


async def serve(host, port, folder):
    """Accept mail until the process is ended."""
    handler = KeepInFolder(folder)
    loop = asyncio.get_running_loop()

    def new_session():
        return SMTP(
            handler, data_size_limit=LARGEST_MAIL, enable_SMTPUTF8=True, loop=loop
        )

    server = await loop.create_server(new_session, host, port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", required=True)
    options = parser.parse_args()
    asyncio.run(serve("127.0.0.1", options.port, options.folder))
