"""The staff's text line: between the branch's staff and the call's desk, bounded, forgotten, never logged."""

from __future__ import annotations

import json

import pytest

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import guests, talk, tickets
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.conversation import service as line
from iga_madoguchi.domain.conversation.policy import LINE_LIMIT, TEXT_LIMIT
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound
from tests.cast import City


def said(city: City, who: Identity) -> list[tuple[bool, str]]:
    view = line.at_hand(city.database, city.presence, who)
    assert view is not None
    return [(message.mine, message.text) for message in view.messages]


def test_both_ends_write_while_it_rings_and_in_the_call(city: City) -> None:
    kiosk, staff, kodomo = city.branch(), city.branch_staff(), city.desk()
    call = calls.place(city.database, city.presence, kiosk, "kodomo")
    line.write(city.database, city.presence, staff, call, " 補聴器の電池が切れています ")
    assert said(city, kodomo) == [(False, "補聴器の電池が切れています")]
    calls.answer(city.database, city.presence, kodomo, call)
    line.write(city.database, city.presence, kodomo, call, "用紙を3番にかえてください")
    assert said(city, staff) == [(True, "補聴器の電池が切れています"), (False, "用紙を3番にかえてください")]
    assert (line.CHANGED, call) in city.hub.published


def test_nobody_else_reads_or_writes_it(city: City) -> None:
    kiosk, staff, kodomo = city.branch(), city.branch_staff(), city.desk()
    call = calls.place(city.database, city.presence, kiosk, "kodomo")
    terminals.serve(city.database, "kaigo", "kodomo", SYSTEM)
    beside = city.desk("kaigo")
    calls.answer(city.database, city.presence, kodomo, call)
    others = (
        kiosk,
        city.branch("aoyama"),
        city.branch_staff("aoyama"),
        city.desk("hoken"),
        beside,
        city.admin(),
    )
    line.write(city.database, city.presence, staff, call, "memo")
    for other in others:
        with pytest.raises(NotFound):
            line.write(city.database, city.presence, other, call, "memo")
        if other is not kiosk:
            assert line.at_hand(city.database, city.presence, other) is None
    guest = city.desk("shogai")
    guests.ask(city.database, city.presence, kodomo, call, "shogai")
    guests.join(city.database, city.presence, guest, call)
    with pytest.raises(NotFound):
        line.write(city.database, city.presence, guest, call, "memo")
    assert line.at_hand(city.database, city.presence, guest) is None
    assert said(city, kodomo) == [(False, "memo")]


def test_the_resident_has_no_line_even_with_a_seat_in_the_call(city: City) -> None:
    kiosk, staff = city.branch(), city.branch_staff()
    call = calls.place(city.database, city.presence, kiosk, "kodomo")
    line.write(city.database, city.presence, staff, call, "memo")
    assert line.at_hand(city.database, city.presence, kiosk) is None


def test_a_transfer_takes_the_line_along(city: City) -> None:
    kiosk, staff, kodomo, hoken = city.branch(), city.branch_staff(), city.desk(), city.desk("hoken")
    call = calls.place(city.database, city.presence, kiosk, "kodomo")
    calls.answer(city.database, city.presence, kodomo, call)
    line.write(city.database, city.presence, staff, call, "memo")
    talk.transfer(city.database, city.presence, kodomo, call, "hoken")
    assert said(city, hoken) == [(False, "memo")]
    assert line.at_hand(city.database, city.presence, kodomo) is None
    with pytest.raises(NotFound):
        line.write(city.database, city.presence, kodomo, call, "late")


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty"), ("  \n ", "empty"), ("あ" * (TEXT_LIMIT + 1), "too_long")],
)
def test_what_is_no_short_message_is_refused(city: City, text: str, code: str) -> None:
    staff = city.branch_staff()
    call = calls.place(city.database, city.presence, city.branch(), "kodomo")
    line.write(city.database, city.presence, staff, call, "あ" * TEXT_LIMIT)
    with pytest.raises(InvalidInput) as refused:
        line.write(city.database, city.presence, staff, call, text)
    assert refused.value.code == f"conversation.line.{code}"
    assert len(said(city, staff)) == 1


def test_a_line_has_an_end(city: City) -> None:
    staff = city.branch_staff()
    call = calls.place(city.database, city.presence, city.branch(), "kodomo")
    for number in range(LINE_LIMIT):
        line.write(city.database, city.presence, staff, call, str(number))
    with pytest.raises(Conflict):
        line.write(city.database, city.presence, staff, call, "one more")
    assert len(said(city, staff)) == LINE_LIMIT


def test_it_is_forgotten_a_day_after_the_call_and_the_log_never_knew_it(city: City) -> None:
    kiosk, staff, kodomo = city.branch(), city.branch_staff(), city.desk()
    over = calls.place(city.database, city.presence, kiosk, "kodomo")
    line.write(city.database, city.presence, staff, over, "ひみつの覚え書き")
    calls.answer(city.database, city.presence, kodomo, over)
    calls.hang_up(city.database, city.presence, kodomo, over)
    with pytest.raises(NotFound):
        line.write(city.database, city.presence, staff, over, "after the end")
    city.clock.advance(hours=23)
    kept = calls.place(city.database, city.presence, kiosk, "hoken")
    line.write(city.database, city.presence, staff, kept, "memo")
    for hours, left in ((0, 2), (2, 1)):
        city.clock.advance(hours=hours)
        line.sweep(city.database)
        with city.database.engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM line_message").scalar() == left
    log = json.dumps([entry.data for entry in audit.newest(city.database)], ensure_ascii=False)
    assert "ひみつ" not in log
    assert '"length": 8' in log


def test_each_end_knows_whether_the_other_can_read(city: City) -> None:
    kiosk, kodomo = city.branch(), city.desk()
    call = calls.place(city.database, city.presence, kiosk, "kodomo")

    def reach(who: Identity) -> str:
        view = line.at_hand(city.database, city.presence, who)
        return "" if view is None else view.reach

    assert reach(kodomo) == "none", "a branch needs no screen for its staff"
    staff = city.branch_staff()
    assert (reach(kodomo), reach(staff)) == ("here", "away")
    city.presence.absent["ayama-staff"] = 60
    calls.answer(city.database, city.presence, kodomo, call)
    assert (reach(kodomo), reach(staff)) == ("away", "here")


def test_a_parked_ticket_has_no_line(city: City) -> None:
    kiosk, staff = city.branch(), city.branch_staff()
    call = calls.place(city.database, city.presence, kiosk, "kodomo")
    tickets.park(city.database, city.presence, kiosk, call)
    assert line.at_hand(city.database, city.presence, staff) is None
    with pytest.raises(NotFound):
        line.write(city.database, city.presence, staff, call, "memo")
