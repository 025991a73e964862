"""A desk takes a call: one of several gets it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import look, media
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls.ringing import ANSWERED, CHANGED
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import Conflict, DomainError, NotFound, WrongOrder
from tests.cast import City


def test_two_desks_answer_at_once_one_gets_it_the_other_learns_who(city: City) -> None:
    terminals.serve(city.database, "hoken", "hoiku", SYSTEM)
    ayama, desks = city.branch(), [city.desk("kodomo"), city.desk("hoken")]
    for _ in range(10):
        call_id = calls.place(city.database, city.presence, ayama, "hoiku")
        outcomes = _both_answer(city, desks, call_id)
        winner = outcomes.index(None)
        slower = outcomes[1 - winner]
        assert isinstance(slower, Conflict)
        assert slower.code == "calls.call.answered_by"
        assert slower.data["staff"] == desks[winner].staff_name
        assert look.desk(city.database, city.presence, desks[1 - winner]).ringing is None
        assert len(media.seated(city.database, call_id)) == 2, "the slower desk has no seat any more"
        taker = look.taken_by(city.database, desks[1 - winner], call_id)
        assert taker is not None
        assert taker[1] == desks[winner].staff_name
        calls.hang_up(city.database, city.presence, ayama, call_id)


def _both_answer(city: City, desks: list[Identity], call_id: str) -> list[DomainError | None]:
    """In the same moment; each one's error, or None."""
    start = threading.Barrier(2)

    def take(desk: Identity) -> DomainError | None:
        start.wait()
        try:
            calls.answer(city.database, city.presence, desk, call_id)
        except DomainError as error:
            return error
        return None

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(take, desks))


def test_media_flows_only_between_those_who_joined(city: City) -> None:
    ayama, kodomo = city.branch(), city.desk()
    call_id = calls.place(city.database, city.presence, ayama, "hoiku")
    assert media.grant(city.database, kodomo, call_id).open_participants == frozenset()
    calls.answer(city.database, city.presence, kodomo, call_id)
    both = {media.grant(city.database, who, call_id).participant for who in (ayama, kodomo)}
    assert media.open_participants(city.database, call_id) == both
    told = {topic: at for at, (topic, _) in enumerate(city.hub.published)}
    assert dict(city.hub.published)[ANSWERED] == {"call": call_id, "participants": sorted(both)}
    assert told[ANSWERED] < told[CHANGED], "the gate opens before anybody looks"
    calls.hang_up(city.database, city.presence, ayama, call_id)
    assert media.open_participants(city.database, call_id) is None
    with pytest.raises(NotFound):
        media.grant(city.database, kodomo, call_id)


def test_the_other_department_can_neither_answer_nor_watch_nor_end(city: City) -> None:
    ayama, hoken = city.branch(), city.desk("hoken")
    city.desk("kodomo")
    call_id = calls.place(city.database, city.presence, ayama, "hoiku")
    for forbidden in (calls.answer, calls.pick, calls.hang_up):
        with pytest.raises(NotFound):
            forbidden(city.database, city.presence, hoken, call_id)
    with pytest.raises(NotFound):
        media.grant(city.database, hoken, call_id)
    with pytest.raises(NotFound):
        calls.decline(city.database, city.presence, hoken, call_id, "wait3")


def test_a_branch_cannot_answer_its_own_call(city: City) -> None:
    ayama = city.branch()
    call_id = calls.place(city.database, city.presence, ayama, "hoiku")
    with pytest.raises(NotFound):
        calls.answer(city.database, city.presence, ayama, call_id)


def test_a_desk_in_a_call_cannot_take_another(city: City) -> None:
    ayama, aoyama, kodomo = city.branch("ayama"), city.branch("aoyama"), city.desk()
    first = calls.place(city.database, city.presence, ayama, "hoiku")
    second = calls.place(city.database, city.presence, aoyama, "kodomo")
    calls.answer(city.database, city.presence, kodomo, first)
    with pytest.raises(Conflict) as refused:
        calls.pick(city.database, city.presence, kodomo, second)
    assert refused.value.code == "calls.desk.busy"
    waiting = look.kiosk(city.database, city.presence, aoyama).call
    assert waiting is not None
    assert waiting.state == "placed"


def test_picking_another_one_puts_the_ringing_one_back_in_the_queue(city: City) -> None:
    ayama, aoyama, kodomo = city.branch("ayama"), city.branch("aoyama"), city.desk()
    first = calls.place(city.database, city.presence, ayama, "hoiku")
    second = calls.place(city.database, city.presence, aoyama, "kodomo")
    calls.pick(city.database, city.presence, kodomo, second)
    board = look.desk(city.database, city.presence, kodomo)
    assert board.call is not None
    assert board.call.id == second
    assert [(view.id, view.state) for view in board.waiting] == [(first, "placed")]


def test_an_ended_call_cannot_be_answered_or_ended_again(city: City) -> None:
    ayama, kodomo = city.branch(), city.desk()
    call_id = calls.place(city.database, city.presence, ayama, "hoiku")
    calls.hang_up(city.database, city.presence, ayama, call_id)
    with pytest.raises(WrongOrder) as refused:
        calls.answer(city.database, city.presence, kodomo, call_id)
    assert refused.value.code == "calls.call.ended"
    with pytest.raises(WrongOrder):
        calls.hang_up(city.database, city.presence, ayama, call_id)
    assert look.one(city.database, ayama, call_id).end_reason == "cancelled"
