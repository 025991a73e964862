"""The rows of one made-up month, as the product itself would have left them."""

from __future__ import annotations

import base64
import json
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlmodel import Session, SQLModel

from iga_madoguchi.db import bulk
from iga_madoguchi.domain.audit.service import LogEntry, Past
from iga_madoguchi.domain.example_years import telling, words
from iga_madoguchi.domain.example_years.play import Talk, Visit
from iga_madoguchi.domain.records import repository
from iga_madoguchi.domain.records.counting.following import row_of
from iga_madoguchi.domain.records.counting.stays import Story
from iga_madoguchi.domain.records.index import repository as index
from iga_madoguchi.domain.records.models import RecordMatter, Stay
from iga_madoguchi.domain.records.words import tag
from iga_madoguchi.kit.clock import local

ANSWERS = 0.45  # of those who talked touch a face
FACES = ("good", "fair", "poor")
LIKED = (72, 22, 6)
RESULTS = ("done", "accepted", "advice", "missing", "again", "other")
OFTEN = (30, 25, 25, 12, 5, 3)
CALL = (
    "id day ticket branch_id department_id state needs language placed_at rang_at answered_at ended_at"
    " end_reason desk_id staff_name decline_reason rank priority from_department_id parked itinerary stage"
).split()
SEAT = "id call_id terminal_id kind state staff_name reason desk_agreed branch_agreed".split()
NOTE = "call_id at author place text".split()
RECORD = (
    "id call_id department_id called_id branch_id day ticket state revision clerk memo procedure_id"
    " procedure_name procedure_version result missing ticks papers resident_name begun_at saved_at saved_by"
    " saved_login writer number reason finished_at"
).split()
STAY = list(Stay.model_fields)
COUNT = "day hour branch_id department_id matter face month weekday count".split()
CLERK = "模擬 職員"


@dataclass
class Month:
    """Filled visit by visit, then stored at once. `log_rows` is known when the log is written."""

    chance: random.Random
    log_rows: int = 0
    visits: list[tuple[Visit, str]] = field(default_factory=list)
    entries: list[Past] = field(default_factory=list)
    records: list[bulk.Row] = field(default_factory=list)
    _day: date = date.min
    _ticket: int = 0
    _number: int = 0
    _calls: list[bulk.Row] = field(default_factory=list)
    _seats: list[bulk.Row] = field(default_factory=list)
    _notes: list[bulk.Row] = field(default_factory=list)
    _stays: list[bulk.Row] = field(default_factory=list)
    _terms: list[tuple[int, tuple[str, ...], str]] = field(default_factory=list)
    _given: list[bulk.Row] = field(default_factory=list)
    _faces: Counter[tuple[object, ...]] = field(default_factory=Counter)
    _matters: dict[str, str] = field(default_factory=dict)

    def begin(self, day: date) -> None:
        self._day, self._ticket, self._number = day, 0, 0

    def add(self, visit: Visit) -> None:
        call_id = base64.urlsafe_b64encode(self.chance.randbytes(16)).decode()[:22]
        self._ticket += 1
        self.visits.append((visit, call_id))
        told = telling.of_call(visit, call_id)
        self.entries += told
        self._add_call(visit, call_id)
        matters = {talk.department_id: self._record(visit, talk, call_id) for talk in visit.talks}
        log = (
            LogEntry(0, one.at, one.action, one.actor.name, one.actor.terminal, call_id, {**one.data})
            for one in told
        )
        for stay in Story(log, visit.ended).stays:
            owner = stay.department_id if stay.answered else None
            row = row_of(call_id, visit.branch_id, stay, owner, matters.get(stay.department_id, ""), None)
            self._stays.append([getattr(row, name) for name in STAY])
        if visit.talks and self.chance.random() < ANSWERS:
            self._answer(visit, call_id, matters[visit.talks[-1].department_id])

    def store(self, session: Session) -> None:
        tables = SQLModel.metadata.tables
        bulk.load(session, tables["call"], CALL, self._calls)
        bulk.load(session, tables["participant"], SEAT, self._seats)
        bulk.load(session, tables["call_note"], NOTE, self._notes)
        bulk.load(session, tables["consultation_record"], RECORD, self.records)
        bulk.load(session, tables["stay"], STAY, self._stays)
        bulk.load(session, tables["survey_given"], ["call_id"], self._given)
        faces = ([*key, count] for key, count in self._faces.items())
        bulk.load(session, tables["survey_count"], COUNT, faces)
        index.load(session, self._terms)
        for matter_id, name in self._matters.items():
            session.merge(RecordMatter(id=matter_id, name=name, version=1))
        session.flush()

    def _add_call(self, visit: Visit, call_id: str) -> None:
        last = visit.talks[-1] if visit.talks else None
        by = "hung_up_branch" if visit.by_branch else "hung_up_desk"
        handed = len(visit.talks) > 1
        self._calls.append(
            [
                call_id,
                self._day,
                self._ticket,
                visit.branch_id,
                visit.department_id if last is None else last.department_id,
                "ended",
                "",
                "ja",
                visit.placed,
                None if last is None else last.rang,
                None if last is None else last.answered,
                visit.ended,
                "cancelled" if last is None else by,
                None if last is None else last.desk_id,
                "" if last is None else CLERK,
                "",
                0 if handed else 2,
                "",
                visit.talks[0].department_id if handed else None,
                "",
                "",
                0,
            ]
        )
        places = [(visit.branch_id, "branch", "")] + ([(last.desk_id, "desk", CLERK)] if last else [])
        for terminal, kind, name in places:
            seat = base64.urlsafe_b64encode(self.chance.randbytes(16)).decode()[:22]
            self._seats.append([seat, call_id, terminal, kind, "joined", name, "", False, False])
        if handed:
            self._notes.append(
                [call_id, visit.talks[0].left, CLERK, visit.talks[0].desk_id, "【模擬】続きをお願いします"]
            )

    def _record(self, visit: Visit, talk: Talk, call_id: str) -> str:
        """A finished record of this talk; its procedure."""
        self._number += 1
        record_id = repository.first_id(self._day) + self._number
        matter, name = words.procedure(self.chance, talk.department_id)
        memo = words.memo(self.chance)
        (result,) = self.chance.choices(RESULTS, OFTEN)
        if talk is not visit.talks[-1]:
            result = "handed"
        missing = self.chance.sample(words.PAPERS, self.chance.randint(1, 2)) if result == "missing" else []
        finished = talk.left + timedelta(seconds=45)
        self._matters[matter] = name
        self.records.append(
            [
                record_id,
                call_id,
                talk.department_id,
                talk.department_id,
                visit.branch_id,
                self._day,
                self._ticket,
                "finished",
                4,
                CLERK,
                memo,
                matter,
                name,
                1,
                result,
                json.dumps(missing, ensure_ascii=False),
                "[]",
                0,
                "",
                talk.answered,
                finished,
                CLERK,
                telling.login(talk.desk_id),
                "",
                0,
                "",
                finished,
            ]
        )
        tags = (tag("d", talk.department_id), tag("b", visit.branch_id), tag("p", matter))
        self._terms.append((record_id, tags, "\n".join((memo, name, *missing, CLERK, ""))))
        self.entries += telling.of_record(talk, call_id, record_id, len(memo))
        return matter

    def _answer(self, visit: Visit, call_id: str, matter: str) -> None:
        talk = visit.talks[-1]
        began = local(talk.since)
        (face,) = self.chance.choices(FACES, LIKED)
        self._given.append([call_id])
        month = began.year * 100 + began.month
        key = (
            began.date(),
            began.hour,
            visit.branch_id,
            talk.department_id,
            matter,
            face,
            month,
            began.weekday(),
        )
        self._faces[key] += 1
