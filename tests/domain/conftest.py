"""A fresh city for every test of the domain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from iga_madoguchi.domain.accounts import passwords
from iga_madoguchi.domain.audit import words
from tests.cast import QUICK_HASHES, City, make_city


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_context", lambda: QUICK_HASHES)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    """A city of which the log is read at the end: every action that it knows has its sentence."""
    made = make_city(tmp_path)
    yield made
    query = text("SELECT DISTINCT action FROM operation_log")
    with made.database.engine.connect() as connection:
        actions = {action for action in connection.execute(query).scalars() if not action.startswith("test.")}
    assert actions - words.SENTENCES.keys() == set()
