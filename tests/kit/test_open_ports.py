"""What this machine listens on is seen in the kernel's own tables."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from iga_madoguchi.kit.open_ports import reachable, unexpected
from iga_madoguchi.settings import SettingsError, load


@pytest.mark.parametrize(
    ("host", "seen"),
    [("0.0.0.0", True), ("::", True), ("127.0.0.1", False), ("127.0.0.9", False), ("::1", False)],
)
@pytest.mark.parametrize("kind", ["tcp", "udp"])
def test_what_others_reach_is_an_opening(host: str, seen: bool, kind: str, tmp_path: Path) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sort = socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM
    clients = tmp_path / "range"
    clients.write_text("1\t2\n")
    with socket.socket(family, sort) as sock:
        sock.bind((host, 0))
        if kind == "tcp":
            sock.listen()
        opening = (kind, sock.getsockname()[1])
        assert (opening in reachable(clients=clients)) is seen
        clients.write_text("1\t65535\n")  # numbers for whoever asks something
        assert (opening in reachable(clients=clients)) is (seen and kind == "tcp")
    assert opening not in reachable(clients=clients)


def test_who_is_expected_is_not_named() -> None:
    openings = [("tcp", 22), ("tcp", 443), ("tcp", 5432), ("udp", 443), ("udp", 40007), ("tcp", 40007)]
    found = unexpected(openings, 443, (40000, 40199), (22,))
    assert found == [("tcp", 5432), ("udp", 443), ("tcp", 40007)]


def test_the_operator_names_the_others(tmp_path: Path) -> None:
    assert load({"IGA_DATA_DIR": str(tmp_path)}).open_ports == (22,)
    assert load({"IGA_DATA_DIR": str(tmp_path), "IGA_OPEN_PORTS": "22, 21112"}).open_ports == (22, 21112)
    with pytest.raises(SettingsError, match="IGA_OPEN_PORTS"):
        load({"IGA_DATA_DIR": str(tmp_path), "IGA_OPEN_PORTS": "ssh"})
