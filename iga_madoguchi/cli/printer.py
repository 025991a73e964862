"""`printer set|forget|list|test`: the printers beside the branches' terminals."""

from __future__ import annotations

import argparse
import asyncio
from typing import TYPE_CHECKING

from iga_madoguchi.cli import exitcodes
from iga_madoguchi.cli.outcome import CONSOLE, Outcome
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.domain.printing.ports import JobReport, PrinterReport, PrintService
from iga_madoguchi.domain.printing.sheets import Box, Heading, Points, Table, Text, sheet
from iga_madoguchi.domain.printing.views import PrinterView
from iga_madoguchi.errors import DomainError
from iga_madoguchi.kit.clock import local
from iga_madoguchi.kit.ids import new_id
from iga_madoguchi.services import Services

if TYPE_CHECKING:
    from iga_madoguchi.cli.outcome import Nouns

TEST_S = 60.0  # s; a sleeping printer needs half a minute to warm up
ASK_EVERY_S = 0.5
ENDED = ("done", "failed", "cancelled")
STATES = {
    "idle": "使えます",
    "waiting": "順番を待っています",
    "printing": "印刷しています",
    "stopped": "止まっています",
    "done": "印刷できました",
    "failed": "印刷できませんでした",
    "cancelled": "プリンターの側で取り消されました",
}
REASONS = {
    "paper.empty": "用紙がありません",
    "paper.jam": "紙がつまっています",
    "paper.low": "用紙が少なくなりました",
    "tray.missing": "用紙のトレイが外れています",
    "cover.open": "ふたが開いています",
    "output.full": "出た紙がいっぱいです",
    "toner.empty": "トナー（インク）がありません",
    "toner.low": "トナー（インク）が少なくなりました",
    "paused": "一時停止しています",
    "offline": "止まっています",
    "other": "プリンターの画面を確かめてください",
}


def register(nouns: Nouns, shared: argparse.ArgumentParser) -> None:
    verbs = nouns.add_parser("printer", help="支所のプリンター").add_subparsers(
        required=True, metavar="<verb>"
    )
    put = verbs.add_parser("set", parents=[shared], help="支所のプリンターを決めます")
    put.add_argument("branch")
    put.add_argument("uri", help="例：ipp://192.168.10.20/ipp/print")
    put.add_argument("--name", default="", help="置き場所など、職員の画面に出すことば")
    put.set_defaults(run=_set)
    for verb, run, text in (
        ("forget", _forget, "支所のプリンターの登録をやめます"),
        ("test", _test, "試しの紙を1枚印刷します"),
    ):
        one = verbs.add_parser(verb, parents=[shared], help=text)
        one.add_argument("branch")
        one.set_defaults(run=run)
    verbs.add_parser("list", parents=[shared], help="一覧").set_defaults(run=_list)


def problems(services: Services) -> list[str]:
    """A sentence for each printer that cannot print at the moment, for `doctor`."""
    found = printing.printers(services.database)
    answers = asyncio.run(_ask_all(services.printers, found))
    return [
        f"{view.branch_name}のプリンター：{_words(answer)}。"
        for view, answer in zip(found, answers, strict=True)
        if _hindered(answer)
    ]


def _set(services: Services, arguments: argparse.Namespace) -> Outcome:
    hosts = services.settings.printer_hosts
    printing.set_printer(services.database, arguments.branch, arguments.uri, arguments.name, CONSOLE, hosts)
    text = f"{arguments.branch} のプリンターを決めました。test で試しの紙を印刷できます。"
    return Outcome(0, text, {"branch": arguments.branch, "uri": arguments.uri})


def _forget(services: Services, arguments: argparse.Namespace) -> Outcome:
    forgotten = printing.forget_printer(services.database, arguments.branch, CONSOLE)
    text = "登録をやめました。" if forgotten else "登録されているプリンターはありませんでした。"
    return Outcome(0 if forgotten else 1, text, {"branch": arguments.branch, "forgotten": forgotten})


def _list(services: Services, _arguments: argparse.Namespace) -> Outcome:
    found = printing.printers(services.database)
    answers = asyncio.run(_ask_all(services.printers, found))
    rows, documents = [], []
    for view, answer in zip(found, answers, strict=True):
        rows.append(f"{view.branch_id}\t{view.uri}\t{_words(answer)}\t{view.name}")
        state = answer.code if isinstance(answer, DomainError) else answer.state
        reasons = [] if isinstance(answer, DomainError) else list(answer.reasons)
        documents.append({**vars(view), "state": state, "reasons": reasons})
    text = "\n".join(rows) or "プリンターは、まだ登録されていません。printer set で登録します。"
    worst = any(_hindered(answer) for answer in answers)
    return Outcome(exitcodes.WARNING if worst else exitcodes.DONE, text, {"printers": documents})


def _test(services: Services, arguments: argparse.Namespace) -> Outcome:
    view = printing.printer_of(services.database, arguments.branch)
    pdf = services.typesetter.pdf(_test_sheet(view, f"{local(services.clock.now()):%Y-%m-%d %H:%M}"))
    report = asyncio.run(_print(services.printers, view.uri, pdf))
    done, ended = report.state == "done", report.state in ENDED
    hint = "" if ended else f"\n{TEST_S:.0f}秒待ちました。紙が出ないときは、プリンターを確かめてください。"
    return Outcome(
        exitcodes.DONE if done else exitcodes.WARNING,
        f"{view.branch_name}：{_words(report)}。{hint}",
        {"branch": view.branch_id, "state": report.state, "reasons": list(report.reasons)},
    )


def _test_sheet(view: PrinterView, now: str) -> str:
    return sheet(
        "印刷テスト",
        [
            Text("この紙が読めれば、支所での印刷の準備ができています。", "large"),
            Table([("支所", view.branch_name), ("プリンター", view.name or view.uri), ("時刻", now)]),
            Heading("確かめるところ"),
            Points(["四角い枠の線が、四辺とも切れていない", "下の文字が、かすれず読める"], "check"),
            Box("あいうえお　アイウエオ　一二三四五", "髙﨑　𠮷田　ABCDE　0123456789"),
        ],
        note=now,
    )


async def _print(printers: PrintService, uri: str, pdf: bytes) -> JobReport:
    """Print and wait for the paper, at most TEST_S; how it stands then."""
    number = await printers.submit(uri, pdf, f"madoguchi-test-{new_id()[:8]}")
    report = await printers.state(uri, number)
    for _ in range(int(TEST_S / ASK_EVERY_S)):
        if report.state in ENDED:
            break
        await asyncio.sleep(ASK_EVERY_S)
        report = await printers.state(uri, number)
    return report


async def _ask_all(
    printers: PrintService, views: tuple[PrinterView, ...]
) -> list[PrinterReport | DomainError]:
    async def ask(view: PrinterView) -> PrinterReport | DomainError:
        try:
            return await printers.printer(view.uri)
        except DomainError as error:
            return error

    return list(await asyncio.gather(*(ask(view) for view in views)))


def _hindered(answer: PrinterReport | DomainError) -> bool:
    if isinstance(answer, DomainError):
        return True
    return answer.state == "stopped" or bool(answer.reasons) or not answer.pdf


def _words(answer: PrinterReport | JobReport | DomainError) -> str:
    if isinstance(answer, DomainError):
        return exitcodes.explain(answer)[1].splitlines()[0].rstrip("。")
    if isinstance(answer, PrinterReport) and not answer.pdf:
        return "PDF をそのまま印刷できません"
    return "、".join([STATES[answer.state], *(REASONS[reason] for reason in answer.reasons)])
