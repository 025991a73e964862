"""One entry of the operation log in plain Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from iga_madoguchi.domain.audit import words
from iga_madoguchi.domain.audit.service import LogEntry
from iga_madoguchi.kit.clock import local

LABELS = {
    "before": "まえ",
    "branch": "支所",
    "browser": "ブラウザーに残っていたもの",
    "by": "した人",
    "call": "通話",
    "changed": "変えたところ",
    "code": "理由",
    "count": "数",
    "days": "日数",
    "department": "課",
    "deputy": "代わりの課",
    "desks": "端末",
    "detail": "くわしく",
    "disk": "ディスクに残るもの",
    "document": "申請書",
    "field": "欄",
    "filling": "申請書",
    "first": "はじめ",
    "forgotten": "消えたもの",
    "form": "様式",
    "hours": "時間",
    "keys": "鍵",
    "kind": "種類",
    "last": "終わり",
    "length": "文字数",
    "made_at": "作った日時",
    "mask": "目隠し",
    "minutes": "分",
    "name": "名前",
    "occasion": "いつの確かめ",
    "on": "使う",
    "outcome": "結果",
    "page": "ページ",
    "parts": "見つかったもの",
    "paper": "書類",
    "place": "場所",
    "priority": "優先",
    "procedure": "手続き",
    "reason": "理由",
    "request": "頼み",
    "result": "結果",
    "revision": "版",
    "role": "役割",
    "side": "側",
    "size": "大きさ（バイト）",
    "snapshot": "バックアップ",
    "state": "状態",
    "stays": "消せなかったもの",
    "terminal": "端末",
    "unread": "調べられなかった所",
    "ups": "UPS",
    "uri": "アドレス",
    "version": "版",
    "what": "なにを",
    "why": "理由",
}
SIGNS = {True: "はい", False: "いいえ", None: "なし"}


@dataclass(frozen=True)
class Told:
    """An entry as it is shown. `more`: what else it says, each with its label."""

    seq: int
    at: str
    area: str
    what: str
    result: str
    refused: bool
    who: str
    where: str
    subject: str
    more: tuple[str, ...]
    action: str


def tell(entry: LogEntry, names: Mapping[str, str]) -> Told:
    """`names`: of terminals and departments, by id."""
    more = tuple(
        f"{LABELS.get(key, key)}：{_value(value, names)}"
        for key, value in sorted(entry.data.items())
        if value not in ("", None)
    )
    return Told(
        entry.seq,
        f"{local(entry.at):%Y-%m-%d %H:%M:%S}",
        words.area(entry.action),
        words.sentence(entry.action),
        words.result(entry.action),
        entry.action in words.REFUSED,
        words.actor(entry.actor),
        names.get(entry.terminal, entry.terminal),
        names.get(entry.subject, entry.subject),
        more,
        entry.action,
    )


def _value(value: object, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return SIGNS[value]
    return names.get(str(value), str(value))
