"""One SMTP session, told stage by stage, and what became of each message.

The standard library's ``sendmail`` does not say whether the final dot had gone out when a
connection broke; that is the difference between trying again and asking a person.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, auto

# RFC 5321 4.5.3.2.6: a client that waits less makes duplicates.
SECONDS_FOR_REPLY_TO_DOT = 600


class Outcome(StrEnum):
    """What a server's answers amount to (trust.md B1.5)."""

    SENT = auto()
    DEFERRED = auto()
    REFUSED = auto()
    NO_SUCH_ADDRESS = auto()
    SENDER_REFUSED = auto()
    UNCONFIRMED = auto()


@dataclass(frozen=True)
class Result:
    """The outcome for one message, and the server's own words."""

    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True)
class Server:
    """Where mail is handed over, and as whom."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    timeout: float = 60


class SenderRefusedError(Exception):
    """The server does not take mail from us at all: a wrong password, a barred sender."""


class Session:
    """A connection that stays open for the next message, as long as the server lets it."""

    def __init__(self, server: Server, on_stage: Callable[[str], None]) -> None:
        self._server = server
        self._on_stage = on_stage
        self._smtp: smtplib.SMTP | None = None

    def close(self) -> None:
        if self._smtp:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                self._smtp.close()
            self._smtp = None

    def connect(self) -> smtplib.SMTP:
        """Open the connection unless it is open; TLS that was asked for is never left out."""
        if self._smtp:
            return self._smtp
        server = self._server
        smtp: smtplib.SMTP
        if server.tls:
            smtp = smtplib.SMTP_SSL(
                server.host,
                server.port,
                timeout=server.timeout,
                context=ssl.create_default_context(),
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
        if smtp.sock:
            # The dot goes alone: held back until the text is acknowledged, it costs 40 ms.
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._on_stage("connect")
        try:
            smtp.ehlo_or_helo_if_needed()
            self._on_stage("ehlo")
            if server.starttls:
                smtp.starttls(context=ssl.create_default_context())
                self._on_stage("starttls")
            if server.user:
                smtp.login(server.user, server.password)
                self._on_stage("auth")
        except smtplib.SMTPAuthenticationError as error:
            smtp.close()
            if error.smtp_code >= 500:
                raise SenderRefusedError(
                    _text(error.smtp_code, error.smtp_error)
                ) from error
            raise
        except BaseException:
            smtp.close()
            raise
        self._smtp = smtp
        return smtp

    def send(self, sender: str, recipient: str, message: bytes) -> Result:
        """Hand one message over and say what came of it; never raises for the server's sake."""
        was_open = self._smtp is not None
        result = self._try_to_send(sender, recipient, message)
        if was_open and self._smtp is None and result.outcome is Outcome.DEFERRED:
            # The server closed a connection that had waited for too long, before any dot.
            return self._try_to_send(sender, recipient, message)
        return result

    @property
    def is_open(self) -> bool:
        return self._smtp is not None

    def _try_to_send(self, sender: str, recipient: str, message: bytes) -> Result:
        try:
            return self._hand_over(self.connect(), sender, recipient, message)
        except SenderRefusedError as error:
            return Result(Outcome.SENDER_REFUSED, str(error))
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Result(Outcome.DEFERRED, _words(error))

    def _hand_over(
        self, smtp: smtplib.SMTP, sender: str, recipient: str, message: bytes
    ) -> Result:
        options = ["smtputf8"] if not (sender + recipient).isascii() else []
        self._on_stage("before-mail")
        answer = smtp.mail(sender, options)
        if answer[0] != 250:
            refused = Outcome.SENDER_REFUSED
            return self._after_refusal(
                smtp, answer, Outcome.REFUSED if options else refused
            )
        self._on_stage("mail")
        answer = smtp.rcpt(recipient)
        if answer[0] not in (250, 251):
            is_unknown = re.match(rb"5\.1\.", answer[1]) is not None
            refused = Outcome.NO_SUCH_ADDRESS if is_unknown else Outcome.REFUSED
            return self._after_refusal(smtp, answer, refused)
        self._on_stage("rcpt")
        answer = smtp.docmd("DATA")
        if answer[0] != 354:
            return self._after_refusal(smtp, answer, Outcome.REFUSED)
        self._on_stage("data")
        return self._send_body(smtp, message)

    def _send_body(self, smtp: smtplib.SMTP, message: bytes) -> Result:
        """Send the text, then the dot on its own: only from there on is the end uncertain."""
        body = re.sub(rb"(?m)^\.", b"..", message)
        body += b"" if body.endswith(b"\r\n") else b"\r\n"
        half = len(body) // 2
        smtp.send(body[:half])
        self._on_stage("half")
        smtp.send(body[half:])
        self._on_stage("dot")
        try:
            _wait_at_most(smtp, max(self._server.timeout, SECONDS_FOR_REPLY_TO_DOT))
            smtp.send(b".\r\n")
            self._on_stage("after-dot")
            answer = smtp.getreply()
            _wait_at_most(smtp, self._server.timeout)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Result(Outcome.UNCONFIRMED, _words(error))
        if answer[0] == 250:
            self._on_stage("accepted")
            return Result(Outcome.SENT, _text(*answer))
        return self._after_refusal(smtp, answer, Outcome.REFUSED)

    def _after_refusal(
        self, smtp: smtplib.SMTP, answer: tuple[int, bytes], outcome_if_final: Outcome
    ) -> Result:
        """Start afresh for the next message; a 4xx answer means to come back later."""
        code = answer[0]
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()
        if code == 421:
            self._drop()
        outcome = outcome_if_final if 500 <= code < 600 else Outcome.DEFERRED
        return Result(outcome, _text(*answer))

    def _drop(self) -> None:
        if self._smtp:
            self._smtp.close()
            self._smtp = None


def _wait_at_most(smtp: smtplib.SMTP, seconds: float) -> None:
    if smtp.sock:
        smtp.sock.settimeout(seconds)


def _text(code: int, words: bytes | str) -> str:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return f"{code} {' '.join(said.split())}"[:280]


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _text(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"[:280]
