"""The operation log only grows, and whoever bends it all the same is found out, each way by its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.examining import CUT_OFF, Fault, Kind
from iga_madoguchi.domain.audit.seal import KEY, WITNESS, Head, Seal
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.errors import Unavailable
from tests.cast import City
from tests.domain.audit.bending import bend

FORGED = """INSERT INTO operation_log (seq, at, action, actor, terminal, subject, data, previous, hash)
SELECT {seq}, at, action, 'forger', terminal, subject, data, hash, '{hash}' FROM operation_log
WHERE seq = {after}"""


@pytest.fixture
def sealed(city: City, tmp_path: Path) -> Database:
    """The city's database with a seal, and six entries."""
    made = Database(city.database.engine, city.hub, city.clock, {audit.SEAL: Seal(tmp_path)})
    write(made, 6)
    return made


def write(database: Database, count: int) -> None:
    for number in range(count):
        with database.transaction() as session:
            audit.record(session, database.clock.now(), "test.entry.made", SYSTEM, "thing", number=number)


def faults(database: Database) -> tuple[Fault, ...]:
    return audit.verify(database).faults


def test_an_untouched_log_fits(sealed: Database) -> None:
    verdict = audit.verify(sealed)
    assert (verdict.fitting, verdict.faults, verdict.head.seq) == (6, (), 6)


@pytest.mark.parametrize(
    "statement", ["UPDATE operation_log SET actor = 'nobody'", "DELETE FROM operation_log WHERE seq = 6"]
)
def test_the_database_itself_refuses_a_change(sealed: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match="only grows"), sealed.engine.begin() as connection:
        connection.execute(text(statement))
    assert faults(sealed) == ()


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (["UPDATE operation_log SET actor = 'nobody' WHERE seq = 2"], Fault(Kind.CHANGED, 2, 2)),
        (["UPDATE operation_log SET data = '{}' WHERE seq IN (2, 3)"], Fault(Kind.CHANGED, 2, 3)),
        (["UPDATE operation_log SET hash = 'x' WHERE seq = 6"], Fault(Kind.CHANGED, 6, 6)),
        (["UPDATE operation_log SET at = '2001-01-01 00:00:00' WHERE seq = 1"], Fault(Kind.CHANGED, 1, 1)),
        (["DELETE FROM operation_log WHERE seq = 1"], Fault(Kind.REMOVED, 1, 1)),
        (["DELETE FROM operation_log WHERE seq = 3"], Fault(Kind.REMOVED, 3, 3)),
        (["DELETE FROM operation_log WHERE seq IN (3, 4)"], Fault(Kind.REMOVED, 3, 4)),
        (["DELETE FROM operation_log WHERE seq = 6"], Fault(Kind.CUT, 6, 6)),
        (["DELETE FROM operation_log WHERE seq > 2"], Fault(Kind.CUT, 3, 6)),
        (["DELETE FROM operation_log"], Fault(Kind.CUT, 1, 6)),
        ([FORGED.format(seq=7, after=6, hash="f" * 64)], Fault(Kind.INSERTED, 7, 7)),
        (
            [
                "UPDATE operation_log SET seq = seq + 100 WHERE seq > 3",
                FORGED.format(seq=4, after=3, hash="f"),
            ],
            Fault(Kind.INSERTED, 4, 4),
        ),
    ],
)
def test_each_way_of_bending_is_named(sealed: Database, statements: list[str], found: Fault) -> None:
    bend(sealed.engine, *statements)
    assert found in faults(sealed)


def test_several_faults_are_all_named(sealed: Database) -> None:
    bend(
        sealed.engine,
        "UPDATE operation_log SET subject = '' WHERE seq = 1",
        "DELETE FROM operation_log WHERE seq IN (3, 6)",
    )
    assert faults(sealed) == (
        Fault(Kind.CHANGED, 1, 1),
        Fault(Kind.REMOVED, 3, 3),
        Fault(Kind.CUT, 6, 6),
    )


def test_what_a_backup_or_the_journal_remembers_tells_too(sealed: Database) -> None:
    kept = audit.verify(sealed).head
    write(sealed, 1)
    assert audit.examine(sealed, [kept, Head(9, "0" * 64)]).faults == (Fault(Kind.CUT, 8, 9),)
    assert audit.examine(sealed, [Head(kept.seq, "0" * 64)]).faults == (Fault(Kind.CHANGED, 6, 6),)


@pytest.mark.parametrize("further", [0, 1, 5])
def test_a_start_after_a_cut_writes_it_down_for_good(sealed: Database, tmp_path: Path, further: int) -> None:
    bend(sealed.engine, "DELETE FROM operation_log WHERE seq > 4")
    again = Database(sealed.engine, sealed.hub, sealed.clock, {audit.SEAL: Seal(tmp_path)})
    audit.resume(again)
    write(again, further)
    audit.resume(again)
    assert faults(again) == (Fault(Kind.CUT, 5, 6),)
    assert [entry.action for entry in audit.newest(again, 20)].count(CUT_OFF) == 1


def test_a_start_with_nothing_cut_off_writes_nothing(sealed: Database) -> None:
    audit.resume(sealed)
    assert audit.verify(sealed).fitting == 6


def test_a_lost_or_forged_witness_is_a_fault_of_its_own(sealed: Database, tmp_path: Path) -> None:
    witness = tmp_path / WITNESS
    told = witness.read_text()
    witness.write_text(told.replace('"seq": 6', '"seq": 3'))
    assert faults(sealed) == (Fault(Kind.UNWITNESSED),)
    witness.unlink()
    assert faults(sealed) == (Fault(Kind.UNWITNESSED),)
    write(sealed, 1)
    assert faults(sealed) == (), "the next entry is witnessed again"


def test_what_was_not_committed_is_not_witnessed(sealed: Database) -> None:
    def taken_back() -> None:
        with sealed.transaction() as session:
            audit.record(session, sealed.clock.now(), "test.entry.made", SYSTEM)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        taken_back()
    assert faults(sealed) == ()


def test_older_entries_stand_below_the_first_sealed_one(city: City, tmp_path: Path) -> None:
    write(city.database, 3)
    sealed = Database(city.database.engine, city.hub, city.clock, {audit.SEAL: Seal(tmp_path)})
    assert faults(sealed) == ()
    write(sealed, 2)
    assert faults(sealed) == ()
    assert faults(Database(sealed.engine, city.hub, city.clock, {audit.SEAL: Seal(tmp_path)})) == ()
    bend(sealed.engine, "UPDATE operation_log SET actor = 'nobody' WHERE seq = 2")
    assert faults(sealed) == (Fault(Kind.CHANGED, 2, 2),)


def test_another_key_fits_nothing_and_an_unreadable_one_stops_writing(
    sealed: Database, tmp_path: Path
) -> None:
    key = tmp_path / KEY
    assert key.stat().st_mode & 0o777 == 0o600
    other = Database(sealed.engine, sealed.hub, sealed.clock, {audit.SEAL: Seal(tmp_path / "other")})
    write(other, 1)
    bend(sealed.engine, "DELETE FROM operation_log WHERE seq = 7")
    key.write_text("{")
    broken = Database(sealed.engine, sealed.hub, sealed.clock, {audit.SEAL: Seal(tmp_path)})
    for attempt in (lambda: write(broken, 1), lambda: audit.verify(broken)):
        with pytest.raises(Unavailable) as refused:
            attempt()
        assert refused.value.code == "audit.key.unreadable"
