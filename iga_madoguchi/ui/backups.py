"""What is wrong with the backups, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypedDict

from iga_madoguchi.domain.backup.views import BackupBoard, PlaceView
from iga_madoguchi.domain.runs.views import RunView
from iga_madoguchi.ui.text.ja import backup as text


class Problem(TypedDict):
    """What happened, what it means, what to do now."""

    title: str
    means: str
    todo: str


def problems(board: BackupBoard, places: Sequence[PlaceView]) -> list[Problem]:
    """All of it, the worst first; the same thing is said once."""
    return _once([*_serious(board, places), *_unfinished(board, places)])


def said(code: str, place: str, what: str = "バックアップ") -> tuple[str, str, str]:
    """Title, what it means, what to do, for the code of a failure or of a place's state."""
    return _filled(text.TROUBLES.get(code, text.OTHER_TROUBLE), place=place, code=code, what=what)


def what_of(run: RunView) -> str:
    return text.WHATS.get((run.what, run.kind), "点検")


def _serious(board: BackupBoard, places: Sequence[PlaceView]) -> Iterator[tuple[str, str, str]]:
    if board.tool_missing:
        yield _filled(text.NO_TOOL, package=board.tool_missing)
    for place in places:
        if place.state != "ok" and board.last_whole is not None:
            yield said(place.state, place.path)
    for failure in board.failures:
        code, _, at = failure.detail.partition("@")
        yield said(code, _place(at, places), what_of(failure))
    for run in (board.last_whole, board.last_program, board.last_check, board.last_proof):
        if run is not None and run.outcome == "warning":
            yield from (said(code, _place(at, places)) for code, at in _noted(run.detail))
    for what, kind in board.overdue:
        yield text.FRESH[(what, kind)], text.FRESH_MEANS, text.FRESH_TODO[what]


def _unfinished(board: BackupBoard, places: Sequence[PlaceView]) -> Iterator[tuple[str, str, str]]:
    if len(places) < 2:
        yield text.NO_SECOND
    if board.key_made and board.key_shown_at is None:
        yield text.NO_KEY_SHEET


def _once(rows: Sequence[tuple[str, str, str]] | Iterator[tuple[str, str, str]]) -> list[Problem]:
    found: dict[str, Problem] = {}
    for title, means, todo in rows:
        found.setdefault(title, Problem(title=title, means=means, todo=todo))
    return list(found.values())


def _place(at: str, places: Sequence[PlaceView]) -> str:
    """The place as it was set up, also where one of the two repositories in it is meant."""
    return next((one.path for one in places if at == one.path or at.startswith(f"{one.path}/")), at)


def _noted(detail: str) -> Iterator[tuple[str, str]]:
    """(code, place) of what a warning says; figures have no dot."""
    for word in detail.split():
        name, _, place = word.partition("@")
        code = name.partition("=")[0]
        if "." in code:
            yield code, place


def _filled(row: tuple[str, str, str], **fields: str) -> tuple[str, str, str]:
    first, second, third = (part.format(**fields).replace("（）", "").replace("  ", " ") for part in row)
    return first, second, third
