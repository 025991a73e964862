"""Without TLS on an address that others reach, the start says so; on the machine itself it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from iga_madoguchi.cli.serve import IN_THE_CLEAR, in_the_clear
from iga_madoguchi.settings import load

OTHERS = ("0.0.0.0", "10.0.0.5", "::", "madoguchi.example")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", *OTHERS])
def test_who_can_listen_is_said(tmp_path: Path, host: str) -> None:
    environ = {"IGA_DATA_DIR": str(tmp_path), "IGA_HOST": host, "IGA_MEDIA_ADDRESS": "127.0.0.1"}
    assert in_the_clear(load(environ)) is (host in OTHERS)
    tls = {"IGA_TLS_CERT": str(tmp_path / "c"), "IGA_TLS_KEY": str(tmp_path / "k")}
    assert not in_the_clear(load({**environ, **tls}))
    assert "IGA_TLS_CERT" in IN_THE_CLEAR
