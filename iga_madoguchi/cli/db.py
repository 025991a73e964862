"""`db migrate` and `db check`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from iga_madoguchi import bootstrap
from iga_madoguchi.cli.outcome import Outcome
from iga_madoguchi.db import migrate
from iga_madoguchi.services import Services

if TYPE_CHECKING:
    from iga_madoguchi.cli.outcome import Nouns


def register(nouns: Nouns, shared: argparse.ArgumentParser) -> None:
    verbs = nouns.add_parser("db", help="データベース").add_subparsers(required=True, metavar="<verb>")
    verbs.add_parser("migrate", parents=[shared], help="この版の形にします").set_defaults(run=_migrate)
    verbs.add_parser("check", parents=[shared], help="書けるか、形が合うかを確かめます").set_defaults(
        run=_check
    )


def _migrate(services: Services, _arguments: argparse.Namespace) -> Outcome:
    bootstrap.prepare(services)
    revision = migrate.current(services.database.engine)
    return Outcome(0, f"データベースは {revision} 版です。", {"revision": revision})


def _check(services: Services, _arguments: argparse.Namespace) -> Outcome:
    bootstrap.check_writable(services.database)
    revision, newest = migrate.current(services.database.engine), migrate.newest()
    if revision != newest:
        text = f"データベースは {revision} 版、プログラムは {newest} 版です。db migrate を実行してください。"
        return Outcome(1, text, {"revision": revision, "newest": newest})
    return Outcome(0, "データベースは書けます。形も合っています。", {"revision": revision, "newest": newest})
