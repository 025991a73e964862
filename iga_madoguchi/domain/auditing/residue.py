"""痕跡ゼロ証明: for one day, whether every call of every branch was followed by a look that found nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.audit import reading, words
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.reading import Wanted
from iga_madoguchi.domain.audit.service import Actor, LogEntry
from iga_madoguchi.domain.printing.sheets import Block, Box, Heading, Table, Text, sheet
from iga_madoguchi.domain.terminals import residue
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.kit.clock import local

PLACED = "calls.call.placed"
ENDS = frozenset(
    f"calls.call.{verb}"
    for verb in (
        *("cancel", "park", "discard", "expire", "hang_up_branch", "hang_up_desk", "time_out", "lose"),
        *("sit_down",),
    )
)
"""After these the terminal is free for the next person; a call that is still on is looked at later."""
KINDS = {
    "storage": "ブラウザーの保存領域",
    "session": "ブラウザーの一時の保存領域",
    "caches": "ページのキャッシュ",
    "cache": "ブラウザーのキャッシュ",
    "databases": "ブラウザーのデータベース",
    "workers": "裏で動くプログラム",
    "cookies": "クッキー",
    "permissions": "いらない許可",
    "blobs": "一時のデータ",
    "history": "履歴",
    "downloads": "ダウンロード",
    "temporary": "一時ファイル",
    "dumps": "異常終了の記録",
    "spool": "印刷待ち",
    "other": "そのほか",
    "all": "ディスクのすべて",
}
OCCASIONS = {"call": "相談のあと", "night": "夜", "again": "新しく始めたあと"}
ROWS = 500
"""Of the list of what was found: a sheet that nobody reads proves nothing."""


@dataclass(frozen=True)
class Look:
    """One look at a terminal: when, on what occasion, what became of it, and at what."""

    at: datetime
    terminal: str
    occasion: str
    call: str
    verdict: str
    what: str


@dataclass(frozen=True)
class Branch:
    """One branch's day. `unproved`: calls after which nobody looked."""

    name: str
    calls: int
    unproved: int
    looks: tuple[Look, ...]

    def count(self, verdict: str) -> int:
        return sum(one.verdict == verdict for one in self.looks)

    @property
    def nights(self) -> int:
        return sum(one.occasion == "night" for one in self.looks)


@dataclass(frozen=True)
class Proof:
    day: date
    branches: tuple[Branch, ...]

    @property
    def calls(self) -> int:
        return sum(one.calls for one in self.branches)

    @property
    def unproved(self) -> int:
        return sum(one.unproved for one in self.branches)

    @property
    def found(self) -> int:
        return sum(one.count(residue.FOUND) for one in self.branches)

    @property
    def partly(self) -> int:
        return sum(one.count(residue.PARTLY) for one in self.branches)

    @property
    def clean(self) -> bool:
        return not (self.found or self.unproved or self.partly)

    @property
    def sentence(self) -> str:
        """The conclusion; where there are several, the worst first."""
        told = []
        if self.found:
            told.append(f"残っているものが {self.found} 回見つかりました。下の一覧の端末を確かめてください。")
        if self.unproved:
            told.append(
                f"相談 {self.calls} 件のうち {self.unproved} 件は、そのあとの確かめが届いていません。"
            )
        if self.partly:
            told.append(
                f"{self.partly} 回は、端末の一部しか調べられませんでした。調べられた所は、残りなしです。"
            )
        if told:
            return "\n".join(told)
        if not any(one.looks for one in self.branches):
            return "この日は相談がなく、確かめもありませんでした。"
        return f"相談 {self.calls} 件のすべてのあとで、端末に何も残っていないことを確かめました。"


def of_day(database: Database, day: date) -> Proof:
    """What the log says of this day; a call is looked at when it is over, also after midnight."""
    looks = list(_looks(database, day))
    proved = {(one.terminal, one.call) for one in looks if one.call}
    calls = _ended(database, day)
    branches = []
    for one in terminals.terminals(database, retired=True):
        if one.kind != "branch" or not (one.in_use or calls[one.id]):
            continue
        own = tuple(look for look in looks if look.terminal == one.id and local(look.at).date() == day)
        unproved = sum((one.id, call) not in proved for call in calls[one.id])
        branches.append(Branch(one.name, len(calls[one.id]), unproved, own))
    return Proof(day, tuple(branches))


def document(proof: Proof, made: datetime) -> str:
    """The proof as HTML for the typesetter."""
    head = ("支所", "相談", "確かめなし", "残りなし", "一部のみ", "消した", "残りあり", "夜")
    rows = [
        (
            one.name,
            *(f"{n}" for n in (one.calls, one.unproved)),
            *(f"{one.count(verdict)}" for verdict in residue.VERDICTS),
            f"{one.nights}",
        )
        for one in proof.branches
    ]
    blocks: list[Block] = [
        Box("この日の結論", proof.sentence),
        Table(rows, head=head, look="figures"),
        *_list(proof),
        Text(
            "各端末は、相談が終わるたびと夜に1回、ブラウザーの保存領域・キャッシュ・データベース・履歴、"
            "ダウンロード、一時ファイル、印刷待ちを自分で調べ、数と種類だけを操作記録に残します。"
            "この紙は、その記録から作りました。"
            "記録が変えられていないことは「audit verify」で確かめられます。",
            "small",
        ),
    ]
    note = f"{proof.day:%Y年%m月%d日}　作成 {local(made):%Y-%m-%d %H:%M}"
    return sheet("痕跡ゼロ証明", blocks, note=note, office=True)


def note_made(database: Database, proof: Proof, actor: Actor) -> None:
    """Who has taken the proof of which day."""
    day = str(proof.day)
    with database.transaction() as session:
        now = database.clock.now()
        audit.record(session, now, "audit.log.exported", actor, first=day, last=day, kind="residue")


def _list(proof: Proof) -> list[Block]:
    names = {look: branch.name for branch in proof.branches for look in branch.looks}
    told = sorted((one for one in names if one.verdict != residue.NONE), key=lambda one: one.at)
    if not told:
        return []
    rows = [_row(one, names[one]) for one in told[:ROWS]]
    more = [Text(f"ほか {len(told) - ROWS} 回は、操作記録にあります。")] if len(told) > ROWS else []
    table = Table(rows, head=("時刻", "支所", "いつ", "結果"))
    return [Heading("残りなしのほかの確かめ"), table, *more]


def _row(one: Look, name: str) -> Sequence[str]:
    result = f"{words.sentence(one.verdict)}\n{one.what}".rstrip()
    return f"{local(one.at):%H:%M}", name, OCCASIONS.get(one.occasion, one.occasion), result


def _looks(database: Database, day: date) -> list[Look]:
    asked = Wanted(day, day + timedelta(days=1), area="terminals")
    return [_look(one) for one in reading.everything(database, asked) if one.action in residue.VERDICTS]


def _look(entry: LogEntry) -> Look:
    data = entry.data
    parts = []
    for name, label in (
        ("stays", "消せなかった"),
        ("disk", "ディスク"),
        ("browser", "ページ"),
        ("unread", "調べられない"),
    ):
        told = str(data.get(name) or "")
        if told:
            parts.append(f"{label}：{'、'.join(_kind(one) for one in told.split())}")
    occasion = str(data.get("occasion", ""))
    call = entry.subject if occasion == "call" else ""
    return Look(entry.at, entry.terminal, occasion, call, entry.action, "\n".join(parts))


def _kind(told: str) -> str:
    kind, _, count = told.partition("=")
    return f"{KINDS.get(kind, kind)} {count}".strip()


def _ended(database: Database, day: date) -> dict[str, set[str]]:
    """The calls of each branch that were placed on this day and are over."""
    placed: dict[str, set[str]] = defaultdict(set)
    over: set[str] = set()
    for one in reading.everything(database, Wanted(day, day + timedelta(days=1), area="calls")):
        if one.action == PLACED and local(one.at).date() == day:
            placed[one.terminal].add(one.subject)
        elif one.action in ENDS:
            over.add(one.subject)
    return defaultdict(set, {terminal: calls & over for terminal, calls in placed.items()})
