"""`papers list|purge|rotate-key`."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2
import pytest

from iga_madoguchi.adapters.vault import FileVault
from iga_madoguchi.domain.papers import mat
from iga_madoguchi.kit import lock

Run = Any


@pytest.fixture
def data(tmp_path: Path, run: Run) -> Path:
    """A data directory with one key in its vault."""
    folder = tmp_path / "data"
    assert run("db", "migrate")[0] == 0
    vault = FileVault(folder, None)
    vault.open()
    key = vault.new_key()
    (folder / "blob.txt").write_text(f"{key} {vault.put(key, b'paper')}")
    return folder


def readable(folder: Path, given: bytes | None = None) -> bool:
    vault = FileVault(folder, given)
    vault.open()
    return vault.get(*(folder / "blob.txt").read_text().split()) == b"paper"


def test_nothing_is_kept_at_first(data: Path, run: Run) -> None:
    assert json.loads(run("papers", "list", "--json")[1]) == {"papers": []}
    assert json.loads(run("papers", "purge", "--json")[1]) == {"purged": 0}


def test_a_new_master_key(data: Path, run: Run) -> None:
    before = (data / "vault.key").read_bytes()
    assert json.loads(run("papers", "rotate-key", "--json")[1]) == {"rewrapped": 1}
    assert (data / "vault.key").read_bytes() != before
    assert readable(data)
    assert "1 件" in run("audit", "verify")[1]


def test_not_while_the_server_runs(data: Path, run: Run) -> None:
    before = (data / "vault.key").read_bytes()
    with lock.hold(data / lock.LOCK):
        code, _, told = run("papers", "rotate-key")
    assert code == 33
    assert "サーバーを止めて" in told
    assert (data / "vault.key").read_bytes() == before


def test_the_operators_own_key(data: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new, junk = tmp_path / "new.key", tmp_path / "junk.key"
    new.write_text(base64.b64encode(bytes(range(32))).decode())
    junk.write_text("junk")
    assert run("papers", "rotate-key", "--to", str(junk))[0] == 35
    code, told, _ = run("papers", "rotate-key", "--to", str(new))
    assert (code, f"IGA_VAULT_KEY_FILE={new}" in told) == (0, True)
    monkeypatch.setenv("IGA_VAULT_KEY_FILE", str(new))
    assert readable(data, bytes(range(32)))
    assert run("papers", "rotate-key")[0] == 34


@pytest.mark.parametrize("value", ["short", base64.b64encode(b"x" * 31).decode(), "あ" * 44])
def test_an_unusable_key_stops_the_start_and_is_not_repeated(
    run: Run, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("IGA_VAULT_KEY", value)
    code, out, told = run("doctor")
    assert code == 2
    assert "IGA_VAULT_KEY" in told
    assert value not in told + out


def test_the_key_is_never_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    value = base64.b64encode(bytes(range(32))).decode()
    monkeypatch.setenv("IGA_VAULT_KEY", value)
    _, out, told = run("doctor")
    assert value not in out + told
    assert str(bytes(range(32))) not in out + told


def test_the_mat_is_an_a3_page_whose_markers_are_found(data: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "mat.pdf"
    assert run("papers", "mat", "--out", str(out))[0] == 0
    page = pypdfium2.PdfDocument(out.read_bytes())[0]
    width, height = (side / 72 * 25.4 for side in page.get_size())
    assert (round(width), round(height)) == (420, 297)
    picture = np.asarray(page.render(scale=2).to_pil().convert("RGB"))
    finder = cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_ARUCO_MIP_36H12))
    corners, ids, _ = finder.detectMarkers(picture)
    assert sorted(int(one) for one in ids.ravel()) == [0, 1, 2, 3]
    side = np.linalg.norm(corners[0][0][0] - corners[0][0][1]) / 2 / 72 * 25.4
    assert abs(side - mat.MARKER_MM) < 0.5


def test_a_place_that_cannot_be_written_is_said(data: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run("papers", "mat", "--out", str(tmp_path / "file" / "mat.pdf"))
    assert done[0] == 37
    assert "mat.pdf" in done[2]
