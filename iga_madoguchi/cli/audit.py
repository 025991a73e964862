"""`audit verify`, `audit export`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from iga_madoguchi.cli import exitcodes
from iga_madoguchi.cli.outcome import CONSOLE, Outcome
from iga_madoguchi.domain.audit import reading
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.examining import Fault, Kind
from iga_madoguchi.domain.audit.seal import Head
from iga_madoguchi.domain.auditing import service as auditing
from iga_madoguchi.errors import InvalidInput
from iga_madoguchi.kit.files import write_atomically
from iga_madoguchi.services import Services

if TYPE_CHECKING:
    from iga_madoguchi.cli.outcome import Nouns

SEAL_DIGITS = 64
SENTENCES = {
    Kind.CHANGED: "{span}の記録は、書いたあとに変えられています。",
    Kind.REMOVED: "{span}の記録は、抜き取られています。",
    Kind.INSERTED: "{span}の記録は、このシステムが書いたものではありません。",
    Kind.CUT: "{span}の記録は、切り取られています。",
    Kind.UNWITNESSED: "最後の記録の控え（log.witness）がないか、変えられています。"
    "終わりが切り取られていないとは言えません。",
}


def register(nouns: Nouns, shared: argparse.ArgumentParser) -> None:
    verbs = nouns.add_parser("audit", help="操作記録").add_subparsers(required=True, metavar="<verb>")
    verify = verbs.add_parser("verify", parents=[shared], help="変えられていないか確かめます")
    verify.add_argument(
        "--anchor",
        type=_anchor,
        action="append",
        default=[],
        metavar="番号:印",
        help="バックアップや月次報告、サーバーの記録に残る番号と印（何度でも）",
    )
    verify.set_defaults(run=_verify)
    export = verbs.add_parser("export", parents=[shared], help="ファイルに書き出します")
    export.add_argument("--from", dest="first", required=True, help="はじめの日（2026-04-01）")
    export.add_argument("--to", dest="last", required=True, help="終わりの日（2026-04-30）")
    export.add_argument("--out", type=Path, help="作るファイル（.csv か .pdf。なければ CSV をいまの場所に）")
    export.set_defaults(run=_export)


def _anchor(text: str) -> Head:
    seq, _, seal = text.partition(":")
    if not (seq.isascii() and seq.isdigit() and len(seq) < 18 and len(seal) == SEAL_DIGITS):
        raise argparse.ArgumentTypeError("番号と印を 1234:0123abcd… のように書いてください")
    return Head(int(seq), seal.lower())


def _verify(services: Services, arguments: argparse.Namespace) -> Outcome:
    """Raises Unavailable `audit.key.unreadable`."""
    verdict = audit.verify(services.database, arguments.anchor)
    document = {
        "checked": verdict.fitting,
        "broken_at": verdict.faults[0].first if verdict.faults else None,
        "faults": [{"kind": one.kind, "first": one.first, "last": one.last} for one in verdict.faults],
        "head": {"seq": verdict.head.seq, "seal": verdict.head.hash},
    }
    if not verdict.faults:
        text = f"操作記録 {verdict.fitting} 件は、書いたときのままです。"
        return Outcome(0, f"{text}\n最後の番号と印：{verdict.head.seq}:{verdict.head.hash}", document)
    found = exitcodes.EXPLAINED["audit.broken"]
    told = "\n".join(_sentence(fault) for fault in verdict.faults)
    return Outcome(found.code, f"{told}\n{found.means}\n{found.next}", document)


def _sentence(fault: Fault) -> str:
    span = f"{fault.first} 番" if fault.first == fault.last else f"{fault.first} 番から {fault.last} 番まで"
    return SENTENCES[fault.kind].format(span=span)


def _export(services: Services, arguments: argparse.Namespace) -> Outcome:
    """Raises InvalidInput `audit.*`, Unavailable `printing.typesetter.*`."""
    wanted = reading.wanted(arguments.first, arguments.last)
    out: Path = arguments.out or Path(f"sousa-kiroku-{wanted.first:%Y%m%d}-{wanted.last:%Y%m%d}.csv")
    if out.suffix.lower() not in (".csv", ".pdf"):
        raise InvalidInput("audit.export.kind", path=str(out))
    count = reading.count(services.database, wanted)
    if out.suffix.lower() == ".pdf":
        html = auditing.document(services.database, wanted, CONSOLE, services.clock.now())
        content = services.typesetter.pdf(html)
    else:
        content = b"".join(auditing.table(services.database, wanted, CONSOLE))
    try:
        write_atomically(out, content)
    except OSError as error:
        raise InvalidInput("audit.export.unwritable", path=str(out)) from error
    document = {"out": str(out), "bytes": len(content), "entries": count}
    return Outcome(0, f"操作記録 {count} 件を書き出しました：{out}", document)
