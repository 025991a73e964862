"""The operation log leaves for those who may read it, and an auditor may do nothing else."""

from __future__ import annotations

import csv
import io

import httpx
import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.kit.clock import local
from tests.http.conftest import ORIGIN, PASSWORD, Site, Town

pytestmark = pytest.mark.anyio


def asked(site: Site, **more: str) -> dict[str, str]:
    today = str(local(site.services.clock.now()).date())
    return {"first": today, "last": today, **more}


@pytest.fixture
async def auditor(site: Site) -> httpx.AsyncClient:
    return await site.logged_in("digital", "kansa", "auditor")


async def test_an_auditor_begins_at_the_log(site: Site, auditor: httpx.AsyncClient) -> None:
    assert (await auditor.get("/")).headers["location"] == "/admin/audit"
    await auditor.post("/logout")
    answer = await auditor.post("/login", data={"login": "kansa", "password": PASSWORD})
    assert answer.headers["location"] == "/admin/audit"


async def test_the_log_as_a_table_and_on_paper(site: Site, auditor: httpx.AsyncClient) -> None:
    answer = await auditor.get("/audit/log.csv", params=asked(site))
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert answer.headers["content-disposition"].startswith('attachment; filename="sousa-kiroku-')
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {"accounts.login.accepted", "audit.log.exported"} <= {row["操作名"] for row in rows}
    one = await auditor.get("/audit/log.csv", params=asked(site, area="accounts", actor="kansa"))
    rows = list(csv.DictReader(io.StringIO(one.content.decode("utf-8-sig"))))
    assert [row["操作名"] for row in rows] == ["accounts.login.accepted"]
    paper = await auditor.get("/audit/log.pdf", params=asked(site))
    assert (paper.status_code, paper.content[:4]) == (200, b"%PDF")


async def test_who_may_not_read_it_is_refused_and_nothing_is_logged(town: Town) -> None:
    before = audit.newest(town.site.services.database, 1)
    browsers = {401: [town.site.browser()], 403: [town.kodomo, town.ayama]}
    for status, people in browsers.items():
        for browser in people:
            for name in ("csv", "pdf"):
                answer = await browser.get(f"/audit/log.{name}", params=asked(town.site))
                assert answer.status_code == status
    assert audit.newest(town.site.services.database, 1) == before


@pytest.mark.parametrize(
    "question", [{}, {"first": "x", "last": "y"}, {"first": "2026-01-02", "last": "2026-01-01"}]
)
async def test_a_question_without_sense_is_answered_with_words(
    auditor: httpx.AsyncClient, question: dict[str, str]
) -> None:
    answer = await auditor.get("/audit/log.csv", params=question)
    assert answer.status_code == 422
    assert answer.json()["code"].startswith("audit.period.")


async def test_an_auditor_does_nothing_else(town: Town) -> None:
    auditor = await town.site.logged_in("digital", "kansa", "auditor")
    number = audit.newest(town.site.services.database, 1)[0].seq
    today = asked(town.site)
    tries = [
        auditor.get("/statistics/report.pdf", params=today),
        auditor.get("/statistics/month.csv", params=today),
        auditor.get("/records/1"),
        auditor.get("/readyz"),
        auditor.get("/metrics"),
        auditor.get("/procedures/export.csv"),
        auditor.get("/procedures.csv"),
        auditor.get(f"/papers/{town.call}/x/1"),
        auditor.post(f"/papers/{town.call}", data={"kind": "document"}),
        auditor.post(f"/media/token/{town.call}", headers={"Origin": ORIGIN}),
    ]
    statuses = [(await answer).status_code for answer in tries]
    assert set(statuses) <= {403, 404, 422}
    assert audit.newest(town.site.services.database, 1)[0].seq == number
