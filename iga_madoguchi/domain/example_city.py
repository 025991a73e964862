"""The city as it is, and synthetic staff, for an empty database. Holds no real person's data."""

from __future__ import annotations

import json
import secrets
import tomllib
from dataclasses import replace
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import Session

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts import rules
from iga_madoguchi.domain.accounts import service as accounts
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.forms.naming import known
from iga_madoguchi.domain.presence.models import OpeningHours, OpeningOverride
from iga_madoguchi.domain.procedures import keeping, seeding
from iga_madoguchi.domain.records.models import SavingAssumption
from iga_madoguchi.domain.terminals import enrolment
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
WAYS = {
    "iga": (24.0, 50, 80),
    "shimagahara": (18.0, 40, 80),
    "ayama": (19.0, 40, 80),
    "oyamada": (19.0, 40, 80),
    "aoyama": (30.0, 60, 80),
}
"""Km and minutes to the city hall and back, and the percentage of calls that save it; synthetic, too."""
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
    """Lay out the city's places, hours and procedures in an empty database; False if there are places."""
    with database.transaction() as session:
        if terminals.all_terminals(session, retired=True):
            return False
        _lay_out(session)
        departments = frozenset(row[0] for row in DEPARTMENTS)
        entries = seeding.seed(replace(known(), departments=departments))
        keeping.fill(session, entries, database.clock.now())
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
    for rule in (rules.SECOND_FACTOR, rules.IDLE_LOCK, rules.LONGEST):
        rules.switch(database, rule, False, SYSTEM)
    people: dict[str, dict[str, str]] = {}
    for login, name, role, desk in STAFF:
        password = secrets.token_urlsafe(15)
        accounts.add_staff(database, login, name, role, desk, password, SYSTEM)
        people[login] = {"login": login, "password": password}

    def enrol_url(terminal_id: str) -> str:
        return f"{base_url}/enrol?code={enrolment.issue_code(database, terminal_id, SYSTEM)}"

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


def days() -> dict[str, tuple[float, float]]:
    """By department: median length of a talk in seconds, and its share of a day's visitors."""
    return {id_: (more["talk_s"], more["share"]) for id_, more in _more()["department"].items()}


def in_other_words() -> set[str]:
    """What the departments and branches are called in the other languages."""
    places = [*_more()["department"].values(), *_more()["branch"].values()]
    return {said["name"] for place in places for said in place["words"].values()}


@cache
def _more() -> dict[str, Any]:
    """What stands in the data file beside this one."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def _lay_out(session: Session) -> None:
    for position, (department_id, name, examples, icon, phone) in enumerate(DEPARTMENTS):
        session.add(
            Department(
                id=department_id,
                name=name,
                examples=examples,
                icon=icon,
                phone=phone,
                position=position,
                words=_more()["department"][department_id]["words"],
            )
        )
    for position, (terminal_id, kind, name, _) in enumerate(TERMINALS):
        row = Terminal(id=terminal_id, kind=kind, name=name, position=position)
        if kind == "branch":
            more = _more()["branch"][terminal_id]
            row.phone, row.words = BRANCH_PHONES[terminal_id], more["words"]
            row.map_column, row.map_row = more["map"]
        session.add(row)
    session.flush()
    for department_id, deputy_id in DEPUTIES.items():
        session.get_one(Department, department_id).deputy_id = deputy_id
    for terminal_id, _, _, serves in TERMINALS:
        for department_id in serves:
            session.add(DeskDepartment(desk_id=terminal_id, department_id=department_id))
    for branch_id, (km, minutes, share) in WAYS.items():
        session.add(SavingAssumption(branch_id=branch_id, km=km, minutes=minutes, share=share))
    for weekday in WEEKDAYS:
        session.add(OpeningHours(weekday=weekday, opens=OPENS, closes=CLOSES))
