"""A fresh city for every test of the domain."""

from __future__ import annotations

from pathlib import Path

import pytest

from iga_madoguchi.domain.accounts import passwords
from tests.cast import QUICK_HASHES, City, make_city


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_context", lambda: QUICK_HASHES)


@pytest.fixture
def city(tmp_path: Path) -> City:
    return make_city(tmp_path)
