"""What is remembered for minutes: gone by time, by being taken, and by too many others."""

from __future__ import annotations

import pytest

from iga_madoguchi.kit import shortly
from iga_madoguchi.kit.shortly import Shortly


def test_it_is_gone_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(shortly.time, "monotonic", lambda: now)
    kept: Shortly[str] = Shortly(10)
    kept.put("a", "first")
    now += 9
    assert kept.get("a") == "first"
    kept.put("a", "again")
    now += 9
    assert kept.get("a") == "again"
    now += 1
    assert (kept.get("a"), kept.take("a"), kept.get("b")) == (None, None, None)


def test_it_is_taken_once() -> None:
    kept: Shortly[int] = Shortly(10)
    kept.put("a", 1)
    assert (kept.take("a"), kept.take("a")) == (1, None)


def test_the_oldest_give_way() -> None:
    kept: Shortly[int] = Shortly(10, limit=2)
    for number, key in enumerate("abc"):
        kept.put(key, number)
    assert [kept.get(key) for key in "abc"] == [None, 1, 2]
