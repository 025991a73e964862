"""A branch calls a department."""

from __future__ import annotations

import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import look, ringing
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.presence import service as presence
from iga_madoguchi.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from tests.cast import City


def test_a_free_desk_rings_at_once_and_says_which_department(city: City) -> None:
    ayama, kodomo = city.branch(), city.desk()
    call_id = calls.place(city.database, city.presence, ayama, "hoiku", ["hearing"], "pt")

    ringing_here = look.desk(city.database, city.presence, kodomo).ringing
    assert ringing_here is not None
    assert (ringing_here.id, ringing_here.branch_name, ringing_here.department_name) == (
        call_id,
        "阿山支所",
        "保育幼稚園課",
    )
    assert (ringing_here.needs, ringing_here.language) == (("hearing",), "pt")
    mine = look.kiosk(city.database, city.presence, ayama).call
    assert mine is not None
    assert mine.state == "ringing"
    assert [peer.kind for peer in mine.peers] == ["desk"]
    assert [entry.action for entry in audit.history(city.database, call_id)] == [
        "calls.call.placed",
        "calls.call.ring",
    ]
    assert (ringing.CHANGED, call_id) in city.hub.published


def test_the_other_department_sees_nothing_of_it(city: City) -> None:
    ayama, hoken = city.branch(), city.desk("hoken")
    calls.place(city.database, city.presence, ayama, "hoiku")
    seen = look.desk(city.database, city.presence, hoken)
    assert (seen.ringing, seen.call, seen.waiting) == (None, None, ())


def test_two_branches_one_desk_first_come_first(city: City) -> None:
    ayama, aoyama, kodomo = city.branch("ayama"), city.branch("aoyama"), city.desk()
    first = calls.place(city.database, city.presence, ayama, "kodomo")
    second = calls.place(city.database, city.presence, aoyama, "hoiku")

    board = look.desk(city.database, city.presence, kodomo)
    assert board.ringing is not None
    assert board.ringing.id == first
    assert [view.id for view in board.waiting] == [second]
    waiting = look.kiosk(city.database, city.presence, aoyama).call
    assert waiting is not None
    assert (waiting.state, waiting.ahead) == ("placed", 1)

    waiting_at = {state.id: state.waiting for state in look.departments(city.database, city.presence)}
    assert (waiting_at["hoiku"], waiting_at["kodomo"], waiting_at["hoken"]) == (2, 2, 0), (
        "one desk, one queue"
    )

    calls.answer(city.database, city.presence, kodomo, first)
    assert look.desk(city.database, city.presence, kodomo).ringing is None, "a desk in a call does not ring"
    calls.hang_up(city.database, city.presence, kodomo, first)
    rings = look.desk(city.database, city.presence, kodomo).ringing
    assert rings is not None
    assert rings.id == second, "the next one rings by itself"


def test_tickets_count_up_within_the_day_and_start_again_the_next(city: City) -> None:
    ayama, aoyama = city.branch("ayama"), city.branch("aoyama")
    one = calls.place(city.database, city.presence, ayama, "kaigo")
    two = calls.place(city.database, city.presence, aoyama, "hoken")
    numbers = [look.one(city.database, who, i).ticket for who, i in ((ayama, one), (aoyama, two))]
    calls.hang_up(city.database, city.presence, ayama, one)
    city.clock.advance(days=1)
    three = calls.place(city.database, city.presence, ayama, "kaigo")
    assert [*numbers, look.one(city.database, ayama, three).ticket] == [1, 2, 1]


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (lambda city: city.presence.absent.update(kodomo=60.0), "calls.department.offline"),
        (
            lambda city: presence.set_away(city.database, "kodomo", True, city.desk("kodomo").actor),
            "calls.department.away",
        ),
    ],
)
def test_nobody_can_answer_is_said_and_leaves_no_call(city: City, prepare: object, code: str) -> None:
    ayama = city.branch()
    prepare(city)  # type: ignore[operator]
    with pytest.raises(Unavailable) as refused:
        calls.place(city.database, city.presence, ayama, "hoiku")
    assert refused.value.code == code
    assert look.kiosk(city.database, city.presence, ayama).call is None


def test_a_second_call_of_the_same_branch_is_refused(city: City) -> None:
    ayama = city.branch()
    calls.place(city.database, city.presence, ayama, "hoken")
    with pytest.raises(Conflict) as refused:
        calls.place(city.database, city.presence, ayama, "kaigo")
    assert refused.value.code == "calls.branch.already_calling"


def test_bad_input_is_refused_before_anything_is_written(city: City) -> None:
    ayama, kodomo = city.branch(), city.desk()
    with pytest.raises(NotFound):
        calls.place(city.database, city.presence, ayama, "nowhere")
    with pytest.raises(InvalidInput):
        calls.place(city.database, city.presence, ayama, "hoken", ["telepathy"])
    with pytest.raises(InvalidInput):
        calls.place(city.database, city.presence, ayama, "hoken", (), "tlh")
    with pytest.raises(NotAllowed):
        calls.place(city.database, city.presence, kodomo, "hoken")
    assert look.open_calls(city.database) == ()
