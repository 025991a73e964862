"""The whole catalogue as a spreadsheet's CSV, and back: told first, then done wholly or not at all."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlmodel import Session

from iga_madoguchi.db.session import Database, announce
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.procedures import columns as sheet
from iga_madoguchi.domain.procedures import decoding, keeping, policy, repository, service
from iga_madoguchi.domain.procedures.columns import Column
from iga_madoguchi.domain.procedures.content import Known
from iga_madoguchi.domain.procedures.problems import SENTENCES
from iga_madoguchi.domain.procedures.rows import Kept, Reader, written
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import InvalidInput

FAULTS_TOLD = 200
Change = Literal["new", "changed", "same"]


@dataclass(frozen=True)
class Fault:
    """What is wrong: `row` as a spreadsheet counts and 0 for the file, `column` its heading or "".

    `line` is that within a cell with several, from 1, and 0 for the cell.
    """

    row: int
    column: str
    code: str
    sentence: str
    line: int = 0

    @property
    def where(self) -> str:
        """5行目 書類の様式（セルの3行目）"""
        if not self.row:
            return "ファイル"
        line = f"（セルの{self.line}行目）" if self.line else ""
        return f"{self.row}行目 {self.column}{line}".strip()


@dataclass(frozen=True)
class Planned:
    """What a row would do; `columns` are the headings of what differs, of a new one none."""

    row: int
    procedure_id: str
    name: str
    change: Change
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """With any fault nothing is done. `encoding` is "utf-8", "cp932" or "" for what cannot be read."""

    encoding: str
    rows: tuple[Planned, ...]
    faults: tuple[Fault, ...]

    def count(self, change: Change) -> int:
        return sum(row.change == change for row in self.rows)


class Unimportable(InvalidInput):
    """A file with faults; the plan names all of them."""

    def __init__(self, plan: Plan) -> None:
        first = plan.faults[0]
        told = f"{first.where}：{first.sentence}"
        super().__init__("procedures.import.faulty", count=len(plan.faults), first=told)
        self.plan = plan


def export(database: Database) -> bytes:
    """UTF-8 with its mark, one row a procedure in the city's order, what is retired too."""
    out = io.StringIO(newline="")
    with database.reading() as session:
        layout = _layout(session)
        writer = csv.DictWriter(out, [sheet.ID, sheet.VERSION, sheet.USED, *(one.heading for one in layout)])
        writer.writeheader()
        for view in service.in_order(session):
            kept = Kept(view.content, not view.retired, view.version)
            writer.writerow(written(layout, view.id, kept))
    return out.getvalue().encode("utf-8-sig")


def look(database: Database, known: Known, file: bytes) -> Plan:
    """What an import would do, without doing it."""
    with database.reading() as session:
        return _plan(session, known, file)[0]


def take(database: Database, known: Known, actor: Actor, file: bytes) -> Plan:
    """Import the file in one transaction: what is new is added, what differs gets a version, the rest stays.

    Procedures that the file does not name stay as they are. Raises Unimportable.
    """
    now = database.clock.now()
    with database.transaction() as session:
        plan, found = _plan(session, known, file)
        if plan.faults:
            raise Unimportable(plan)
        for row in plan.rows:
            if row.change != "same":
                _write(session, row.procedure_id, found[row.procedure_id], now, actor)
        if plan.count("same") < len(plan.rows):
            repository.touch(session)
            announce(session, service.CHANGED, "")
    return plan


def _write(session: Session, procedure_id: str, kept: Kept, now: datetime, actor: Actor) -> None:
    row = repository.procedure(session, procedure_id)
    if row is None:
        position = repository.last_position(session) + 1
        row = keeping.put_new(session, procedure_id, kept.content, now, actor, position)
    elif kept.content != service.view(session, procedure_id).content:
        keeping.put_version(session, row, kept.content, now, actor)
    if kept.used != (row.retired_at is None):
        row.retired_at = None if kept.used else now
        session.add(row)
    audit.record(session, now, "procedures.imported", actor, procedure_id, version=row.version)


def _plan(session: Session, known: Known, file: bytes) -> tuple[Plan, dict[str, Kept]]:
    try:
        table = decoding.table(file)
    except decoding.Undecodable as error:
        return Plan("", (), (_fault(error.row, "", error.code, error.data),)), {}
    layout = _layout(session)
    if faults := _headings(table.rows[0], layout):
        return Plan(table.encoding, (), tuple(faults)), {}
    planner = _Planner(session, known, layout, table)
    planner.read()
    return planner.plan(), planner.found


class _Planner:
    def __init__(
        self, session: Session, known: Known, layout: tuple[Column, ...], table: decoding.Table
    ) -> None:
        self._known = service.with_departments(session, known)
        self._layout = layout
        self._table = table
        self._current = {
            view.id: Kept(view.content, not view.retired, view.version) for view in service.in_order(session)
        }
        self._seen: dict[str, int] = {}
        self._faults: list[Fault] = []
        self._rows: list[Planned] = []
        self.found: dict[str, Kept] = {}

    def plan(self) -> Plan:
        faults = tuple(sorted(self._faults, key=lambda fault: fault.row)[:FAULTS_TOLD])
        return Plan(self._table.encoding, tuple(self._rows), faults)

    def read(self) -> None:
        headings, *rows = self._table.rows
        for row, cells in enumerate(rows, 2):
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(headings):
                told = {"count": len(cells), "wanted": len(headings)}
                self._faults.append(_fault(row, "", "procedures.import.cells", told))
                continue
            padded = (*cells, *("" for _ in headings[len(cells) :]))
            self._row(row, dict(zip(headings, padded, strict=True)))
        count = len(self._current.keys() | self._seen.keys())
        if count > policy.PROCEDURES:
            told = {"count": count, "limit": policy.PROCEDURES}
            self._faults.append(_fault(0, "", "procedures.import.rows", told))

    def _row(self, row: int, cells: Mapping[str, str]) -> None:
        reader = Reader(self._layout, cells, self._table.encoding)
        current = self._current.get(reader.id)
        kept = reader.read(current, self._known)
        if reader.id in self._seen:
            told = {"id": reader.id, "row": self._seen[reader.id]}
            self._faults.append(_fault(row, sheet.ID, "procedures.import.id_twice", told))
        self._seen.setdefault(reader.id, row)
        self._faults += [
            Fault(row, heading, problem.code, problem.sentence, _line(problem.field))
            for heading, problem in reader.faults.items()
        ]
        if kept is not None:
            self.found[reader.id] = kept
            differing = () if current is None else self._differing(reader.id, current, kept)
            change: Change = "new" if current is None else "changed" if differing else "same"
            self._rows.append(Planned(row, reader.id, kept.content.name.ja, change, differing))

    def _differing(self, procedure_id: str, current: Kept, kept: Kept) -> tuple[str, ...]:
        same_version = replace(kept, version=current.version)
        before = written(self._layout, procedure_id, current)
        after = written(self._layout, procedure_id, same_version)
        return tuple(heading for heading in before if before[heading] != after[heading])


def _layout(session: Session) -> tuple[Column, ...]:
    """Departments stand there by their names, or by id where two have the same."""
    departments = terminals.all_departments(session, retired=True)
    times = Counter(department.name for department in departments)
    return sheet.columns({one.id: one.name if times[one.name] == 1 else one.id for one in departments})


def _headings(headings: tuple[str, ...], layout: tuple[Column, ...]) -> list[Fault]:
    wanted = [sheet.ID, sheet.VERSION, sheet.USED, *(column.heading for column in layout)]
    times = Counter(headings)
    return [
        *(_heading("missing", heading) for heading in wanted if not times[heading]),
        *(_heading("unknown", heading) for heading in times if heading not in wanted),
        *(_heading("twice", heading) for heading in wanted if times[heading] > 1),
    ]


def _heading(what: str, heading: str) -> Fault:
    return _fault(1, heading[:40], f"procedures.import.column_{what}", {"heading": heading[:40]})


def _line(field: str) -> int:
    """Lists are the lines of a cell."""
    return next((int(step) + 1 for step in field.split(".") if step.isdigit()), 0)


def _fault(row: int, column: str, code: str, told: Mapping[str, object]) -> Fault:
    return Fault(row, column, code, SENTENCES[code].format(**told))
