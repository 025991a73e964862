"""The city as it is, and synthetic staff, for an empty database. Holds no real person's data."""

from __future__ import annotations

import json
import secrets
from datetime import time
from pathlib import Path

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.presence.models import OpeningHours, OpeningOverride
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.domain.terminals.models import Department, DeskDepartment, Terminal
from iga_madoguchi.kit.files import write_atomically

CREDENTIALS = "example-credentials.json"

# id, name, what residents come for, icon, telephone (synthetic)
DEPARTMENTS = (
    ("shogai", "障がい福祉課", "手帳、医療費の助成、手当", "heart", "0595-00-0001"),
    ("kodomo", "こども未来課", "児童手当、医療費、子育て", "family", "0595-00-0002"),
    ("hoiku", "保育幼稚園課", "保育園、こども園の申し込み", "house", "0595-00-0003"),
    ("kaigo", "介護高齢福祉課", "介護の認定、おむつ、手すり", "cane", "0595-00-0004"),
    ("hoken", "保険年金課", "健康保険、医療費、年金", "shield", "0595-00-0005"),
)
# id, kind, name, departments answered there
TERMINALS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("iga", "branch", "伊賀支所", ()),
    ("shimagahara", "branch", "島ヶ原支所", ()),
    ("ayama", "branch", "阿山支所", ()),
    ("oyamada", "branch", "大山田支所", ()),
    ("aoyama", "branch", "青山支所", ()),
    ("shogai", "desk", "障がい福祉課", ("shogai",)),
    ("kodomo", "desk", "こども未来課", ("kodomo", "hoiku")),
    ("kaigo", "desk", "介護高齢福祉課", ("kaigo",)),
    ("hoken", "desk", "保険年金課", ("hoken",)),
    ("digital", "admin", "デジタル自治推進局", ()),
)
DEPUTIES = {"shogai": "kaigo", "kaigo": "shogai", "kodomo": "hoken", "hoiku": "hoken", "hoken": "kaigo"}
"""Who rings too when a department's own desks do not answer."""
BRANCH_PHONES = {
    "iga": "0595-00-0011",
    "shimagahara": "0595-00-0012",
    "ayama": "0595-00-0013",
    "oyamada": "0595-00-0014",
    "aoyama": "0595-00-0015",
}
"""Synthetic, as the departments' are."""
CONSOLE = ("console", "admin", "サーバー室", ())
# login, name, role, desk
STAFF = (
    ("admin", "管理 一郎", "admin", None),
    ("admin2", "管理 二子", "admin", None),
    ("shogai", "佐藤 健", "desk", "shogai"),
    ("kodomo", "林 さくら", "desk", "kodomo"),
    ("kaigo", "森 正", "desk", "kaigo"),
    ("hoken", "田中 由美", "desk", "hoken"),
)
WEEKDAYS = range(5)
OPENS, CLOSES = time(8, 30), time(17, 15)


def fill_city(database: Database) -> bool:
    """Lay out the city's places and hours in an empty database; False if there are places already."""
    with database.transaction() as session:
        if terminals.all_terminals(session):
            return False
        _lay_out(session)
    return True


def fill_example(database: Database, data_dir: Path, base_url: str) -> bool:
    """The city, staff and links, all secrets random, in `example-credentials.json`; False if not empty."""
    if not fill_city(database):
        return False
    with database.transaction() as session:
        session.add(Terminal(id=CONSOLE[0], kind=CONSOLE[1], name=CONSOLE[2], position=len(TERMINALS)))
        session.add(OpeningOverride(is_open=True, note="例のデータ：毎日24時間"))
    branch_names = {row[0]: row[2] for row in TERMINALS if row[1] == "branch"}
    for branch_id, name in branch_names.items():
        terminals.add_terminal(database, f"{branch_id}-staff", "staff", f"{name} 職員", SYSTEM, branch_id)
    people: dict[str, dict[str, str]] = {}
    for login, name, role, desk in STAFF:
        password = secrets.token_urlsafe(15)
        accounts.add_staff(database, login, name, role, desk, password, SYSTEM)
        people[login] = {"login": login, "password": password}

    def enrol_url(terminal_id: str) -> str:
        return f"{base_url}/enrol?code={terminals.issue_code(database, terminal_id, SYSTEM)}"

    branches = {branch_id: {"enrol_url": enrol_url(branch_id)} for branch_id in branch_names}
    staff = {branch_id: {"enrol_url": enrol_url(f"{branch_id}-staff")} for branch_id in branch_names}
    desks = {
        row[0]: people[row[0]] | {"enrol_url": enrol_url(row[0])} for row in TERMINALS if row[1] == "desk"
    }
    document = {
        "base_url": base_url,
        "admin": people["admin"] | {"enrol_url": enrol_url("digital")},
        "admin2": people["admin2"] | {"enrol_url": enrol_url(CONSOLE[0])},
        "branches": branches,
        "staff": staff,
        "desks": desks,
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    write_atomically(data_dir / CREDENTIALS, text.encode(), mode=0o600)
    return True


def _lay_out(session: Session) -> None:
    for position, (department_id, name, examples, icon, phone) in enumerate(DEPARTMENTS):
        session.add(
            Department(
                id=department_id, name=name, examples=examples, icon=icon, phone=phone, position=position
            )
        )
    for position, (terminal_id, kind, name, _) in enumerate(TERMINALS):
        phone = BRANCH_PHONES.get(terminal_id, "") if kind == "branch" else ""
        session.add(Terminal(id=terminal_id, kind=kind, name=name, position=position, phone=phone))
    session.flush()
    for department_id, deputy_id in DEPUTIES.items():
        session.get_one(Department, department_id).deputy_id = deputy_id
    for terminal_id, _, _, serves in TERMINALS:
        for department_id in serves:
            session.add(DeskDepartment(desk_id=terminal_id, department_id=department_id))
    for weekday in WEEKDAYS:
        session.add(OpeningHours(weekday=weekday, opens=OPENS, closes=CLOSES))
