"""Commands run in this process, on data of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from iga_madoguchi.cli.main import main
from iga_madoguchi.domain.accounts import passwords
from tests.cast import QUICK_HASHES

Run = Any


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on data of its own; (exit code, standard output, standard error)."""
    monkeypatch.setenv("IGA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("IGA_EXAMPLE_DATA", "0")
    monkeypatch.setattr(passwords, "_context", lambda: QUICK_HASHES)

    def go(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(list(arguments))
        except SystemExit as left:
            code = int(left.code or 0)
        told = capsys.readouterr()
        return code, told.out, told.err

    return go
