"""`papers list|purge|rotate-key|mat`: what is kept until when, the master key, the mat. Never any content."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from iga_madoguchi.cli.outcome import CONSOLE, Outcome
from iga_madoguchi.domain.papers import keeping, mat
from iga_madoguchi.errors import Conflict, InvalidInput
from iga_madoguchi.kit import lock
from iga_madoguchi.kit.clock import local
from iga_madoguchi.kit.files import write_atomically
from iga_madoguchi.services import Services
from iga_madoguchi.settings import vault_key

if TYPE_CHECKING:
    from iga_madoguchi.cli.outcome import Nouns


def register(nouns: Nouns, shared: argparse.ArgumentParser) -> None:
    verbs = nouns.add_parser("papers", help="預かった書類").add_subparsers(required=True, metavar="<verb>")
    verbs.add_parser("list", parents=[shared], help="保存中の一覧（内容は出ません）").set_defaults(run=_list)
    purge = verbs.add_parser("purge", parents=[shared], help="期限の過ぎたものを消します")
    purge.set_defaults(run=_purge)
    rotate = verbs.add_parser("rotate-key", parents=[shared], help="マスター鍵を新しくします（停止中に）")
    rotate.add_argument("--to", type=Path, help="新しい鍵のファイル（IGA_VAULT_KEY_FILE を使うとき）")
    rotate.set_defaults(run=_rotate)
    mat_sheet = verbs.add_parser("mat", parents=[shared], help="番号をかくす青い台紙を作ります（A3）")
    mat_sheet.add_argument("--out", type=Path, required=True, help="PDFのファイル")
    mat_sheet.set_defaults(run=_mat)


def _list(services: Services, _arguments: argparse.Namespace) -> Outcome:
    rows = keeping.kept(services.database)
    lines = [f"{row.paper}\t{row.kind}\t{local(row.kept_until):%Y-%m-%d %H:%M} まで" for row in rows]
    document = {
        "papers": [
            {
                "paper": row.paper,
                "call": row.call_id,
                "kind": row.kind,
                "added_at": row.added_at.isoformat(),
                "kept_until": row.kept_until.isoformat(),
            }
            for row in rows
        ]
    }
    return Outcome(0, "\n".join(lines) or "保存中の書類はありません。", document)


def _purge(services: Services, _arguments: argparse.Namespace) -> Outcome:
    count = keeping.purge(services.database, services.vault)
    return Outcome(0, f"{count} 件を消しました。", {"purged": count})


def _rotate(services: Services, arguments: argparse.Namespace) -> Outcome:
    """Raises Conflict `papers.vault.serving|key_given`, InvalidInput `papers.vault.key_unusable`."""
    new = None if arguments.to is None else _read(arguments.to)
    try:
        held = lock.hold(services.settings.data_dir / lock.LOCK)
    except BlockingIOError as error:
        raise Conflict("papers.vault.serving") from error
    with held:
        services.vault.open()
        count = keeping.rotate_key(services.database, services.vault, new, CONSOLE)
    then = "" if new is None else f"\nIGA_VAULT_KEY_FILE={arguments.to} にしてから始めてください。"
    return Outcome(0, f"{count} 個の鍵を、新しいマスター鍵で包みなおしました。{then}", {"rewrapped": count})


def _mat(services: Services, arguments: argparse.Namespace) -> Outcome:
    """Raises Unavailable `printing.typesetter.missing`, InvalidInput `papers.mat.unwritable`."""
    pdf = services.typesetter.pdf(mat.sheet())
    try:
        write_atomically(arguments.out, pdf, mode=0o644)
    except OSError as error:
        raise InvalidInput("papers.mat.unwritable", path=str(arguments.out)) from error
    return Outcome(
        0,
        f"{arguments.out} を作りました。A3の紙に、拡大縮小なし（100%）、カラーで印刷してください。",
        {"out": str(arguments.out), "bytes": len(pdf)},
    )


def _read(path: Path) -> bytes:
    try:
        return vault_key(path.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise InvalidInput("papers.vault.key_unusable", path=str(path)) from error
