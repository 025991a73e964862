"""The page of backups: one sentence that is true, what to do where it is not, a backup that is ordered."""

from __future__ import annotations

import dataclasses
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from iga_madoguchi.domain.accounts.permissions import Permission
from iga_madoguchi.domain.backup import service
from iga_madoguchi.domain.backup.views import BackupBoard, PlaceView, ProgressView, SnapshotView
from iga_madoguchi.domain.runs.views import Outcome, RunView
from iga_madoguchi.errors import NotAllowed, Unavailable
from iga_madoguchi.ui import backups
from iga_madoguchi.ui.admin.backup import show
from iga_madoguchi.ui.admin.backup.state import BackupState
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.guard import ALLOW, may_see
from tests.cast import City

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # noon in Iga
NIGHT = NOW - timedelta(hours=10)
BOTH = (PlaceView("/backup/a", "ok", 5 * show.GIGA), PlaceView("/backup/b", "ok", None))


def run(what: str = "backup.run", kind: str = "whole", outcome: Outcome = "done", **more: Any) -> RunView:
    at = more.get("at", NIGHT)
    return RunView(1, what, kind, at, at, at + timedelta(seconds=40), outcome, more.get("detail", ""), "abc")


GOOD = BackupBoard(
    last_whole=run(),
    last_program=run(kind="program"),
    last_check=run("backup.verify", "part"),
    last_proof=run("backup.drill"),
    failures=(),
    history=(run(),),
    running=None,
    tool_missing="",
    key_made=True,
    key_shown_at=NIGHT,
)


def said(board: BackupBoard, places: tuple[PlaceView, ...] = BOTH) -> tuple[bool, str, list[str]]:
    found = backups.problems(board, places)
    good, verdict, _ = show.verdict(board, found)
    return good, verdict, [one["title"] for one in found]


def test_all_is_safe() -> None:
    assert said(GOOD) == (True, "バックアップは、すべて正常です", [])
    values = {one["id"]: (one["value"], one["label"]) for one in show.facts(GOOD, BOTH, NOW)}
    assert values["whole"] == ("きょう 02:00", "取れています")
    assert values["proof"] == ("きょう 02:00", "確かめました")
    assert values["places"] == ("2か所に保存", "そろっています")


def test_the_first_day() -> None:
    empty = dataclasses.replace(
        GOOD, last_whole=None, last_program=None, last_check=None, last_proof=None, history=(), key_made=False
    )
    missing = (
        PlaceView("/a", "backup.place.missing", None),
        PlaceView("/b", "backup.repository.missing", 1),
    )
    assert said(empty, missing) == (False, "まだ、バックアップがありません", [])
    assert {one["label"] for one in show.facts(empty, missing, NOW)} == {"これから", "足りません"}


@pytest.mark.parametrize(
    ("change", "title"),
    [
        ({"tool_missing": "restic"}, "バックアップの道具（restic）が入っていません"),
        ({"overdue": (("backup.drill", "whole"),)}, "復元の練習が、1日より長くできていません"),
        ({"key_shown_at": None}, "復元の控えが、まだ印刷されていません"),
        (
            {"last_whole": run(outcome="warning", detail="backup.place.missing@/backup/b files=3 bytes=9")},
            "置き場所 /backup/b が見つかりません",
        ),
        (
            {"failures": (run(outcome="failed", detail="backup.disk.full", at=NOW),)},
            "バックアップのディスクがいっぱいです",
        ),
        (
            {"failures": (run("backup.drill", outcome="failed", detail="unexpected", at=NOW),)},
            "復元の練習が、うまくいきませんでした",
        ),
    ],
)
def test_what_is_wrong_is_said_once_and_what_to_do(change: dict[str, Any], title: str) -> None:
    board = dataclasses.replace(GOOD, **change)
    assert said(board) == (False, "確かめることが1件あります", [title])
    (found,) = backups.problems(board, BOTH)
    assert found["todo"]
    assert "{" not in "".join(found.values())  # type: ignore[arg-type]


def test_one_place_is_not_enough_and_a_place_that_is_gone_is_named() -> None:
    assert said(GOOD, BOTH[:1])[2] == ["2つめの置き場所が決められていません"]
    gone = (BOTH[0], PlaceView("/backup/b", "backup.place.missing", None))
    assert said(GOOD, gone)[2] == ["置き場所 /backup/b が見つかりません"]
    assert [(one["state"], one["free"]) for one in show.place_rows(gone)] == [
        ("ready", "空き 5.0 GB"),
        ("offline", ""),
    ]


def test_damage_is_told_with_the_place_where_it_is() -> None:
    found = run("backup.verify", "all", "failed", detail="backup.repository.damaged@/backup/b/sealed", at=NOW)
    board = dataclasses.replace(GOOD, failures=(found,))
    assert said(board)[2] == ["バックアップがこわれています（/backup/b）"]


def test_a_backup_at_two_places_is_one_line() -> None:
    found = [
        SnapshotView("aaaaaaaa11", "whole", NIGHT, "/backup/a"),
        SnapshotView("bb", "whole", NIGHT, "/backup/b"),
    ]
    found += [SnapshotView("cc", "program", NIGHT - timedelta(days=1), "/backup/a")]
    rows = show.snapshots(found, BOTH, NOW)
    assert [(row["at"], row["kind"], row["places"]) for row in rows] == [
        ("きょう 02:00", "全体", "1つめと2つめ"),
        ("きのう 02:00", "プログラム", "1つめ"),
    ]


def test_how_far_it_is() -> None:
    assert show.running(None, False) == ("", "", 0)
    assert show.running(None, True)[1] == "始めています"
    at_work = ProgressView("backup.run", "store", 0.42, NOW)
    assert show.running(at_work, True) == ("バックアップ", "しまっています", 55)
    assert show.running(ProgressView("backup.drill", "proof", 0.5, NOW), True) == (
        *("復元の練習", "もとと同じか確かめています"),
        50,
    )


@pytest.mark.anyio
async def test_a_backup_is_ordered_once(city: City, open_page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, go = threading.Event(), threading.Event()
    monkeypatch.setattr(service, "run", lambda *_: (inside.set(), go.wait(10)))
    page = await open_page(BackupState, city.admin())
    assert (page.verdict, page.may_act, page.running) == ("確かめることが1件あります", True, "")
    await page.start("program")
    assert inside.wait(10)
    assert (page.running, page.problem) == ("バックアップ", "")
    assert page.done.startswith("プログラムのバックアップを始めました")
    await page.start("whole")
    assert page.problem.startswith("いま、ほかのバックアップ")
    await page.start("all of it")
    assert page.problem.startswith("「手で行う」")
    go.set()
    services().orders.stop()
    await page.refresh()
    assert page.running == ""
    assert [row["what"] for row in page.history] == ["プログラムのバックアップ"]


@pytest.mark.anyio
async def test_a_list_that_cannot_be_read_says_so(
    city: City, open_page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise Unavailable("backup.key.wrong", place="/backup/a")

    monkeypatch.setattr("iga_madoguchi.ui.admin.backup.state._listed", locked)
    page = await open_page(BackupState, city.admin())
    assert page.list_problem.startswith("パスワードが /backup/a")


@pytest.mark.anyio
async def test_nobody_else_sees_it_or_orders_one(city: City, open_page: Any) -> None:
    state = BackupState.get_full_name()
    assert may_see(state, city.admin())
    assert not any(may_see(state, who) for who in (city.branch(), city.desk(), city.branch_staff("aoyama")))
    assert getattr(BackupState.event_handlers["start"].fn, ALLOW) == {Permission.ADMIN_MANAGE}
    page = await open_page(BackupState, None)
    with pytest.raises(NotAllowed):
        await page.refresh()
    with pytest.raises(NotAllowed):
        await page.start("whole")
