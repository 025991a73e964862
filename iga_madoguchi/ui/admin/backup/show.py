"""What the page of backups shows of a board of backups. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from iga_madoguchi.domain.backup.views import BackupBoard, PlaceView, ProgressView, SnapshotView
from iga_madoguchi.domain.runs.views import RunView
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.backups import Problem, said, what_of
from iga_madoguchi.ui.text.ja import backup as text

GIGA = 1024**3


class Place(TypedDict):
    id: str
    name: str
    path: str
    state: str
    label: str
    free: str


class Snapshot(TypedDict):
    """One backup; `places` where it lies, in words."""

    id: str
    kind: str
    at: str
    places: str


class Past(TypedDict):
    """One run of the history."""

    id: str
    what: str
    at: str
    how: str
    state: str
    took: str
    by: str


class Fact(TypedDict):
    id: str
    title: str
    value: str
    state: str
    label: str


def when(moment: datetime, now: datetime) -> str:
    """The day as people say it, with the time."""
    here, today = local(moment), local(now).date()
    days = (today - here.date()).days
    day = {0: "きょう", 1: "きのう"}.get(days, f"{here.year}年{here.month}月{here.day}日")
    return f"{day} {here:%H:%M}"


def verdict(board: BackupBoard, found: Sequence[Problem]) -> tuple[bool, str, str]:
    """(good, one sentence, what follows from it)."""
    if found:
        return False, text.NOT_SAFE.format(count=len(found)), text.ADVICE_NOT
    if board.last_whole is None:
        return False, text.NEVER, text.ADVICE_NEVER
    return True, text.SAFE, text.ADVICE_SAFE


def facts(board: BackupBoard, places: Sequence[PlaceView], now: datetime) -> list[Fact]:
    """Last backup, last proven restore, last program, both places; each in one line."""
    good = sum(place.state == "ok" for place in places)
    needed = max(2, len(places))
    rows = {"whole": board.last_whole, "proof": board.last_proof, "program": board.last_program}
    found = []
    for name, run in rows.items():
        title, job, label = text.FACTS[name]
        found.append(_fact(name, title, run, job in board.overdue, label, now))
    where = f"{good}か所に保存" if good else "まだありません"
    label, state = ("そろっています", "ready") if good >= needed else ("足りません", "away")
    return [*found, Fact(id="places", title="置き場所", value=where, state=state, label=label)]


def place_rows(places: Sequence[PlaceView]) -> list[Place]:
    return [
        Place(
            id=f"place-{number}",
            name=f"{number}つめの置き場所",
            path=place.path,
            state="ready" if place.state == "ok" else "offline",
            label="使えます" if place.state == "ok" else said(place.state, place.path)[0],
            free="" if place.free is None else f"空き {place.free / GIGA:,.1f} GB",
        )
        for number, place in enumerate(places, 1)
    ]


def snapshots(found: Sequence[SnapshotView], places: Sequence[PlaceView], now: datetime) -> list[Snapshot]:
    """Each backup once, the newest first. A copy has its own id, but the same moment and kind."""
    numbers = {place.path: number for number, place in enumerate(places, 1)}
    lying: dict[tuple[datetime, str], list[SnapshotView]] = {}
    for one in found:
        lying.setdefault((one.at, one.kind), []).append(one)
    rows = []
    for (at, kind), copies in sorted(lying.items(), key=lambda item: item[0][0], reverse=True):
        where = sorted({numbers.get(one.place, 0) for one in copies})
        rows.append(
            Snapshot(
                id=copies[0].id[:8],
                kind=text.KINDS[kind],
                at=when(at, now),
                places="と".join(f"{number}つめ" for number in where),
            )
        )
    return rows


def history(board: BackupBoard, now: datetime) -> list[Past]:
    return [
        Past(
            id=str(run.id),
            what=what_of(run),
            at=when(run.started_at, now),
            how=text.OUTCOMES[run.outcome],
            state={"done": "ready", "running": "busy", "warning": "away"}.get(run.outcome, "offline"),
            took="" if run.took_s is None else _took(run.took_s),
            by="自動" if run.due_at is not None else "手で",
        )
        for run in board.history
    ]


def running(progress: ProgressView | None, waiting: bool) -> tuple[str, str, int]:
    """(what runs, its step, how much of all steps in percent); nothing runs: ("", "", 0)."""
    if progress is None:
        return (text.AT_WORK["backup.run"], text.WAITING, 0) if waiting else ("", "", 0)
    step, part = text.STEPS.get(progress.step, text.WAITING), progress.part
    order = text.IN_ORDER.get(progress.what, ())
    if progress.step in order:
        part = (order.index(progress.step) + part) / len(order)
    return text.AT_WORK.get(progress.what, "復元"), step, round(part * 100)


def _fact(id_: str, title: str, run: RunView | None, late: bool, good: str, now: datetime) -> Fact:
    if run is None:
        return Fact(id=id_, title=title, value="まだありません", state="never", label="これから")
    label, state = ("古くなっています", "away") if late else (good, "ready")
    return Fact(id=id_, title=title, value=when(run.started_at, now), state=state, label=label)


def _took(seconds: float) -> str:
    return f"{seconds:.0f}秒" if seconds < 90 else f"{seconds / 60:.0f}分"
