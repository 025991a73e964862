"""Without TLS on an address that others reach, the start says so; on the machine itself it does not."""

from __future__ import annotations

import contextlib
import socket
import ssl
import subprocess
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from iga_madoguchi.cli.serve import IN_THE_CLEAR, _config, in_the_clear
from iga_madoguchi.settings import load

OTHERS = ("0.0.0.0", "10.0.0.5", "::", "madoguchi.example")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", *OTHERS])
def test_who_can_listen_is_said(tmp_path: Path, host: str) -> None:
    environ = {"IGA_DATA_DIR": str(tmp_path), "IGA_HOST": host, "IGA_MEDIA_ADDRESS": "127.0.0.1"}
    assert in_the_clear(load(environ)) is (host in OTHERS)
    tls = {"IGA_TLS_CERT": str(tmp_path / "c"), "IGA_TLS_KEY": str(tmp_path / "k")}
    assert not in_the_clear(load({**environ, **tls}))
    assert "IGA_TLS_CERT" in IN_THE_CLEAR


@pytest.fixture
def over_tls(tmp_path: Path) -> Iterator[int]:
    """Something that is served as the product is, with a certificate; its port."""
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    making = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    making += ["-days", "2", "-subj", "/CN=localhost", "-keyout", str(key), "-out", str(cert)]
    subprocess.run(making, check=True, capture_output=True)
    environ = {"IGA_DATA_DIR": str(tmp_path), "IGA_TLS_CERT": str(cert), "IGA_TLS_KEY": str(key)}
    served = Starlette(routes=[Route("/", lambda _: PlainTextResponse("ok"))])
    config = _config(lambda: served, load({**environ, "IGA_MEDIA_ADDRESS": "127.0.0.1"}))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(config)
        server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listening.getsockname()[1]
        server.should_exit = server.force_exit = True
        thread.join()


def test_with_a_certificate_the_port_speaks_nothing_else(over_tls: int) -> None:
    assert httpx.get(f"https://127.0.0.1:{over_tls}/", verify=False).text == "ok"
    with pytest.raises(httpx.TransportError):
        httpx.get(f"http://127.0.0.1:{over_tls}/")


@pytest.mark.parametrize(
    ("suites", "taken"),
    [
        ("ECDHE-ECDSA-AES128-GCM-SHA256", True),
        ("ECDHE-ECDSA-AES256-GCM-SHA384", True),
        ("ECDHE-ECDSA-CHACHA20-POLY1305", True),
        ("ECDHE-ECDSA-AES128-SHA", False),
        ("ECDHE-ECDSA-AES256-SHA384", False),
        ("ECDHE-ECDSA-AES128-CCM8", False),
    ],
)
def test_only_authenticated_suites_with_keys_of_the_moment(over_tls: int, suites: str, taken: bool) -> None:
    said = _hello(over_tls, "TLSv1_2", suites)
    assert said == (suites if taken else None)


@pytest.mark.parametrize(("version", "taken"), [("TLSv1", False), ("TLSv1_1", False), ("TLSv1_3", True)])
def test_old_versions_are_not_spoken(over_tls: int, version: str, taken: bool) -> None:
    assert (_hello(over_tls, version, "ALL:@SECLEVEL=0") is not None) is taken


def _hello(port: int, version: str, suites: str) -> str | None:
    """The suite that is agreed on by a client of this version alone; None when there is none."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers(suites)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
    try:
        with socket.create_connection(("127.0.0.1", port)) as plain, context.wrap_socket(plain) as sock:
            agreed = sock.cipher()
    except (ssl.SSLError, OSError):
        return None
    return agreed[0] if agreed else None
