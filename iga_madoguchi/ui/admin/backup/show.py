"""What the page of backups says about a board of backups. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypedDict

from iga_madoguchi.domain.backup.views import BackupBoard, PlaceView, ProgressView, SnapshotView
from iga_madoguchi.domain.runs.views import RunView
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.ja import backup as text

GIGA = 1024**3
BAD = ("failed", "cut")


class Problem(TypedDict):
    """What happened, what it means, what to do now."""

    title: str
    means: str
    todo: str


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


def problems(board: BackupBoard, places: Sequence[PlaceView]) -> list[Problem]:
    """The worst first; the same thing is said once."""
    found: dict[str, Problem] = {}
    for title, means, todo in _troubles(board, places):
        found.setdefault(title, Problem(title=title, means=means, todo=todo))
    return list(found.values())


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
    rows = (
        ("whole", "最後のバックアップ（全体）", board.last_whole, ("backup.run", "whole"), "取れています"),
        ("proof", "元に戻せることの確認", board.last_proof, ("backup.drill", "whole"), "確かめました"),
        (
            "program",
            "最後のバックアップ（プログラム）",
            board.last_program,
            ("backup.run", "program"),
            "取れています",
        ),
    )
    found = [_fact(row[0], row[1], row[2], row[3] in board.overdue, row[4], now) for row in rows]
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
            label="使えます" if place.state == "ok" else _said(place.state, place.path)[0],
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
        return ("バックアップ", text.WAITING, 0) if waiting else ("", "", 0)
    names = {"backup.run": "バックアップ", "backup.drill": "復元の確認", "backup.verify": "点検"}
    step = text.STEPS.get(progress.step, text.WAITING)
    part = progress.part
    if progress.what == "backup.run" and progress.step in text.IN_ORDER:
        part = (text.IN_ORDER.index(progress.step) + part) / len(text.IN_ORDER)
    return names.get(progress.what, "復元"), step, round(part * 100)


def what_of(run: RunView) -> str:
    return text.WHATS.get((run.what, run.kind), "点検")


def _troubles(board: BackupBoard, places: Sequence[PlaceView]) -> Iterator[tuple[str, str, str]]:
    if board.tool_missing:
        yield _filled(text.NO_TOOL, package=board.tool_missing)
    for place in places:
        if place.state != "ok" and board.last_whole is not None:
            yield _said(place.state, place.path)
    if board.last_failure is not None and _stands(board, board.last_failure):
        code = board.last_failure.detail
        yield _said(code, "", what_of(board.last_failure))
    for run in (board.last_whole, board.last_program, board.last_check, board.last_proof):
        if run is not None and run.outcome == "warning":
            yield from (_said(code, at) for code, at in _noted(run.detail))
    for what, kind in board.overdue:
        yield text.FRESH[(what, kind)], "そのあとに変わったものは、もどせません。", text.FRESH_TODO[what]
    if len(places) < 2:
        yield text.NO_SECOND
    if board.key_made and board.key_shown_at is None:
        yield text.NO_KEY_SHEET


def _stands(board: BackupBoard, failure: RunView) -> bool:
    """Not what was asked to stop or was refused beside another, and not what has gone well since."""
    if failure.outcome == "cut" or failure.detail == "backup.busy":
        return False
    later = {
        "backup.run": board.last_program if failure.kind == "program" else board.last_whole,
        "backup.drill": board.last_proof,
        "backup.verify": board.last_check,
    }.get(failure.what)
    return later is None or later.started_at < failure.started_at


def _noted(detail: str) -> Iterator[tuple[str, str]]:
    """(code, place) of what a warning says; figures have no dot."""
    for word in detail.split():
        name, _, place = word.partition("@")
        code = name.partition("=")[0]
        if "." in code:
            yield code, place


def _said(code: str, place: str, what: str = "バックアップ") -> tuple[str, str, str]:
    return _filled(text.TROUBLES.get(code, text.OTHER_TROUBLE), place=place, code=code, what=what)


def _filled(row: tuple[str, str, str], **fields: str) -> tuple[str, str, str]:
    first, second, third = (part.format(**fields).replace("（）", "").replace("  ", " ") for part in row)
    return first, second, third


def _fact(id_: str, title: str, run: RunView | None, late: bool, good: str, now: datetime) -> Fact:
    if run is None:
        return Fact(id=id_, title=title, value="まだありません", state="never", label="これから")
    label, state = ("古くなっています", "away") if late else (good, "ready")
    return Fact(id=id_, title=title, value=when(run.started_at, now), state=state, label=label)


def _took(seconds: float) -> str:
    return f"{seconds:.0f}秒" if seconds < 90 else f"{seconds / 60:.0f}分"
