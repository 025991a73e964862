"""`department add|deputy|list`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from iga_madoguchi.cli.outcome import CONSOLE, Outcome
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.domain.terminals.views import ICONS, DepartmentView
from iga_madoguchi.services import Services

if TYPE_CHECKING:
    from iga_madoguchi.cli.outcome import Nouns

NOBODY = "none"


def register(nouns: Nouns, shared: argparse.ArgumentParser) -> None:
    verbs = nouns.add_parser("department", help="課").add_subparsers(required=True, metavar="<verb>")
    add = verbs.add_parser(
        "add", parents=[shared], help="課を加えます（担当の端末は terminal serve で決めます）"
    )
    add.add_argument("id")
    add.add_argument("--name", required=True)
    add.add_argument("--examples", default="", help="住民の画面に出す、ご用の例")
    add.add_argument("--icon", default="help", choices=ICONS)
    add.add_argument("--phone", default="")
    add.set_defaults(run=_add)
    deputy = verbs.add_parser(
        "deputy", parents=[shared], help="だれも出ないときに、いっしょに鳴らす課を決めます"
    )
    deputy.add_argument("id")
    deputy.add_argument("deputy", help=f"代わりの課。{NOBODY} なら、代わりを置きません")
    deputy.set_defaults(run=_deputy)
    verbs.add_parser("list", parents=[shared], help="一覧").set_defaults(run=_list)


def _add(services: Services, arguments: argparse.Namespace) -> Outcome:
    new = DepartmentView(arguments.id, arguments.name, arguments.examples, arguments.icon, arguments.phone)
    terminals.add_department(services.database, new, CONSOLE)
    return Outcome(0, f"{arguments.id} を加えました。", {"id": arguments.id})


def _deputy(services: Services, arguments: argparse.Namespace) -> Outcome:
    chosen = None if arguments.deputy == NOBODY else arguments.deputy
    terminals.set_deputy(services.database, arguments.id, chosen, CONSOLE)
    text = f"{arguments.id} にだれも出ないときは、{chosen} も鳴ります。"
    if chosen is None:
        text = f"{arguments.id} の代わりの課を、なしにしました。"
    return Outcome(0, text, {"id": arguments.id, "deputy": chosen})


def _list(services: Services, _arguments: argparse.Namespace) -> Outcome:
    views = terminals.departments(services.database)
    rows = [f"{view.id}\t{view.name}\t{view.examples}\t{view.deputy_id or NOBODY}" for view in views]
    documents = [
        {
            "id": view.id,
            "name": view.name,
            "examples": view.examples,
            "icon": view.icon,
            "phone": view.phone,
            "deputy_id": view.deputy_id,
        }
        for view in views
    ]
    return Outcome(0, "\n".join(rows), {"departments": documents})
