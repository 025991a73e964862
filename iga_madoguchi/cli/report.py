"""`report`: A4 documents: what the window was worth, a month, an incident, that no terminal kept anything."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from iga_madoguchi.cli.outcome import CONSOLE, Outcome
from iga_madoguchi.domain.auditing import residue
from iga_madoguchi.domain.records import report, statistics
from iga_madoguchi.domain.reporting import service as reporting
from iga_madoguchi.domain.reporting import sheets
from iga_madoguchi.errors import InvalidInput
from iga_madoguchi.kit.files import write_atomically
from iga_madoguchi.services import Services

if TYPE_CHECKING:
    from iga_madoguchi.cli.outcome import Nouns


def register(nouns: Nouns, shared: argparse.ArgumentParser) -> None:
    verbs = nouns.add_parser("report", help="報告書").add_subparsers(required=True, metavar="<verb>")
    yearly = verbs.add_parser("yearly", parents=[shared], help="期間の利用のまとめ（A4のPDF）を作ります")
    yearly.add_argument("--from", dest="first", type=_day, required=True, help="はじめの日（2026-04-01）")
    yearly.add_argument("--to", dest="last", type=_day, required=True, help="終わりの日（2027-03-31）")
    yearly.add_argument("--out", type=Path, required=True, help="作るファイル（.pdf）")
    yearly.set_defaults(run=_yearly)
    monthly = verbs.add_parser("monthly", parents=[shared], help="月次稼働報告（A4のPDF）を作ります")
    monthly.add_argument("--month", required=True, help="月（2026-11）")
    monthly.add_argument("--out", type=Path, required=True, help="作るファイル（.pdf）")
    monthly.set_defaults(run=_monthly)
    incident = verbs.add_parser("incident", parents=[shared], help="障害報告書（A4のPDF）を作ります")
    incident.add_argument("--title", required=True, help="何が起きたか")
    incident.add_argument("--from", dest="first", required=True, help="はじまり（2026-11-30T09:15）")
    incident.add_argument("--to", dest="last", required=True, help="おわり（2026-11-30T10:40）")
    incident.add_argument("--done", default="", help="したこと")
    incident.add_argument("--acknowledged", default="", help="確認した人の役職")
    incident.add_argument("--out", type=Path, required=True, help="作るファイル（.pdf）")
    incident.set_defaults(run=_incident)
    proof = verbs.add_parser("residue", parents=[shared], help="1日の痕跡ゼロ証明（A4のPDF）を作ります")
    proof.add_argument("--date", dest="day", type=_day, required=True, help="日（2026-11-30）")
    proof.add_argument("--out", type=Path, required=True, help="作るファイル（.pdf）")
    proof.set_defaults(run=_residue)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日付は 2026-04-01 のように書いてください：{text[:20]}") from None


def _yearly(services: Services, arguments: argparse.Namespace) -> Outcome:
    """Raises InvalidInput `records.period.*|report.unwritable`, Unavailable `printing.typesetter.*`."""
    found = statistics.of_period(services.database, arguments.first, arguments.last)
    while found.behind:
        found = statistics.of_period(services.database, arguments.first, arguments.last)
    pdf = services.typesetter.pdf(report.yearly(found, services.clock.now()))
    _write(arguments.out, pdf)
    text = (
        f"{arguments.first} から {arguments.last} まで、相談 {found.total.calls} 件のまとめを作りました："
        f"{arguments.out}"
    )
    document = {"out": str(arguments.out), "bytes": len(pdf), "calls": found.total.calls}
    return Outcome(0, text, document)


def _monthly(services: Services, arguments: argparse.Namespace) -> Outcome:
    """Raises InvalidInput `reporting.*|records.report.unwritable`, Unavailable `printing.typesetter.*`."""
    found = reporting.monthly(services.database, arguments.month)
    pdf = services.typesetter.pdf(sheets.monthly(found, services.clock.now()))
    _write(arguments.out, pdf)
    ready = "" if found.complete else "（この月はまだ終わっていないので、今日までの数字です）"
    text = f"{arguments.month} の月次稼働報告を作りました{ready}：{arguments.out}"
    document = {
        "out": str(arguments.out),
        "bytes": len(pdf),
        "calls": found.statistics.total.calls,
        "complete": found.complete,
    }
    return Outcome(0, text, document)


def _incident(services: Services, arguments: argparse.Namespace) -> Outcome:
    """Raises as `_monthly`."""
    asked = arguments.title, arguments.first, arguments.last, arguments.done, arguments.acknowledged
    found = reporting.incident(services.database, reporting.wanted(*asked))
    pdf = services.typesetter.pdf(sheets.incident(found, services.clock.now()))
    _write(arguments.out, pdf)
    events = len(found.events) + found.more_events
    text = f"障害報告書を作りました（記録に残ったできごと {events} 件）：{arguments.out}"
    return Outcome(0, text, {"out": str(arguments.out), "bytes": len(pdf), "events": events})


def _write(path: Path, pdf: bytes) -> None:
    try:
        write_atomically(path, pdf, mode=0o644)
    except OSError as error:
        raise InvalidInput("records.report.unwritable", path=str(path)) from error


def _residue(services: Services, arguments: argparse.Namespace) -> Outcome:
    """Done with warnings when something was found, or could not be proved.

    Raises InvalidInput `records.report.unwritable`, Unavailable `printing.typesetter.*`.
    """
    proof = residue.of_day(services.database, arguments.day)
    pdf = services.typesetter.pdf(residue.document(proof, services.clock.now()))
    _write(arguments.out, pdf)
    residue.note_made(services.database, proof, CONSOLE)
    text = f"{arguments.day} の痕跡ゼロ証明を作りました：{arguments.out}\n{proof.sentence}"
    document = {
        "out": str(arguments.out),
        "bytes": len(pdf),
        "calls": proof.calls,
        "unproved": proof.unproved,
        "found": proof.found,
    }
    return Outcome(0 if proof.clean else 1, text, document)
