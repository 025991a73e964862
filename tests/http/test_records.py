"""A record's paper goes to its own department, the statistics' files to the bureau, and nothing to others."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

import httpx
import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.records import service
from iga_madoguchi.domain.records.views import Draft, Stamp
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.domain.terminals.views import DepartmentView
from iga_madoguchi.kit.clock import local
from tests.http.conftest import Town

pytestmark = pytest.mark.anyio
MEMO = "一時預かりの相談。母子手帳を見せてもらった。"


def write_down(town: Town) -> int:
    """The call of kodomo's desk has ended and stands in a finished record."""
    made = town.site.services
    kodomo = town.identity(town.kodomo)
    calls.hang_up(made.database, made.presence, kodomo, town.call)
    draft = Draft(memo=MEMO, procedure_id="x.y", procedure_name="=1+1", result="done")
    return service.finish(made.database, kodomo, town.call, "hoiku", draft, Stamp(0)).id


def period(town: Town) -> str:
    today = local(town.site.services.clock.now()).date()
    return f"first={today}&last={today}"


def looks(town: Town) -> list[tuple[str, str]]:
    entries = audit.newest(town.site.services.database, 200)
    return [(entry.actor, entry.subject) for entry in entries if entry.action == "records.record.printed"]


def text_of(pdf: bytes, folder: Path) -> str:
    (folder / "one.pdf").write_bytes(pdf)
    run = ["pdftotext", "-layout", str(folder / "one.pdf"), "-"]
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout


async def test_a_record_is_a_paper_for_its_own_desk_and_every_look_is_logged(
    town: Town, tmp_path: Path
) -> None:
    number = write_down(town)
    answer = await town.kodomo.get(f"/records/{number}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["cache-control"] == "no-store"
    said = text_of(answer.content, tmp_path)
    for needed in ("相談の記録", "母子手帳を見せてもらった", "保育幼稚園課", "阿山支所", str(number)):
        assert needed in said
    assert "途中" not in said
    assert looks(town) == [("kodomo2", str(number))]
    (entry,) = [
        one for one in audit.history(town.site.services.database, str(number)) if "printed" in one.action
    ]
    assert "母子" not in str(entry.data), "the log tells that, never what"


async def test_who_is_not_of_the_department_learns_not_even_that_there_is_one(town: Town) -> None:
    number = write_down(town)
    bureau = await town.site.logged_in("digital", "bureau2", "admin")
    absent = await town.kodomo.get("/records/2026010100001")
    assert absent.status_code == 404
    for who in (town.hoken, town.ayama, town.aoyama, bureau):
        answer = await who.get(f"/records/{number}")
        assert (answer.status_code, answer.content) == (404, absent.content)
    assert (await town.site.browser().get(f"/records/{number}")).status_code == 401
    assert looks(town) == []


@pytest.mark.parametrize("number", ["0", "-1", "x", "１", "9" * 18, "9" * 400, "1.5", "%00", "%ff"])
async def test_what_is_no_number_is_no_record(town: Town, number: str) -> None:
    answer = await town.kodomo.get(f"/records/{number}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_table_is_a_file_that_a_spreadsheet_opens_and_nothing_runs(town: Town) -> None:
    write_down(town)
    database = town.site.services.database
    terminals.add_department(database, DepartmentView("odd", "=cmd|x", "例", "paper", ""), SYSTEM)
    bureau = await town.site.logged_in("digital", "bureau2", "admin")
    answer = await bureau.get(f"/statistics/department.csv?{period(town)}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert answer.headers["cache-control"] == "no-store"
    day = period(town)[-10:].replace("-", "")
    assert (
        answer.headers["content-disposition"] == f'attachment; filename="toukei-department-{day}-{day}.csv"'
    )
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [row[1] for row in rows if row[0] in ("保育幼稚園課", "合計")] == ["1", "2"]
    assert [row[0] for row in rows if "cmd" in row[0]] == ["'=cmd|x"]
    matters = await bureau.get(f"/statistics/matter.csv?{period(town)}")
    assert "\r\n'=1+1,1,1,1," in matters.text


async def test_every_table_and_the_report_can_be_had(town: Town, tmp_path: Path) -> None:
    bureau = await town.site.logged_in("digital", "bureau2", "admin")
    for table in ("branch", "department", "matter", "hour", "weekday", "month"):
        answer = await bureau.get(f"/statistics/{table}.csv?{period(town)}")
        assert answer.status_code == 200
        assert answer.content.decode("utf-8-sig").splitlines()[-1].startswith("合計,2,2,2,")
    ways = await bureau.get(f"/statistics/assumptions.csv?{period(town)}")
    assert "阿山支所,19.0,40,80" in ways.text
    report = await bureau.get(f"/statistics/report.pdf?{period(town)}")
    assert (report.status_code, report.headers["content-type"]) == (200, "application/pdf")
    assert "利用のまとめ" in text_of(report.content, tmp_path)


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ("branch.csv", 422, "records.period.days"),
        ("branch.csv?first=2026-04-01", 422, "records.period.days"),
        ("branch.csv?first=x&last=2026-04-01", 422, "records.period.days"),
        ("branch.csv?first=2026-04-02&last=2026-04-01", 422, "records.period.order"),
        ("report.pdf?first=0001-01-01&last=9999-12-31", 422, "records.period.too_long"),
        ("report.pdf?first=%00&last=%ff", 422, "records.period.days"),
        ("report.pdf?first=" + "1" * 3000 + "&last=2026-04-01", 422, "records.period.days"),
        ("clerk.csv?first=2026-04-01&last=2026-04-01", 404, "not_found"),
        ("branch.xlsx?first=2026-04-01&last=2026-04-01", 404, "not_found"),
    ],
)
async def test_bad_input_is_a_clear_problem(town: Town, asked: str, status: int, code: str) -> None:
    bureau = await town.site.logged_in("digital", "bureau2", "admin")
    answer = await bureau.get(f"/statistics/{asked}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code


async def test_the_figures_are_the_bureaus(town: Town) -> None:
    for path in (
        f"branch.csv?{period(town)}",
        f"report.pdf?{period(town)}",
        f"assumptions.csv?{period(town)}",
    ):
        for who in (town.kodomo, town.ayama):
            answer = await who.get(f"/statistics/{path}")
            assert (answer.status_code, answer.json()["code"]) == (403, "records.statistics.not_yours")
        assert (await town.site.browser().get(f"/statistics/{path}")).status_code == 401


async def test_a_flood_is_slowed_down(town: Town) -> None:
    statuses = [(await _ask(town.kodomo)).status_code for _ in range(40)]
    assert set(statuses) == {404, 429}
    assert statuses[0] == 404


async def _ask(browser: httpx.AsyncClient) -> httpx.Response:
    return await browser.get("/records/1")
