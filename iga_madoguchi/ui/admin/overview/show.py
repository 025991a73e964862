"""What the bureau reads, made from the overview: pure, states and times only."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from iga_madoguchi.domain.calls.views import CallView, DepartmentState
from iga_madoguchi.domain.monitoring.views import Overview, Tile
from iga_madoguchi.domain.terminals.policy import HALL
from iga_madoguchi.domain.terminals.views import Spot
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.ja.office import CALL_STATES, DEPARTMENT_STATES, TILE_STATES


class TileRow(TypedDict):
    """One terminal. `place` are the class names that put it on the map, "" when it is not on it."""

    id: str
    place: str
    name: str
    state: str
    label: str
    more: str


class LineRow(TypedDict):
    """A line on the map from the city hall to a branch; `d` as a path has it."""

    id: str
    d: str


class CallRow(TypedDict):
    id: str
    branch: str
    department: str
    state: str
    label: str
    since: str


class Problem(TypedDict):
    """What happened, who is hampered and what to do, for one terminal or for the server."""

    id: str
    title: str
    hampered: str
    todo: str


_ALONE = Problem(
    id="hub",
    title="ほかのサーバーと連絡がとれません",
    hampered="このサーバーにつながる窓口は、いつもどおり使えます。ほかのサーバーの画面は、変わるのが遅れることがあります。",
    todo="サーバーの担当に、Redis（レディス）が動いているかを確かめてもらってください。もどれば、自動でつながります。",
)


_BENT = Problem(
    id="log",
    title="操作記録が、書いたときのままではありません",
    hampered="相談は、いつもどおり続けられます。操作記録の一部は、信じることができません。",
    todo="「操作記録」を開いて番号を確かめ、情報セキュリティの担当に伝えてください。サーバーは止めません。",
)


def tiles(view: Overview, kind: str) -> list[TileRow]:
    return [_tile(tile) for tile in view.tiles if tile.kind == kind]


def lines(view: Overview) -> list[LineRow]:
    """The map is 900 wide and 760 high: three columns, and eight half rows of which a tile fills two."""
    hall_x, hall_y = _middle(HALL)
    found = []
    for tile in view.tiles:
        if tile.kind == "branch" and tile.spot is not None:
            x, y = _middle(tile.spot)
            found.append(LineRow(id=tile.id, d=f"M{hall_x} {hall_y} {x} {y}"))
    return found


def _middle(spot: Spot) -> tuple[int, int]:
    return 300 * spot.column - 150, 95 * spot.row


def calls(view: Overview) -> list[CallRow]:
    return [_call(call) for call in view.open_calls]


def problems(view: Overview) -> list[Problem]:
    return [_problem(tile) for tile in view.problems] + [_ALONE] * view.alone + [_BENT] * view.log_bent


def departments(view: Overview) -> list[TileRow]:
    return [_department(department) for department in view.departments]


def verdict(view: Overview) -> str:
    count = len(problems(view))
    if count:
        return f"対応が必要です：{count}件"
    if all(tile.state == "never" for tile in view.tiles if tile.needed):
        return "端末がまだ登録されていません"
    return "すべて正常です"


def advice(view: Overview) -> str:
    if problems(view):
        return "下の順に確かめてください。ほかの端末は、いつもどおり使えます。"
    waiting = sum(tile.state == "never" for tile in view.tiles if tile.needed)
    if waiting:
        return f"まだ登録していない端末が{waiting}台あります。登録リンクを開くと使えるようになります。"
    return "していただくことはありません。"


def today(view: Overview) -> str:
    if view.average_wait_s is None or view.longest_wait_s is None:
        return f"{view.calls_today}件"
    return f"{view.calls_today}件　平均の待ち {_span(view.average_wait_s)}　最長 {_span(view.longest_wait_s)}"


def _span(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole}秒" if whole < 60 else f"{whole // 60}分{whole % 60}秒"


def _tile(tile: Tile) -> TileRow:
    label = TILE_STATES[tile.state]
    if tile.partner and tile.kind == "branch":
        label = f"{label} {tile.partner}"
    more = tile.tested or ("" if tile.enrolled_at is None else f"{_day(tile.enrolled_at)}に登録")
    place = "" if tile.spot is None else f"map-c{tile.spot.column} map-r{tile.spot.row}"
    return TileRow(id=tile.id, place=place, name=tile.name, state=tile.state, label=label, more=more)


def _department(department: DepartmentState) -> TileRow:
    more = f"お待ち{department.waiting}人" if department.waiting else ""
    return TileRow(
        id=department.id,
        place="",
        name=department.name,
        state=department.state,
        label=DEPARTMENT_STATES[department.state],
        more=more,
    )


def _call(call: CallView) -> CallRow:
    since = call.answered_at or call.rang_at or call.placed_at
    return CallRow(
        id=call.id,
        branch=call.branch_name,
        department=call.department_name,
        state="in_call" if call.state == "answered" else "away",
        label=CALL_STATES[call.state],
        since=f"{local(since):%H:%M}から",
    )


def _problem(tile: Tile) -> Problem:
    if tile.kind == "branch":
        hampered = f"{tile.name}に来た方が、画面から相談できません。"
    else:
        hampered = f"{tile.name}の端末で、呼び出しを受けられません。"
    return Problem(
        id=tile.id,
        title=f"{tile.name}の端末につながりません",
        hampered=hampered,
        todo="電話で、端末の電源と画面、通信の線が入っているかを確かめてもらってください。",
    )


def _day(moment: datetime) -> str:
    here = local(moment)
    return f"{here.month}月{here.day}日"
