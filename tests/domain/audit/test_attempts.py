"""What was refused leaves lines, few of them, and nothing of what a stranger has sent."""

from __future__ import annotations

import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit import words
from iga_madoguchi.domain.audit.attempts import KINDS, SOURCES_LIMIT, Attempts
from iga_madoguchi.domain.audit.service import LogEntry
from tests.cast import City


def lines(city: City) -> list[LogEntry]:
    found = audit.newest(city.database, 500)
    return [entry for entry in reversed(found) if entry.action.startswith("attempts.")]


@pytest.fixture
def attempts(city: City) -> Attempts:
    return Attempts(city.database, lambda cookie: {"hers": "ayama"}.get(cookie, ""))


def test_a_flood_is_one_line_a_minute_with_its_number(city: City, attempts: Attempts) -> None:
    for _ in range(10_000):
        attempts.note("flood", address="10.0.0.7", device="hers", what="login")
    attempts.write()
    assert lines(city) == [], "the minute is not over"
    city.clock.advance(minutes=1)
    attempts.note("flood", address="10.0.0.7", device="hers", what="login")
    attempts.write()
    (line,) = lines(city)
    assert (line.action, line.terminal, line.subject) == ("attempts.flood", "ayama", "10.0.0.7")
    assert line.data == {"count": 10_000, "what": "login"}
    attempts.write(everything=True)
    assert [one.data["count"] for one in lines(city)] == [10_000, 1]


def test_each_kind_and_each_source_has_its_own(city: City, attempts: Attempts) -> None:
    for address, kind in (("10.0.0.7", "enrol"), ("10.0.0.8", "enrol"), ("10.0.0.7", "origin")):
        attempts.note(kind, address=address)  # type: ignore[arg-type]
    attempts.write(everything=True)
    assert len(lines(city)) == 3


def test_very_many_sources_share_a_line_and_none_is_lost(city: City, attempts: Attempts) -> None:
    for number in range(5000):
        attempts.note("session", address=f"10.0.{number // 250}.{number % 250}", device="x" * 43)
    attempts.write(everything=True)
    found = lines(city)
    assert len(found) <= SOURCES_LIMIT + len(KINDS)
    assert sum(int(str(one.data["count"])) for one in found) == 5000


def test_what_cannot_be_written_is_written_later(
    city: City, attempts: Attempts, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts.note("event", terminal="ayama", what="desk_state.answer")
    with monkeypatch.context() as broken:
        broken.setattr(audit, "record", _full)
        with pytest.raises(OSError, match="full"):
            attempts.write(everything=True)
    attempts.write(everything=True)
    assert [one.data["count"] for one in lines(city)] == [1]


def _full(*_: object, **__: object) -> None:
    raise OSError("full")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_sentence_and_counts_as_refused(kind: str) -> None:
    assert f"attempts.{kind}" in words.SENTENCES
    assert f"attempts.{kind}" in words.REFUSED
