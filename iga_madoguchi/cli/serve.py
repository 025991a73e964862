"""`serve`: prepares data and pages, then runs the one server process on one port."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import socket
import ssl
import sys
from typing import TYPE_CHECKING

import uvicorn

from iga_madoguchi import bootstrap
from iga_madoguchi.cli import frontend
from iga_madoguchi.cli.outcome import Outcome
from iga_madoguchi.domain.example_city import CREDENTIALS
from iga_madoguchi.domain.stopping.planned import MARKER
from iga_madoguchi.kit import lock
from iga_madoguchi.kit.journal import Bounded
from iga_madoguchi.kit.lock import LOCK
from iga_madoguchi.services import Services
from iga_madoguchi.settings import Settings, is_loopback

if TYPE_CHECKING:
    from iga_madoguchi.cli.outcome import Nouns

log = logging.getLogger(__name__)

FAILED = 2
PORT_TAKEN, TLS_UNUSABLE, BUILD_FAILED, DATA_TAKEN = 24, 25, 26, 27
TLS_SUITES = "ECDHE+AESGCM:ECDHE+CHACHA20"  # of TLS 1.2; 1.3 has its own, and older versions are off
SOCKET_LIMIT = 524_288  # bytes of one WebSocket message, as the door counts them
IN_THE_CLEAR = """
＊＊ 注意 ＊＊　暗号化していません。
{host} で待ち受けているので、ほかの機械からもこのサーバーにつながり、パスワードや相談の内容が
そのままの形で流れます。カメラとマイクも、この機械の外では使えません。
IGA_TLS_CERT と IGA_TLS_KEY に証明書を指定するか、IGA_HOST を 127.0.0.1 にしてください。
"""
LEAVE_S = 3  # seconds that open connections get at the stop

# Read by Reflex itself. The names with two underscores are internal to the pinned version; a test holds them.
REFLEX_ENVIRONMENT = {
    "REFLEX_ENV_MODE": "prod",
    "REFLEX_TELEMETRY_ENABLED": "false",
    "REFLEX_CHECK_LATEST_VERSION": "false",
    "REFLEX_SOCKET_MAX_HTTP_BUFFER_SIZE": str(SOCKET_LIMIT),
    "__REFLEX_SKIP_COMPILE": "true",
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
}


def register(nouns: Nouns, shared: argparse.ArgumentParser) -> None:
    verb = nouns.add_parser("serve", parents=[shared], help="始めます（Ctrl-C で止まります）")
    verb.add_argument("--build-only", action="store_true", help="画面の組み立てだけをします")
    verb.set_defaults(run=_serve)


def _serve(services: Services, arguments: argparse.Namespace) -> Outcome:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(Bounded())
    # These tell every second that all is as it should be.
    for chatty in ("apscheduler", "uvicorn.error", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    if arguments.build_only:
        # Also beside a server that runs.
        return _build() or Outcome(0, "画面を組み立てました。")
    settings = services.settings
    try:
        listening = _listen(settings.host, settings.port)
        ops = None if settings.ops_port is None else _listen("127.0.0.1", settings.ops_port)
    except OSError as error:
        text = f"{settings.host} の {settings.port} 番で待ち受けできません：{error.strerror}。"
        return Outcome(
            PORT_TAKEN, f"{text}\nほかのプログラムが使っていないか確かめるか、IGA_PORT を変えてください。"
        )
    try:
        _check_tls(settings)
    except (OSError, ssl.SSLError) as error:
        return Outcome(
            TLS_UNUSABLE, f"証明書（IGA_TLS_CERT と IGA_TLS_KEY）を使えません：{error.strerror or error}"
        )
    bootstrap.prepare(services)
    bootstrap.check_writable(services.database)
    services.database.engine.dispose()
    try:
        lock.hold(settings.data_dir / LOCK).close()
    except BlockingIOError:
        text = f"データの置き場所 {settings.data_dir} は、すでに動いているサーバーが使っています。"
        return Outcome(DATA_TAKEN, f"{text}\nそちらを止めるか、IGA_DATA_DIR を変えてください。")
    if (unbuilt := _build()) is not None:
        return unbuilt
    os.environ.update(REFLEX_ENVIRONMENT | {"REFLEX_CORS_ALLOWED_ORIGINS": settings.origin})
    _greet(settings)
    if in_the_clear(settings):
        _say(IN_THE_CLEAR.format(host=settings.host))
        log.warning("no TLS on an address that others reach host=%s", settings.host)
    marker = settings.data_dir / MARKER
    marker.unlink(missing_ok=True)
    failed = _run(settings, listening, ops)
    if marker.exists() and not failed:
        marker.unlink()
        _say("計画した時刻になったので、始め直します。")
        # The same process, so that nobody who watches over it takes it for an end.
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    return (
        Outcome(FAILED, "始められませんでした。上の記録を見てください。")
        if failed
        else Outcome(0, "止まりました。")
    )


def _build() -> Outcome | None:
    """The pages, if their sources changed; what is wrong, if they could not be built."""
    _say("画面を確かめています。はじめての時は1分ほどかかります。")
    try:
        frontend.ensure()
    except frontend.BuildError as error:
        return Outcome(BUILD_FAILED, str(error))
    return None


def _run(settings: Settings, listening: socket.socket, ops: socket.socket | None) -> bool:
    """Run until a signal; True if it never became ready."""
    # Late: importing the pages needs Reflex, and the other commands must work without it.
    from iga_madoguchi.iga_madoguchi import app

    servers = [(uvicorn.Server(_config(app, settings)), listening)]
    if ops is not None:
        servers.append((uvicorn.Server(_config(app.ops_app, None)), ops))  # type: ignore[attr-defined]

    def leave() -> None:
        for server, _ in servers:
            # A second Ctrl-C does not wait for anybody.
            server.force_exit = server.should_exit
            server.should_exit = True

    async def all_of_them() -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, leave)
        for server, _ in servers:
            # Uvicorn would send itself the signal again afterwards, and a clean stop would look like a crash.
            server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment]
        first, *others = [asyncio.create_task(server.serve(sockets=[sock])) for server, sock in servers]
        await first
        leave()
        await asyncio.gather(*others)

    with asyncio.Runner(loop_factory=_new_loop) as runner:
        runner.run(all_of_them())
    return not servers[0][0].started


def _config(app: object, settings: Settings | None) -> uvicorn.Config:
    """One process, no access log (a query string may hold a token), no server header."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        factory=settings is not None,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="websockets-sansio",
        ws_max_size=SOCKET_LIMIT * 2,
        ws_ping_interval=10,
        ws_ping_timeout=10,
        timeout_graceful_shutdown=LEAVE_S,
        lifespan="on" if settings is not None else "off",
        ssl_certfile=settings.tls_cert if settings else None,
        ssl_keyfile=settings.tls_key if settings else None,
        ssl_ciphers=TLS_SUITES,
    )


def _new_loop() -> asyncio.AbstractEventLoop:
    import uvloop

    return uvloop.new_event_loop()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(1024)
    except BaseException:
        listening.close()
        raise
    return listening


def _check_tls(settings: Settings) -> None:
    if settings.tls_cert is not None and settings.tls_key is not None:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
            settings.tls_cert, settings.tls_key
        )


def in_the_clear(settings: Settings) -> bool:
    """Whether other machines reach this server without TLS."""
    return settings.tls_cert is None and not is_loopback(settings.host)


def _greet(settings: Settings) -> None:
    _say(f"アドレス　{settings.public_url}/")
    credentials = settings.data_dir / CREDENTIALS
    if settings.example_data and credentials.is_file():
        _say(f"例の端末と職員の情報　{credentials}")
    _say("止めるときは Ctrl-C を押してください。")


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()
