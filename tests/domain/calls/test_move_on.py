"""Hold, transfer, guests, hand-over: a call that moves on keeps its resident, its ticket and its notes."""

from __future__ import annotations

import pytest

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import guests, look, media, sweeping, talk
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls.policy import LOST_AFTER_S, NOTE_LIMIT, RING_LIMIT_S
from iga_madoguchi.domain.presence import service as presence
from iga_madoguchi.errors import Conflict, DomainError, InvalidInput, NotFound, Unavailable, WrongOrder
from tests.cast import City

NOTE = "国民健康保険の切り替えは済みました。介護の認定についてお聞きになりたいそうです。"

People = tuple[Identity, Identity, Identity]


@pytest.fixture
def people(city: City) -> People:
    """Ayama and the desks hoken and kaigo."""
    return city.branch(), city.desk("hoken"), city.desk("kaigo")


@pytest.fixture
def call(city: City, people: People) -> str:
    """Ayama talks with hoken."""
    ayama, hoken, _ = people
    made = calls.place(city.database, city.presence, ayama, "hoken")
    calls.answer(city.database, city.presence, hoken, made)
    return made


def open_now(city: City, call: str) -> int:
    return len(media.open_participants(city.database, call) or ())


def test_on_hold_nothing_of_the_desk_reaches_the_resident(city: City, people: People, call: str) -> None:
    _, hoken, _ = people
    assert open_now(city, call) == 2
    talk.hold(city.database, city.presence, hoken, call)
    assert open_now(city, call) == 1
    with pytest.raises(WrongOrder):
        talk.hold(city.database, city.presence, hoken, call)
    talk.resume(city.database, city.presence, hoken, call)
    assert open_now(city, call) == 2


def test_a_desk_that_rings_is_no_guest_who_may_leave(city: City, people: People) -> None:
    ayama, hoken, _ = people
    placed = calls.place(city.database, city.presence, ayama, "hoken")
    with pytest.raises(WrongOrder):
        guests.leave(city.database, city.presence, hoken, placed)
    rings = look.desk(city.database, city.presence, hoken).ringing
    assert rings is not None
    assert rings.id == placed


def test_the_next_desk_reads_the_note_before_it_answers(city: City, people: People, call: str) -> None:
    ayama, hoken, kaigo = people
    talk.transfer(city.database, city.presence, hoken, call, "kaigo", NOTE)
    rings = look.desk(city.database, city.presence, kaigo).ringing
    assert rings is not None
    assert [note.text for note in rings.notes] == [NOTE]
    assert (rings.from_department, rings.ticket) == ("保険年金課", 1)
    assert look.desk(city.database, city.presence, hoken).call is None
    waiting = look.kiosk(city.database, city.presence, ayama).call
    assert waiting is not None
    assert (waiting.notes, waiting.department_name) == ((), "介護高齢福祉課")
    calls.answer(city.database, city.presence, kaigo, call)
    on = look.desk(city.database, city.presence, kaigo).call
    assert on is not None
    assert on.notes[0].author == hoken.staff_name


def test_the_transferred_goes_before_those_who_wait(city: City, people: People, call: str) -> None:
    _, hoken, kaigo = people
    first, second = city.branch("aoyama"), city.branch("iga")
    talked = calls.place(city.database, city.presence, first, "kaigo")
    calls.answer(city.database, city.presence, kaigo, talked)
    calls.place(city.database, city.presence, second, "kaigo")
    talk.transfer(city.database, city.presence, hoken, call, "kaigo")
    calls.hang_up(city.database, city.presence, kaigo, talked)
    rings = look.desk(city.database, city.presence, kaigo).ringing
    assert rings is not None
    assert rings.id == call


@pytest.mark.parametrize("how", ["declined", "unanswered", "away"])
def test_what_nobody_takes_comes_back(city: City, people: People, call: str, how: str) -> None:
    _, hoken, kaigo = people
    city.presence.absent["shogai"] = 60  # the deputy is out
    talk.transfer(city.database, city.presence, hoken, call, "kaigo", NOTE)
    if how == "declined":
        calls.decline(city.database, city.presence, kaigo, call, "wait5")
    if how == "unanswered":
        city.clock.advance(seconds=RING_LIMIT_S)
    if how == "away":
        presence.set_away(city.database, "kaigo", True, kaigo.actor)
    sweeping.sweep(city.database, city.presence)
    if how == "away":
        sweeping.sweep(city.database, city.presence)
    back = look.desk(city.database, city.presence, hoken).ringing
    assert back is not None
    assert (back.id, back.returned, back.department_name, len(back.notes)) == (call, True, "保険年金課", 1)


def test_a_transfer_that_cannot_be_is_refused_and_changes_nothing(
    city: City, people: People, call: str
) -> None:
    _, hoken, kaigo = people
    city.presence.absent["kodomo"] = 60
    presence.set_away(city.database, "shogai", True, kaigo.actor)
    before = look.desk(city.database, city.presence, hoken).call

    def refused(kind: type[DomainError], department: str, note: str = "") -> str:
        with pytest.raises(kind) as error:
            talk.transfer(city.database, city.presence, hoken, call, department, note)
        return error.value.code

    assert refused(Conflict, "hoken") == "calls.transfer.same"
    assert refused(Unavailable, "kodomo") == "calls.department.offline"
    assert refused(Unavailable, "shogai") == "calls.department.away"
    assert refused(NotFound, "tourism") == "terminals.department.unknown"
    assert refused(InvalidInput, "kaigo", "あ" * (NOTE_LIMIT + 1)) == "calls.note.too_long"
    assert refused(InvalidInput, "kaigo", "あ" * 100_000) == "calls.note.too_long"
    with pytest.raises(NotFound):
        talk.transfer(city.database, city.presence, kaigo, call, "kaigo")
    assert look.desk(city.database, city.presence, hoken).call == before


def test_a_third_joins_and_everybody_sees_everybody(city: City, people: People, call: str) -> None:
    _, hoken, kaigo = people
    guests.ask(city.database, city.presence, hoken, call, "kaigo", "interpreter")
    asked = look.desk(city.database, city.presence, kaigo).ringing
    assert asked is not None
    assert (asked.guest, asked.kind) == (True, "interpreter")
    assert open_now(city, call) == 2, "who is only asked sees and hears nothing"
    guests.join(city.database, city.presence, kaigo, call)
    assert open_now(city, call) == 3
    view = look.desk(city.database, city.presence, kaigo).call
    assert view is not None
    assert [peer.kind for peer in view.peers] == ["branch", "desk"]
    with pytest.raises(NotFound):
        calls.hang_up(city.database, city.presence, kaigo, call)
    guests.leave(city.database, city.presence, kaigo, call)
    assert open_now(city, call) == 2


def test_a_branch_may_be_the_third_and_its_own_call_waits_until_then(
    city: City, people: People, call: str
) -> None:
    _, hoken, _ = people
    aoyama = city.branch("aoyama")
    guests.ask(city.database, city.presence, hoken, call, "aoyama", "branch")
    asked = look.kiosk(city.database, city.presence, aoyama).asked
    assert asked is not None
    guests.join(city.database, city.presence, aoyama, call)
    assert look.kiosk(city.database, city.presence, aoyama).call is not None
    with pytest.raises(Conflict) as refused:
        calls.place(city.database, city.presence, aoyama, "kaigo")
    assert refused.value.code == "calls.branch.in_call"
    with pytest.raises(NotFound):
        calls.hang_up(city.database, city.presence, aoyama, call)
    guests.leave(city.database, city.presence, aoyama, call)
    assert look.kiosk(city.database, city.presence, aoyama).call is None


def test_who_is_already_in_or_busy_or_gone_is_not_asked(city: City, people: People, call: str) -> None:
    _, hoken, kaigo = people
    other = calls.place(city.database, city.presence, city.branch("aoyama"), "kaigo")
    calls.answer(city.database, city.presence, kaigo, other)
    city.presence.absent["shogai"] = 60

    def refused(kind: type[DomainError], terminal: str, part: str = "desk") -> str:
        with pytest.raises(kind) as error:
            guests.ask(city.database, city.presence, hoken, call, terminal, part)
        return error.value.code

    assert refused(Conflict, "ayama") == "calls.guest.already"
    assert refused(Conflict, "kaigo") == "calls.guest.busy"
    assert refused(Conflict, "aoyama") == "calls.guest.busy"
    assert refused(Unavailable, "shogai") == "calls.guest.offline"
    assert refused(NotFound, "nowhere") == "calls.guest.unknown"
    assert refused(InvalidInput, "kodomo", "spectator") == "calls.guest.unknown_kind"
    guests.ask(city.database, city.presence, hoken, call, "kodomo")
    assert refused(Conflict, "kodomo") == "calls.guest.already"


def test_an_invitation_that_nobody_accepts_is_withdrawn(city: City, people: People, call: str) -> None:
    _, hoken, kaigo = people
    guests.ask(city.database, city.presence, hoken, call, "kaigo")
    city.clock.advance(seconds=RING_LIMIT_S)
    sweeping.sweep(city.database, city.presence)
    assert look.desk(city.database, city.presence, kaigo).ringing is None
    assert open_now(city, call) == 2


def test_a_guest_that_is_gone_for_good_leaves(city: City, people: People, call: str) -> None:
    _, hoken, kaigo = people
    guests.ask(city.database, city.presence, hoken, call, "kaigo")
    guests.join(city.database, city.presence, kaigo, call)
    city.presence.absent["kaigo"] = LOST_AFTER_S - 1
    sweeping.sweep(city.database, city.presence)
    assert open_now(city, call) == 3, "a restart of the terminal fits in"
    city.presence.absent["kaigo"] = LOST_AFTER_S
    sweeping.sweep(city.database, city.presence)
    assert open_now(city, call) == 2


def test_a_warm_transfer_talks_first_without_the_resident(city: City, people: People, call: str) -> None:
    _, hoken, kaigo = people
    talk.hold(city.database, city.presence, hoken, call)
    guests.ask(city.database, city.presence, hoken, call, "kaigo", "desk", NOTE)
    guests.join(city.database, city.presence, kaigo, call)
    seats = media.open_participants(city.database, call) or frozenset()
    assert len(seats) == 2
    view = look.desk(city.database, city.presence, hoken).call
    assert view is not None
    branch, colleague = view.peers
    assert branch.participant not in seats, "the resident hears nothing of it"
    talk.hand_over(city.database, city.presence, hoken, call, colleague.participant)
    assert look.desk(city.database, city.presence, hoken).call is None
    on = look.desk(city.database, city.presence, kaigo).call
    assert on is not None
    assert (on.state, on.desk_id, on.department_name, on.guest) == (
        "answered",
        "kaigo",
        "介護高齢福祉課",
        False,
    )
    assert open_now(city, call) == 2
    calls.hang_up(city.database, city.presence, kaigo, call)


def test_the_log_says_that_there_is_a_note_and_not_what_it_says(
    city: City, people: People, call: str
) -> None:
    _, hoken, _ = people
    talk.transfer(city.database, city.presence, hoken, call, "kaigo", NOTE)
    entries = [entry for entry in audit.newest(city.database) if entry.action == "calls.note.written"]
    assert len(entries) == 1
    assert NOTE not in str(entries)
