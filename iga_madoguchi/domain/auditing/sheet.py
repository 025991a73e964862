"""The operation log on A4."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from iga_madoguchi.domain.audit.reading import Wanted
from iga_madoguchi.domain.audit.words import AREAS
from iga_madoguchi.domain.auditing.telling import Told
from iga_madoguchi.domain.printing.sheets import Block, Table, Text, sheet
from iga_madoguchi.kit.clock import local


def log(wanted: Wanted, entries: Sequence[Told], made: datetime) -> str:
    """Every entry in one row, oldest first."""
    days = f"{wanted.first:%Y年%m月%d日} から {wanted.last:%Y年%m月%d日} まで"
    blocks: list[Block] = [Text(f"{days}、{len(entries)} 件{_chosen(wanted)}。新しいものほど下です。")]
    if entries:
        blocks.append(Table([_row(one) for one in entries], head=("番号", "日時", "できごと", "だれ・端末")))
    else:
        blocks.append(Text("この期間の記録はありません。"))
    note = f"作成 {local(made):%Y-%m-%d %H:%M}"
    return sheet("操作記録", blocks, note=note, office=True)


def _chosen(wanted: Wanted) -> str:
    chosen = [
        *([AREAS[wanted.area]] if wanted.area else []),
        *(value for value in (wanted.actor, wanted.terminal, wanted.subject) if value),
        *(["できなかったものだけ"] if wanted.refused else []),
    ]
    return f"（{'、'.join(chosen)}）" if chosen else ""


def _row(one: Told) -> tuple[str, ...]:
    what = one.what if not one.refused else f"{one.what}【{one.result}】"
    detail = "、".join([*([one.subject] if one.subject else []), *one.more])
    who = f"{one.who}\n{one.where}" if one.where else one.who
    return str(one.seq), one.at, f"{what}\n{detail}" if detail else what, who
