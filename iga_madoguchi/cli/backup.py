"""`backup run|list|verify|drill|key`: make, look at and prove backups, also while the server runs."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from iga_madoguchi.cli import password, telling
from iga_madoguchi.cli.outcome import CONSOLE, Outcome
from iga_madoguchi.domain.backup import places, secret, service
from iga_madoguchi.domain.backup.policy import KINDS
from iga_madoguchi.domain.backup.service import KeySheet
from iga_madoguchi.domain.runs.views import Result
from iga_madoguchi.kit.clock import local
from iga_madoguchi.services import Services

if TYPE_CHECKING:
    from iga_madoguchi.cli.outcome import Nouns

KIND_NAMES = {"whole": "全体", "program": "プログラム"}
SHEET = """\
─────────────────────────────
伊賀市 遠隔窓口　復元の控え　　　　　{day}
─────────────────────────────
バックアップのパスワード

　　{password}

置き場所　{places}

もどし方（新しいサーバーでも同じです）
　1. プログラムを置いたフォルダで　ops/bin/restore --from latest --to 新しいフォルダ --place 置き場所
　2. 聞かれたら、上のパスワードを入れます
　3. IGA_DATA_DIR=新しいフォルダ make run
{master}
この紙を金庫に入れてください。なくすと、バックアップはだれにも開けません。
─────────────────────────────"""
OWN_MASTER = "書類の鍵（vault.key）は、バックアップの中に入っています。"
OTHER_MASTER = "書類のマスター鍵は、バックアップに入っていません。鍵のファイルも、この紙といっしょに金庫へ。"


def register(nouns: Nouns, shared: argparse.ArgumentParser) -> None:
    verbs = nouns.add_parser("backup", help="バックアップ").add_subparsers(required=True, metavar="<verb>")
    run = verbs.add_parser("run", parents=[shared], help="いま、とります")
    run.add_argument("--kind", choices=KINDS, default="whole", help="whole=全体、program=プログラム")
    run.add_argument("--new-place", action="store_true", help="新しいディスクで、はじめから始めます")
    run.set_defaults(run=telling.breakable(_run))
    listing = verbs.add_parser("list", parents=[shared], help="一覧")
    password.options(listing)
    listing.set_defaults(run=_list)
    verify = verbs.add_parser("verify", parents=[shared], help="こわれていないか確かめます")
    verify.add_argument("--read-data", action="store_true", help="すべて読みます（時間がかかります）")
    verify.add_argument("--part", default="", metavar="N/M", help="M つに分けた N 番めを読みます")
    verify.set_defaults(run=telling.breakable(_verify))
    drill = verbs.add_parser("drill", parents=[shared], help="実際に取り出して、もとと比べます")
    drill.set_defaults(run=telling.breakable(_drill))
    key = verbs.add_parser("key", parents=[shared], help="復元の控え（パスワード）")
    what = key.add_mutually_exclusive_group(required=True)
    what.add_argument("--show", action="store_true", help="印刷して金庫に入れるために出します")
    what.add_argument("--check", action="store_true", help="紙のパスワードが合うか確かめます")
    password.options(key)
    key.set_defaults(run=_key)


def _run(services: Services, arguments: argparse.Namespace) -> Outcome:
    listen = telling.listener(arguments.json)
    result = service.run(services.backups, arguments.kind, CONSOLE, listen, fresh=arguments.new_place)
    text = f"{KIND_NAMES[arguments.kind]}のバックアップをとりました（{result.snapshot[:8]}）。"
    return _outcome(result, text)


def _list(services: Services, arguments: argparse.Namespace) -> Outcome:
    chosen = password.place(arguments)
    rows = service.listed(services.backups, password.given(services.backups, arguments), chosen)
    lines = [
        f"{row.id[:8]}\t{local(row.at):%Y-%m-%d %H:%M}\t{KIND_NAMES[row.kind]}\t{row.place}" for row in rows
    ]
    document = {
        "snapshots": [
            {"id": row.id, "kind": row.kind, "at": row.at.isoformat(), "place": row.place} for row in rows
        ],
        "places": [vars(view) for view in service.place_views(services.backups)],
    }
    return Outcome(0, "\n".join(lines) or "バックアップは、まだありません。", document)


def _verify(services: Services, arguments: argparse.Namespace) -> Outcome:
    read = "all" if arguments.read_data else arguments.part
    result = service.verify(services.backups, read, CONSOLE, telling.listener(arguments.json))
    return _outcome(result, "バックアップは、こわれていません。")


def _drill(services: Services, arguments: argparse.Namespace) -> Outcome:
    result = service.drill(services.backups, CONSOLE, telling.listener(arguments.json))
    return _outcome(result, "取り出して比べました。もとと同じです。")


def _key(services: Services, arguments: argparse.Namespace) -> Outcome:
    station = services.backups
    if arguments.check:
        typed = password.asked(arguments)
        place = places.readable(station, typed, password.place(arguments))
        same = typed == secret.known(station)
        text = f"{place.path} は、このパスワードで開きます。"
        return Outcome(0 if same else 1, text, {"opens": str(place.path), "same": same})
    sheet = service.key_sheet(station, CONSOLE)
    document = {"password": sheet.password, "places": sheet.places, "own_master": sheet.own_master}
    return Outcome(0, _sheet(services, sheet), document)


def _sheet(services: Services, sheet: KeySheet) -> str:
    return SHEET.format(
        day=f"{local(services.clock.now()):%Y年%m月%d日}",
        password=sheet.password,
        places="、".join(sheet.places),
        master=OWN_MASTER if sheet.own_master else OTHER_MASTER,
    )


def _outcome(result: Result, text: str) -> Outcome:
    """A warning is done, but not quite: exit code 1, and what is the matter."""
    document = {"outcome": result.outcome, "detail": result.detail, "snapshot": result.snapshot}
    if result.outcome == "warning":
        return Outcome(1, f"{text}\nただし、確かめることがあります：{result.detail}", document)
    return Outcome(0, text, document)
