"""`user add|disable|enable|passwd|code|reset-factors|list`. Passwords are asked for or made here."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys
from typing import TYPE_CHECKING

from iga_madoguchi.cli.outcome import CONSOLE, Outcome
from iga_madoguchi.domain.accounts import codes, factors
from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.services import Services

if TYPE_CHECKING:
    from iga_madoguchi.cli.outcome import Nouns

GENERATED_BYTES = 15  # 20 characters


def register(nouns: Nouns, shared: argparse.ArgumentParser) -> None:
    verbs = nouns.add_parser("user", help="職員").add_subparsers(required=True, metavar="<verb>")
    add = verbs.add_parser("add", parents=[shared], help="職員を加えます")
    add.add_argument("login")
    add.add_argument("--name", help="画面に出す名前（なければ login と同じ）")
    add.add_argument("--role", required=True, choices=["desk", "lead", "admin", "auditor"])
    add.add_argument("--desk", help="担当する端末（role が desk のとき）")
    add.set_defaults(run=_add)
    for verb, run, text in (
        ("disable", _disable, "使えなくします。いまの画面もすぐ終わります"),
        ("enable", _enable, "また使えるようにします"),
        ("passwd", _passwd, "パスワードを新しくします"),
        ("reset-factors", _reset_factors, "2段階の確認に使うものを、全部外します"),
        ("code", _code, "本人がパスワードを決めるための設定コードを出します"),
    ):
        one = verbs.add_parser(verb, parents=[shared], help=text)
        one.add_argument("login")
        one.set_defaults(run=run)
    verbs.add_parser("list", parents=[shared], help="一覧").set_defaults(run=_list)


def _add(services: Services, arguments: argparse.Namespace) -> Outcome:
    password, shown = _password()
    name = arguments.name or arguments.login
    accounts.add_staff(
        services.database, arguments.login, name, arguments.role, arguments.desk, password, CONSOLE
    )
    return _with_password(f"{arguments.login} を加えました。", arguments.login, shown)


def _passwd(services: Services, arguments: argparse.Namespace) -> Outcome:
    password, shown = _password()
    accounts.set_password(services.database, arguments.login, password, CONSOLE)
    return _with_password(f"{arguments.login} のパスワードを新しくしました。", arguments.login, shown)


def _disable(services: Services, arguments: argparse.Namespace) -> Outcome:
    accounts.disable(services.database, arguments.login, CONSOLE)
    return Outcome(0, f"{arguments.login} を使えなくしました。", {"login": arguments.login})


def _enable(services: Services, arguments: argparse.Namespace) -> Outcome:
    accounts.enable(services.database, arguments.login, CONSOLE)
    return Outcome(0, f"{arguments.login} は、またログインできます。", {"login": arguments.login})


def _code(services: Services, arguments: argparse.Namespace) -> Outcome:
    code = codes.issue(services.database, arguments.login, CONSOLE)
    return Outcome(
        0,
        f"設定コード（いちどだけ表示します。{codes.CODE_LIFE.days}日のあいだ使えます）: {code}\n"
        "ログイン画面の「はじめての方・パスワードを忘れた方」で、本人がパスワードを決めます。",
        {"login": arguments.login, "code": code},
    )


def _reset_factors(services: Services, arguments: argparse.Namespace) -> Outcome:
    count = factors.reset(services.database, services.sealer, arguments.login, CONSOLE)
    text = f"{arguments.login} の2段階の確認を外しました（{count}個）。次のログインで、登録し直せます。"
    return Outcome(0, text, {"login": arguments.login, "removed": count})


def _list(services: Services, _arguments: argparse.Namespace) -> Outcome:
    staff = accounts.all_staff(services.database)
    rows = [
        f"{s.login}\t{s.role}\t{s.desk_id or '-'}\t{'使えません' if s.disabled else ''}\t{s.name}"
        for s in staff
    ]
    return Outcome(0, "\n".join(rows), {"users": [vars(view) for view in staff]})


def _password() -> tuple[str, str | None]:
    """(password, the same if it was made here and must be shown once)."""
    if sys.stdin.isatty():
        typed = getpass.getpass("新しいパスワード（空なら自動で作ります）: ")
        if typed:
            return typed, None
    made = secrets.token_urlsafe(GENERATED_BYTES)
    return made, made


def _with_password(text: str, login: str, shown: str | None) -> Outcome:
    if shown is None:
        return Outcome(0, text, {"login": login})
    return Outcome(
        0, f"{text}\nパスワード（いちどだけ表示します）: {shown}", {"login": login, "password": shown}
    )
