"""A made-up visit as the operation log would have told it, entry by entry. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from iga_madoguchi.domain.audit.service import BRANCH_STAFF, RESIDENT, SYSTEM, Actor, Past
from iga_madoguchi.domain.example_years.play import Talk, Visit

_BESIDE = (
    "papers.still.asked",
    "papers.paper.added",
    "papers.page.straightened",
    "forms.filling.started",
    "forms.field.written",
    "forms.field.written",
    "forms.fields.confirmed",
    "papers.identity.checked",
    "conversation.line.written",
)
"""What else the log holds of a call; more entries than the call's own."""


def login(desk_id: str) -> str:
    """The made-up clerk of a desk."""
    return f"mogi-{desk_id}"[:32]


def of_call(visit: Visit, call_id: str) -> list[Past]:
    """What the call itself tells, oldest first."""
    resident = Actor(RESIDENT, visit.branch_id)
    found = [Past(visit.placed, "calls.call.placed", resident, call_id, {"department": visit.department_id})]

    def told(at: datetime, event: str, actor: Actor, department: str, state: str) -> None:
        data: dict[str, str | int | bool | None] = {"department": department, "state": state}
        found.append(Past(at, f"calls.call.{event}", actor, call_id, data))

    before: Talk | None = None
    for talk in visit.talks:
        clerk = Actor(login(talk.desk_id), talk.desk_id)
        if before is not None:
            told(
                before.left,
                "transfer",
                Actor(login(before.desk_id), before.desk_id),
                talk.department_id,
                "placed",
            )
        if talk.declined is not None:
            told(talk.since, "ring", SYSTEM, talk.department_id, "ringing")
            found.append(Past(talk.declined, "calls.call.declined", clerk, call_id, {"reason": "wait3"}))
            told(talk.declined, "withdraw", clerk, talk.department_id, "placed")
        told(talk.rang, "ring", SYSTEM, talk.department_id, "ringing")
        told(talk.answered, "answer", clerk, talk.department_id, "answered")
        before = talk
    if before is None:
        told(visit.ended, "cancel", resident, visit.department_id, "ended")
    elif visit.by_branch:
        told(visit.ended, "hang_up_branch", resident, before.department_id, "ended")
    else:
        desk = Actor(login(before.desk_id), before.desk_id)
        told(visit.ended, "hang_up_desk", desk, before.department_id, "ended")
    return found


def of_record(talk: Talk, call_id: str, record_id: int, length: int) -> Iterator[Past]:
    """A record that was saved three times while they talked, and finished after it."""
    clerk = Actor(login(talk.desk_id), talk.desk_id)
    step = (talk.left - talk.answered) / 4
    for number in range(1, 5):
        at = talk.left + timedelta(seconds=45) if number == 4 else talk.answered + step * number
        action = "records.record.finished" if number == 4 else "records.draft.saved"
        data: dict[str, str | int | bool | None] = {
            "call": call_id,
            "department": talk.department_id,
            "revision": number,
            "length": length * number // 4,
        }
        yield Past(at, action, clerk, str(record_id), data)


def beside(chance: random.Random, visit: Visit, call_id: str, count: int) -> Iterator[Past]:
    """So many entries about papers and forms during the call."""
    span = (visit.ended - visit.placed).total_seconds()
    desk = visit.talks[0].desk_id if visit.talks else ""
    for _ in range(count):
        at = visit.placed + timedelta(seconds=chance.uniform(0, span))
        actor = Actor(login(desk), desk) if desk else Actor(BRANCH_STAFF, visit.branch_id)
        yield Past(at, chance.choice(_BESIDE), actor, call_id, {"paper": f"{chance.getrandbits(64):x}"})
