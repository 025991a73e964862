"""`report yearly`: what the window was worth; `report residue`: that no terminal kept anything. Both A4."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from iga_madoguchi.cli.outcome import CONSOLE, Outcome
from iga_madoguchi.domain.auditing import residue
from iga_madoguchi.domain.records import report, statistics
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
    try:
        write_atomically(arguments.out, pdf, mode=0o644)
    except OSError as error:
        raise InvalidInput("records.report.unwritable", path=str(arguments.out)) from error
    text = (
        f"{arguments.first} から {arguments.last} まで、相談 {found.total.calls} 件のまとめを作りました："
        f"{arguments.out}"
    )
    document = {"out": str(arguments.out), "bytes": len(pdf), "calls": found.total.calls}
    return Outcome(0, text, document)


def _residue(services: Services, arguments: argparse.Namespace) -> Outcome:
    """Done with warnings when something was found, or could not be proved.

    Raises InvalidInput `records.report.unwritable`, Unavailable `printing.typesetter.*`.
    """
    proof = residue.of_day(services.database, arguments.day)
    pdf = services.typesetter.pdf(residue.document(proof, services.clock.now()))
    try:
        write_atomically(arguments.out, pdf, mode=0o644)
    except OSError as error:
        raise InvalidInput("records.report.unwritable", path=str(arguments.out)) from error
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
