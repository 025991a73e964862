"""The whole application around the relay, at work: pages answer, transactions are written, a log leaves."""

from __future__ import annotations

import asyncio
import json
import os
import time
from pathlib import Path

import uvicorn
import uvloop

from iga_madoguchi import bootstrap, settings
from iga_madoguchi.cli import serve
from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.kit.tasks import offload
from tests.bench.relay import orders

TRANSACTIONS_PER_S = 50
ROWS_BEFORE = 10_000
EXPORT_EVERY_S = 5.0
"""So that every measuring window holds one."""
CLERK = Actor("bench", "bench")


class Work:
    """What the application's own process does beside its calls, and how much of it was done."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database, self._folder = database, folder
        self._tasks: list[asyncio.Task[None]] = []
        self._started = time.monotonic()
        self.written = self.exported = 0
        self.export_s = 0.0

    def start(self) -> None:
        self._started = time.monotonic()
        self._tasks = [asyncio.create_task(work()) for work in (self._write, self._export)]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def done(self) -> dict[str, float]:
        seconds = time.monotonic() - self._started
        return {
            "transactions_per_s": self.written / seconds,
            "exported_rows_per_s": self.exported / seconds,
            "export_s": self.export_s,
        }

    async def _write(self) -> None:
        """One transaction every 20 ms, also after a slow one."""
        begun = time.monotonic()
        while True:
            await asyncio.sleep(begun + self.written / TRANSACTIONS_PER_S - time.monotonic())
            await offload(fill, self._database, 1)
            self.written += 1

    async def _export(self) -> None:
        """An export of the whole log every EXPORT_EVERY_S."""
        while True:
            begun = time.monotonic()
            self.exported += await offload(self._export_once)
            self.export_s = time.monotonic() - begun
            await asyncio.sleep(max(0.0, begun + EXPORT_EVERY_S - time.monotonic()))

    def _export_once(self) -> int:
        entries = audit.newest(self._database, 10 * ROWS_BEFORE)
        with (self._folder / "log.jsonl").open("w", encoding="utf-8") as file:
            for entry in entries:
                file.write(json.dumps(vars(entry), default=str, ensure_ascii=False) + "\n")
        return len(entries)


def fill(database: Database, rows: int) -> None:
    """`rows` entries of the operation log in one transaction."""
    with database.transaction() as session:
        for number in range(rows):
            audit.record(session, database.clock.now(), "bench.worked", CLERK, "bench", number=number)


async def main() -> None:
    effective = settings.load()
    bootstrap.prepare(bootstrap.build(effective))
    os.environ.update(serve.REFLEX_ENVIRONMENT | {"REFLEX_CORS_ALLOWED_ORIGINS": effective.origin})
    from iga_madoguchi.iga_madoguchi import app  # late: it reads what was set above
    from iga_madoguchi.ui.context import services

    made = services()
    server = uvicorn.Server(serve._config(app, effective))
    serving = asyncio.create_task(server.serve(sockets=[serve._listen(effective.host, effective.port)]))
    while not server.started:
        await asyncio.sleep(0.05)
    await offload(fill, made.database, ROWS_BEFORE)
    work = Work(made.database, effective.data_dir)
    work.start()

    async def handle(order: orders.Order) -> str:
        call = order["call"]
        if order["do"] == "publish":
            return (await made.relay.publish(call, order["who"], order["offer"])).answer
        if order["do"] == "watch":
            return (await made.relay.watch(call, order["who"], order["publisher"], order["offer"])).answer
        if order["do"] == "work":
            return json.dumps(work.done())
        await made.relay.set_gate(call, frozenset({"1", "2"}))
        return ""

    await orders.serve(handle)
    await work.stop()
    server.should_exit = True
    await serving


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
