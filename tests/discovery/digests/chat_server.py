"""A chat tool as a test needs it: answers as it is told to, and keeps what it was sent."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class ChatServer:
    def __init__(self):
        self.posts, self.answers = [], []
        self.drips = False
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_port}/hooks/secret-x7Qa?thread=1"

    def answer_with(self, *answers):
        """Statuses, or (status, headers), for the next posts in order; after them 200."""
        self.answers = list(answers)

    def open(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def end(self):
        self._server.shutdown()
        self._server.server_close()

    def _handler(self):
        chat = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                chat.posts.append((self.path, dict(self.headers), json.loads(body)))
                if chat.drips:
                    return self._drip()
                answer = chat.answers.pop(0) if chat.answers else 200
                status, headers = answer if isinstance(answer, tuple) else (answer, {})
                if status is None:
                    return self.connection.close()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                return self.wfile.write(b"ok")

            def do_GET(self):
                chat.posts.append((self.path, dict(self.headers), None))
                self.send_response(200)
                self.end_headers()

            def _drip(self):
                """One byte of the head now and then, for ever."""
                for byte in b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"a" * 1000:
                    try:
                        self.wfile.write(bytes([byte]))
                    except OSError:
                        return
                    time.sleep(0.05)

            def log_message(self, *args):
                pass

        return Handler
