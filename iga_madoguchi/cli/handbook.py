"""`handbook`: docs/operate as one A4 PDF, or one chapter of it to be laid beside a machine."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from iga_madoguchi.cli.outcome import Outcome
from iga_madoguchi.domain.printing import handbook
from iga_madoguchi.errors import InvalidInput, NotFound
from iga_madoguchi.kit.files import write_atomically
from iga_madoguchi.services import Services

if TYPE_CHECKING:
    from iga_madoguchi.cli.outcome import Nouns

FOLDER = "docs/operate"


def register(nouns: Nouns, shared: argparse.ArgumentParser) -> None:
    verb = nouns.add_parser("handbook", parents=[shared], help="運用の手引きを A4 の PDF にします")
    verb.add_argument("--out", type=Path, required=True, help="作るファイル（.pdf）")
    verb.add_argument("--chapter", default="", help="1つの章だけ（fukugen など。docs/operate の名前）")
    verb.set_defaults(run=_handbook)


def _handbook(services: Services, arguments: argparse.Namespace) -> Outcome:
    """Raises NotFound `handbook.chapter.unknown`, InvalidInput `handbook.unwritable`, Unavailable
    `printing.typesetter.*`.
    """
    station = services.backups
    folder = station.release.root / FOLDER
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}
    version, now = station.version, services.clock.now()
    if not arguments.chapter:
        html = handbook.document(texts, version, now)
    elif arguments.chapter in texts:
        html = handbook.chapter(arguments.chapter, texts[arguments.chapter], version, now)
    else:
        raise NotFound("handbook.chapter.unknown", chapter=arguments.chapter[:40], known="、".join(texts))
    pdf = services.typesetter.pdf(html)
    try:
        write_atomically(arguments.out, pdf, mode=0o644)
    except OSError as error:
        raise InvalidInput("handbook.unwritable", path=str(arguments.out)) from error
    chapters = 1 if arguments.chapter else len(texts)
    document = {"out": str(arguments.out), "bytes": len(pdf), "chapters": chapters}
    return Outcome(0, f"運用の手引き（{chapters} 章）を作りました：{arguments.out}", document)
