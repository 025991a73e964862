"""Where alerts go, on real sockets: a mail relay (aiosmtpd), another system's server, a lamp's command."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"
USER, PASSWORD = "iga", "hunter2"


@dataclass
class Post:
    """A relay that keeps what it takes. `refuses`: recipients that it does not know."""

    port: int = 0
    tls: ssl.SSLContext | None = None
    letters: list[EmailMessage] = field(default_factory=list)
    envelopes: list[list[str]] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    answer: str = "250 OK"
    _running: Controller | None = None

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refuses:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            letter = message_from_bytes(content, policy=default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
            self.envelopes.append(list(envelope.rcpt_tos))
        return self.answer

    def open(self) -> None:
        options: dict[str, Any] = {}
        if self.tls is not None:
            options = {
                "tls_context": self.tls,
                "require_starttls": True,
                "auth_required": True,
                "authenticator": _known,
            }
        running = Controller(self, hostname=HOST, port=self.port or _free_port(), **options)
        running.start()
        self.port, self._running = running.port, running

    def close(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running = None

    @property
    def subjects(self) -> list[str]:
        return [str(letter["Subject"]) for letter in self.letters]


def _known(_server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any) -> AuthResult:
    fits = isinstance(data, LoginPassword) and (data.login, data.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=fits, handled=fits)


def _free_port() -> int:
    import socket

    with socket.create_server((HOST, 0)) as found:
        return int(found.getsockname()[1])


@dataclass
class Hook:
    """Another system. `answer`: its status; `go` is awaited before it answers."""

    port: int = 0
    answer: int = 204
    told: list[dict[str, Any]] = field(default_factory=list)
    went_elsewhere: int = 0
    go: threading.Event = field(default_factory=threading.Event)


@contextmanager
def hook(tls: ssl.SSLContext | None = None) -> Iterator[Hook]:
    """It listens until the end."""
    made = Hook()
    made.go.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.go.wait(5)
            if self.path != "/alerts":
                made.went_elsewhere += 1
            elif 200 <= made.answer < 300:
                made.told.append(json.loads(body))
            self.send_response(made.answer)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer((HOST, 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield made
    finally:
        made.go.set()
        server.shutdown()
        thread.join()
        server.server_close()


def lamp(folder: Path, script: str = 'echo "$@" >> told') -> Path:
    """A command that writes down its words in `told` beside it; `script` runs in that folder."""
    path = folder / "lamp"
    path.write_text(f"#!/bin/sh\ncd {folder}\n{script}\n")
    path.chmod(0o755)
    return path
