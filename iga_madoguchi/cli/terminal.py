"""`terminal add|serve|phone|enrol|revoke|list`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from iga_madoguchi.cli.outcome import CONSOLE, Outcome
from iga_madoguchi.domain.terminals import enrolment
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.services import Services

if TYPE_CHECKING:
    from iga_madoguchi.cli.outcome import Nouns


def register(nouns: Nouns, shared: argparse.ArgumentParser) -> None:
    verbs = nouns.add_parser("terminal", help="端末").add_subparsers(required=True, metavar="<verb>")
    add = verbs.add_parser("add", parents=[shared], help="端末の場所を加えます")
    add.add_argument("id")
    add.add_argument("--kind", required=True, choices=terminals.KINDS)
    add.add_argument("--name", required=True)
    add.add_argument("--branch", help="支所の職員用の端末（--kind staff）の支所")
    add.set_defaults(run=_add)
    serve = verbs.add_parser("serve", parents=[shared], help="この端末が、この課も担当します")
    serve.add_argument("id")
    serve.add_argument("department")
    serve.set_defaults(run=_serve)
    phone = verbs.add_parser(
        "phone", parents=[shared], help="支所の電話番号（映像がとぎれたとき、課の画面に出ます）"
    )
    phone.add_argument("id")
    phone.add_argument("number", help='"" で消します')
    phone.set_defaults(run=_phone)
    for verb, run, text in (
        ("enrol", _enrol, "いちどだけ使える登録リンクを作ります"),
        ("revoke", _revoke, "いまの端末の登録をやめます"),
    ):
        one = verbs.add_parser(verb, parents=[shared], help=text)
        one.add_argument("id")
        one.set_defaults(run=run)
    verbs.add_parser("list", parents=[shared], help="一覧").set_defaults(run=_list)


def _add(services: Services, arguments: argparse.Namespace) -> Outcome:
    terminals.add_terminal(
        services.database, arguments.id, arguments.kind, arguments.name, CONSOLE, arguments.branch
    )
    return Outcome(0, f"{arguments.id} を加えました。enrol で登録リンクを作れます。", {"id": arguments.id})


def _serve(services: Services, arguments: argparse.Namespace) -> Outcome:
    terminals.serve(services.database, arguments.id, arguments.department, CONSOLE)
    text = f"{arguments.id} が {arguments.department} も担当します。"
    return Outcome(0, text, {"id": arguments.id, "department": arguments.department})


def _phone(services: Services, arguments: argparse.Namespace) -> Outcome:
    terminals.set_phone(services.database, arguments.id, arguments.number, CONSOLE)
    text = f"{arguments.id} の電話番号を {arguments.number} にしました。"
    if not arguments.number:
        text = f"{arguments.id} の電話番号を消しました。"
    return Outcome(0, text, {"id": arguments.id, "phone": arguments.number})


def _enrol(services: Services, arguments: argparse.Namespace) -> Outcome:
    code = enrolment.issue_code(services.database, arguments.id, CONSOLE)
    url = f"{services.settings.public_url}/enrol?code={code}"
    text = f"{arguments.id} にする端末で、このリンクを開いてください（いちどだけ、7日以内）。\n{url}"
    return Outcome(0, text, {"enrol_url": url})


def _revoke(services: Services, arguments: argparse.Namespace) -> Outcome:
    ended = enrolment.revoke(services.database, arguments.id, CONSOLE)
    text = "登録をやめました。" if ended else "登録されている端末はありませんでした。"
    return Outcome(0 if ended else 1, text, {"id": arguments.id, "revoked": ended})


def _list(services: Services, _arguments: argparse.Namespace) -> Outcome:
    views = terminals.terminals(services.database)
    rows, documents = [], []
    for view in views:
        serves = ",".join(department.id for department in view.departments)
        enrolled = "登録済み" if view.enrolled_at else "未登録"
        rows.append(f"{view.id}\t{view.kind}\t{enrolled}\t{view.name}\t{serves}")
        documents.append(
            {
                "id": view.id,
                "kind": view.kind,
                "name": view.name,
                "enrolled_at": view.enrolled_at,
                "branch": view.branch_id,
                "phone": view.phone,
                "departments": [department.id for department in view.departments],
            }
        )
    return Outcome(0, "\n".join(rows), {"terminals": documents})
