"""A fresh city for every test of the domain."""

from __future__ import annotations

from pathlib import Path

import pytest

from iga_madoguchi.domain.accounts import passwords
from tests.cast import City, make_city


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id with little memory: the same code, a hundredth of the time."""
    from passlib.context import CryptContext

    quick = CryptContext(schemes=["argon2"], argon2__type="ID", argon2__memory_cost=64, argon2__time_cost=1)
    monkeypatch.setattr(passwords, "_context", lambda: quick)


@pytest.fixture
def city(tmp_path: Path) -> City:
    return make_city(tmp_path)
