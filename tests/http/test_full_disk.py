"""A disk that is full: a clear refusal, and nobody's words in a log."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any

import httpx
import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from tests import papers
from tests.http import test_live
from tests.http.conftest import Town, put
from tests.http.test_live import Both

pytestmark = pytest.mark.anyio
both = test_live.both
SECRET = "山田花子の診断"


def fill_disk(town: Town) -> None:
    """From now on the database finds no room, as on a full disk."""
    engine = town.site.services.database.engine

    def full(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # never less than what is there already

    engine.dispose()
    event.listen(engine, "connect", full)
    with contextlib.suppress(OperationalError), engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE filler (x)")
        while True:
            connection.exec_driver_sql("INSERT INTO filler VALUES (zeroblob(3000))")
            connection.commit()


async def test_what_is_written_on_a_paper_is_in_no_log_when_the_disk_is_full(
    town: Town, both: Both, caplog: pytest.LogCaptureFixture
) -> None:
    _, desk = both
    fill_disk(town)
    with caplog.at_level(logging.INFO):
        for n in range(9):  # until what is left of the last pages is full
            line = [[n / 200 + 0.0004, n / 200 + 0.0003] for n in range(200)]
            await desk.say(t="mark", id=f"t{n}", shape="marker", points=line, text=SECRET)
        refused = await desk.hear("refused")
        await asyncio.sleep(0.2)
    assert refused["code"] == "db.full"
    assert refused["of"] == "mark"
    assert SECRET not in caplog.text


async def test_a_documents_name_is_in_no_log_whatever_the_database_says(
    town: Town, listening: str, caplog: pytest.LogCaptureFixture
) -> None:
    with town.site.services.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER t BEFORE INSERT ON paper BEGIN SELECT RAISE(ABORT, 'any error'); END"
        )
    address = listening.replace("ws://", "http://")
    cookies = "; ".join(f"{name}={value}" for name, value in town.kodomo.cookies.items())
    headers = {"Cookie": cookies, "Origin": "http://127.0.0.1:8000"}
    async with httpx.AsyncClient(base_url=address, headers=headers) as browser:
        with caplog.at_level(logging.INFO):
            answer = await put(browser, town.call, (f"{SECRET}.pdf", papers.pdf()), kind="document")
            await asyncio.sleep(0.2)
    assert answer.status_code == 500
    assert SECRET not in caplog.text


async def test_a_full_disk_is_said_in_a_sentence(town: Town) -> None:
    fill_disk(town)
    for _ in range(15):
        answer = await town.document(papers.pdf())
        if answer.status_code != 201:
            break
    assert (answer.status_code, answer.json()["code"]) == (503, "db.full")
