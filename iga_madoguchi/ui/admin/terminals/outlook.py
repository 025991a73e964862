"""What will happen when something is not used any more, in words: pure."""

from __future__ import annotations

from collections.abc import Sequence

from iga_madoguchi.domain.terminals.views import DepartmentView, TerminalView
from iga_madoguchi.ui.admin.terminals.show import answering

_BACK = "あとで「もとに戻す」を押すと、同じ内容でもどります。"
_ANEW = "もとに戻したあとは、新しい登録リンクで端末を登録し直します。"
_DEVICE = "いま登録されている端末は、すぐに使えなくなります。"
_CODES = "まだ開いていない登録リンクは、使えなくなります。"


def of_department(
    gone: DepartmentView, all_of: Sequence[DepartmentView], places: Sequence[TerminalView], expected: int
) -> list[str]:
    """`expected` people have a reservation there."""
    told = ["住民の画面、転送先、予約から消えます。これまでの記録には、名前が残ります。"]
    if expected:
        told.append(
            f"予約が{expected}件あります。その方が番号を押しても、受け付けられません。"
            "先に、担当の課で取り消すか、連絡してください。"
        )
    idle = [place.name for place in answering(gone.id, places) if len(place.departments) == 1]
    if idle:
        told.append(f"{_list(idle)}の端末には、受ける課がなくなります。")
    left = [view.name for view in all_of if view.deputy_id == gone.id and view.retired_at is None]
    if left:
        told.append(f"{_list(left)}は、代わりの課がなくなります。")
    return [*told, _BACK]


def of_terminal(gone: TerminalView, places: Sequence[TerminalView], expected: int) -> list[str]:
    """`expected` people have a reservation there."""
    match gone.kind:
        case "branch":
            return _of_branch(gone, places, expected)
        case "desk":
            return _of_desk(gone, places)
        case _:
            return [*_devices(gone), _BACK, _ANEW]


def _of_branch(gone: TerminalView, places: Sequence[TerminalView], expected: int) -> list[str]:
    told = ["一覧、地図、予約、印刷先から消えます。これまでの記録には、名前が残ります。", *_devices(gone)]
    staff = [place.name for place in places if place.branch_id == gone.id and place.in_use]
    if staff:
        told.append(f"職員用の画面（{_list(staff)}）も、いっしょに使えなくなります。")
    if expected:
        told.append(f"この支所の予約が{expected}件あります。先に、担当の課で取り消すか、連絡してください。")
    return [*told, _BACK, _ANEW]


def _of_desk(gone: TerminalView, places: Sequence[TerminalView]) -> list[str]:
    told = _devices(gone)
    alone = [view.name for view in gone.departments if answering(view.id, places) == [gone]]
    if alone:
        told.append(f"{_list(alone)}は、ほかに受ける端末がありません。住民の画面では、呼び出せなくなります。")
    return [*told, _BACK, _ANEW]


def _devices(gone: TerminalView) -> list[str]:
    return [_CODES] if gone.enrolled_at is None else [_DEVICE, _CODES]


def _list(names: Sequence[str]) -> str:
    return "、".join(names)
