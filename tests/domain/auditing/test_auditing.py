"""What an auditor reads and takes away; that this is logged too; and the check of the whole log."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit import words
from iga_madoguchi.domain.audit.reading import Wanted
from iga_madoguchi.domain.audit.seal import Seal
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.auditing import checking, service
from iga_madoguchi.domain.auditing.checking import LogCheck
from iga_madoguchi.errors import Conflict, InvalidInput
from iga_madoguchi.kit.clock import local
from tests.cast import City
from tests.domain.audit.bending import bend

AUDITOR = Actor("kansa", "digital")


@pytest.fixture
def wanted(city: City) -> Wanted:
    today = local(city.clock.now()).date()
    return Wanted(today, today)


def test_entries_are_told_in_words_with_names(city: City, wanted: Wanted) -> None:
    city.enrol("kodomo")
    told, older = service.look(city.database, wanted)
    assert older == 0
    assert [one.what for one in told[:2]] == [
        "端末を登録しました",
        "端末を登録するためのコードを出しました",
    ]
    assert told[1].subject == "こども未来課" or "こども" in told[1].subject
    assert told[1].who == "システム"


def test_every_area_and_every_refusal_is_one_of_our_actions() -> None:
    assert {action.partition(".")[0] for action in words.SENTENCES} == words.AREAS.keys()
    assert words.REFUSED <= words.SENTENCES.keys()


def test_the_table_is_whole_harmless_and_logged(city: City, wanted: Wanted) -> None:
    with city.database.transaction() as session:
        audit.record(session, city.clock.now(), "calls.call.placed", Actor("=1+1"), "x", reason="@evil\nline")
    data = b"".join(service.table(city.database, wanted, AUDITOR)).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(data))
    assert head == list(service.HEAD)
    placed = next(row for row in rows if row[-1] == "calls.call.placed")
    assert placed[5] == "'=1+1"
    assert rows[-1][-1] == "audit.log.exported", "taking it away is in it already"
    assert (rows[-1][5], rows[-1][6]) == ("kansa", "デジタル自治推進局")


def test_a_sheet_has_a_bound_and_says_what_was_chosen(
    city: City, wanted: Wanted, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = service.document(city.database, wanted, AUDITOR, city.clock.now())
    assert "操作記録をファイルに書き出しました" in html
    monkeypatch.setattr(service, "SHEET_ENTRIES", 0)
    with pytest.raises(InvalidInput) as refused:
        service.document(city.database, wanted, AUDITOR, city.clock.now())
    assert refused.value.code == "audit.sheet.too_long"


@pytest.fixture
def sealed(city: City, tmp_path: Path) -> Database:
    made = Database(city.database.engine, city.hub, city.clock, {audit.SEAL: Seal(tmp_path)})
    with made.transaction() as session:
        for number in range(5):
            audit.record(session, made.clock.now(), "calls.call.placed", AUDITOR, f"{number}")
    return made


def test_a_check_says_what_it_found(sealed: Database) -> None:
    check = LogCheck(sealed, "here")
    assert checking.last(sealed) is None
    assert check.run(None).outcome == "done"
    assert (check.part, checking.last(sealed).outcome) == (None, "done")  # type: ignore[union-attr]
    bend(sealed.engine, "UPDATE operation_log SET actor = 'x' WHERE subject = '3'")
    result = check.run(None)
    assert (result.outcome, result.detail.split(":")[0]) == ("failed", "audit.broken changed")
    assert checking.last(sealed).outcome == "failed"  # type: ignore[union-attr]


def test_one_check_at_a_time_and_what_runs_ends_with_the_server(
    sealed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "BREATH_S", 0.5)
    check = LogCheck(sealed, "here")
    check.order(AUDITOR)
    with pytest.raises(Conflict) as refused:
        check.order(AUDITOR)
    assert refused.value.code == "audit.check.busy"
    check.stop()
    assert check.part is None
    assert checking.last(sealed) is None, "a check that was broken off has found nothing"
