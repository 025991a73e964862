"""`procedures export|import`: the catalogue as CSV. An import shows what it would do; --apply does it."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from iga_madoguchi.cli import exitcodes
from iga_madoguchi.cli.outcome import CONSOLE, Outcome
from iga_madoguchi.domain.forms.naming import known
from iga_madoguchi.domain.procedures import exchange
from iga_madoguchi.domain.procedures.decoding import SIZE_LIMIT
from iga_madoguchi.domain.procedures.exchange import Change, Fault, Plan, Planned
from iga_madoguchi.errors import InvalidInput
from iga_madoguchi.kit.files import write_atomically
from iga_madoguchi.services import Services

if TYPE_CHECKING:
    from iga_madoguchi.cli.outcome import Nouns

CHANGES: dict[Change, str] = {"new": "新しい", "changed": "変わる", "same": "同じ"}


def register(nouns: Nouns, shared: argparse.ArgumentParser) -> None:
    verbs = nouns.add_parser("procedures", help="手続きの一覧").add_subparsers(
        required=True, metavar="<verb>"
    )
    export = verbs.add_parser("export", parents=[shared], help="CSVに書き出します")
    export.add_argument("--out", type=Path, required=True, help="CSVのファイル")
    export.set_defaults(run=_export)
    take = verbs.add_parser("import", parents=[shared], help="CSVを確かめます。--apply で取り込みます")
    take.add_argument("file", type=Path, help="CSVのファイル（UTF-8 か Shift_JIS）")
    take.add_argument("--apply", action="store_true", help="確かめるだけでなく、取り込みます")
    take.set_defaults(run=_import)


def _export(services: Services, arguments: argparse.Namespace) -> Outcome:
    """Raises InvalidInput `procedures.file.unwritable`."""
    data = exchange.export(services.database)
    try:
        write_atomically(arguments.out, data, mode=0o644)
    except OSError as error:
        raise InvalidInput("procedures.file.unwritable", path=str(arguments.out)) from error
    return Outcome(0, f"{arguments.out} に書き出しました。", {"file": str(arguments.out), "bytes": len(data)})


def _import(services: Services, arguments: argparse.Namespace) -> Outcome:
    """Raises InvalidInput `procedures.file.unreadable`."""
    file = _read(arguments.file)
    try:
        if arguments.apply:
            plan = exchange.take(services.database, known(), CONSOLE, file)
        else:
            plan = exchange.look(services.database, known(), file)
    except exchange.Unimportable as error:
        plan = error.plan
    document = {
        "applied": arguments.apply and not plan.faults,
        "encoding": plan.encoding,
        "faults": [asdict(fault) for fault in plan.faults],
        "rows": [asdict(row) for row in plan.rows],
    }
    if plan.faults:
        found = exitcodes.EXPLAINED["procedures.import.faulty"]
        lines = (*map(_fault, plan.faults), found.happened, found.means, found.next)
        return Outcome(found.code, "\n".join(lines), document)
    return Outcome(0, _told(plan, applied=arguments.apply), document)


def _read(path: Path) -> bytes:
    """One byte more than an import takes is enough to refuse it."""
    try:
        with path.open("rb") as file:
            return file.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise InvalidInput("procedures.file.unreadable", path=str(path)) from error


def _told(plan: Plan, *, applied: bool) -> str:
    lines = [_row(row) for row in plan.rows if row.change != "same"]
    lines.append("、".join(f"{word} {plan.count(change)}件" for change, word in CHANGES.items()))
    lines.append(
        "取り込みました。" if applied else "まだ何も変えていません。取り込むときは --apply をつけてください。"
    )
    return "\n".join(lines)


def _row(row: Planned) -> str:
    what = "、".join(row.columns)
    return f"{row.row}行目\t{CHANGES[row.change]}\t{row.procedure_id}\t{row.name}\t{what}".rstrip()


def _fault(fault: Fault) -> str:
    return f"{fault.where}：{fault.sentence}"
