"""What the bureau reads, made from the overview: pure, states and times only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypedDict

from iga_madoguchi.domain.calls.views import CallView, DepartmentState
from iga_madoguchi.domain.monitoring import words as checks
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.monitoring.sentences import HANDBOOK, STATES
from iga_madoguchi.domain.monitoring.views import CheckView, IncidentView, Overview, Standing, Tile
from iga_madoguchi.domain.terminals.policy import HALL
from iga_madoguchi.domain.terminals.views import Spot
from iga_madoguchi.kit.clock import local
from iga_madoguchi.ui.text.ja.office import CALL_STATES, DEPARTMENT_STATES, TILE_STATES

SERVER = (
    *("media.away", "media.lag", "loop.lag", "cpu.busy", "memory.low", "data.unwritable", "disk.full"),
    *("database.away", "raid.degraded", "disk.failing", "temperature.high", "supply.failed"),
)
POWER = ("ups.battery", "ups.silent", "ups.battery.old")


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
    """One open fault; `id` 0 while it could not be written down. `seen`: who acknowledged it, and when."""

    id: int
    look: str
    title: str
    happened: str
    hampered: str
    todo: list[str]
    call: str
    handbook: str
    seen: str
    comment: str


class Vital(TypedDict):
    """One line of the side column: `state` of STATES, and its words."""

    id: str
    name: str
    state: str
    label: str
    more: str


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


def problems(view: Overview, phones: Mapping[str, str]) -> list[Problem]:
    """`phones` as `checks.call` takes them."""
    return [_problem(one, phones) for one in view.standing.incidents]


def vitals(view: Overview) -> list[Vital]:
    """The server, the UPS, the last backup and the last proof that it can be brought back."""
    standing = view.standing
    rows = (
        ("server", "サーバー", standing.worst(*SERVER), _load(standing)),
        ("power", "停電への備え（UPS）", standing.worst(*POWER), _charge(standing)),
        ("backup", "最後のバックアップ", standing.of("backup.age"), _ago(view, "backup.age")),
        ("proof", "元にもどせる確認", standing.of("backup.proof"), _ago(view, "backup.proof")),
    )
    return [_vital(id_, name, found, more) for id_, name, found, more in rows]


def departments(view: Overview) -> list[TileRow]:
    return [_department(department) for department in view.departments]


def mood(view: Overview) -> str:
    """As bad as the worst that is wrong; never "ok" while something that is needed is not known."""
    if view.standing.incidents:
        return "bad" if any(one.status == Status.BAD for one in view.standing.incidents) else "warn"
    known = view.standing.looked_at is not None and not view.standing.unknown
    return "ok" if known and not view.never else "unknown"


def verdict(view: Overview) -> str:
    count = len(view.standing.incidents)
    if count:
        return f"対応が必要です：{count}件"
    if view.standing.looked_at is None:
        return "いま確かめています"
    if view.never and view.never == sum(tile.needed for tile in view.tiles):
        return "端末がまだ登録されていません"
    if view.standing.unknown:
        return f"まだわからないことが{len(view.standing.unknown)}件あります"
    return f"登録していない端末が{view.never}台あります" if view.never else "すべて正常です"


def advice(view: Overview) -> str:
    if any(one.cause.check == "ups.battery" for one in view.standing.incidents):
        return "上から順に対応してください。電気がもどるまで、新しい相談は受け付けられないことがあります。"
    if view.standing.incidents:
        return "上から順に対応してください。ほかは、いつもどおり使えます。"
    if view.standing.looked_at is None:
        return "数秒で、ここに出ます。続くときは、サーバーの保守の担当に伝えてください。"
    said = []
    if view.standing.unknown:
        names = dict.fromkeys(checks.words_of(one.cause.check).name for one in view.standing.unknown)
        said.append("、".join(names) + "。わかると、自動で変わります。")
    if view.never:
        said.append(f"登録していない端末が{view.never}台あります。登録リンクを開くと使えるようになります。")
    if said:
        return "".join(said)
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


def _problem(one: IncidentView, phones: Mapping[str, str]) -> Problem:
    seen, comment = one.acknowledged, ""
    if seen is not None:
        comment = seen.comment
    return Problem(
        id=one.id or 0,
        look="seen" if seen else ("bad" if one.status == Status.BAD else "warn"),
        title=checks.title(one),
        happened=checks.happened(one),
        hampered=checks.hampered(one),
        todo=checks.todo(one),
        call=checks.call(one, phones),
        handbook=HANDBOOK.format(name=checks.words_of(one.cause.check).name),
        seen="" if seen is None else f"{checks.moment(seen.at)} {seen.by}が確認しました",
        comment=comment,
    )


def _vital(id_: str, name: str, found: CheckView | None, more: str) -> Vital:
    state = "none" if found is None else str(found.status)
    return Vital(id=id_, name=name, state=state, label=STATES[state], more=more)


def _load(standing: Standing) -> str:
    parts = (
        ("CPUの使用", "cpu.busy", ""),
        ("メモリの空き", "memory.low", ""),
        ("ディスクの空き", "disk.full", "data"),
    )
    found = [(name, standing.of(check, subject)) for name, check, subject in parts]
    said = [f"{name} {one.value:.0f}%" for name, one in found if one is not None and one.value is not None]
    return "　".join(said)


def _charge(standing: Standing) -> str:
    found = standing.of("ups.battery")
    if found is None:
        return "UPS は登録されていません"
    charge = found.words.get("charge")
    return f"電池 {charge}%" if charge else ""


def _ago(view: Overview, check: str) -> str:
    found = view.standing.of(check)
    if found is None or found.value is None:
        return "まだありません"
    return checks.moment(view.checked_at - timedelta(hours=found.value))


def _day(moment: datetime) -> str:
    here = local(moment)
    return f"{here.month}月{here.day}日"
