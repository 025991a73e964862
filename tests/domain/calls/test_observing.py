"""The bureau joins only when desk and resident agree; nothing lets it in by another way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import attendance, guests, look, media, observing, sweeping, talk
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls.policy import RING_LIMIT_S
from iga_madoguchi.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound, WrongOrder
from tests.cast import City

Verb = Callable[..., None]


@pytest.fixture
def on(city: City) -> tuple[str, Identity, Identity, Identity]:
    """A call that is on, and who is concerned: call, branch, desk, bureau."""
    ayama, hoken, bureau = city.branch(), city.desk("hoken"), city.admin()
    call = calls.place(city.database, city.presence, ayama, "hoken")
    calls.answer(city.database, city.presence, hoken, call)
    return call, ayama, hoken, bureau


On = tuple[str, Identity, Identity, Identity]


def test_both_agree_and_it_sees_faces_but_no_paper(city: City, on: On) -> None:
    call, ayama, hoken, bureau = on
    observing.ask(city.database, city.presence, bureau, call, "help")
    for who, inside in ((hoken, False), (hoken, False), (ayama, True)):
        observing.agree(city.database, city.presence, who, call)
        seen = look.one(city.database, ayama, call).observer
        assert seen is not None
        assert (seen.joined, seen.reason) == (inside, "help")
    gate, mine = media.open_gate(city.database, call), media.grant(city.database, bureau, call)
    assert gate is not None
    assert len(gate.participants) == 3
    assert gate.without_paper == {mine.participant}
    log = [entry.action for entry in audit.history(city.database, call)]
    assert log[-5:] == [
        "calls.observer." + verb for verb in ("asked", "agreed", "agreed", "agreed", "joined")
    ]


def test_the_consent_is_for_one_person_not_for_whoever_logs_in_there_next(city: City, on: On) -> None:
    call, ayama, hoken, bureau = on
    observing.ask(city.database, city.presence, bureau, call, "help")
    for who in (hoken, ayama):
        observing.agree(city.database, city.presence, who, call)
    assert media.grant(city.database, bureau, call)
    with pytest.raises(NotFound):
        media.grant(city.database, city.staff("other", "admin", "digital"), call)


@pytest.mark.parametrize("verb", [guests.join, guests.leave, observing.agree])
def test_nothing_but_both_consents_lets_it_in(city: City, on: On, verb: Verb) -> None:
    call, ayama, _, bureau = on
    observing.ask(city.database, city.presence, bureau, call, "trouble")
    observing.agree(city.database, city.presence, ayama, call)
    with pytest.raises(DomainError):
        verb(city.database, city.presence, bureau, call)
    with pytest.raises(NotFound):
        media.grant(city.database, bureau, call)
    assert len(media.open_participants(city.database, call) or ()) == 2


@pytest.mark.parametrize("who", [1, 2, 3])
@pytest.mark.parametrize("joined", [False, True])
def test_anyone_ends_it_at_any_time(city: City, on: On, who: int, joined: bool) -> None:
    call, ayama, hoken, bureau = on
    observing.ask(city.database, city.presence, bureau, call, "training")
    for side in (ayama, hoken) if joined else ():
        observing.agree(city.database, city.presence, side, call)
    ends = on[who]
    assert isinstance(ends, Identity)
    observing.end(city.database, city.presence, ends, call)
    assert look.one(city.database, ayama, call).observer is None
    assert len(media.open_participants(city.database, call) or ()) == 2
    verb = {(False, 3): "withdrawn", (True, 3): "left", (True, 1): "dismissed", (True, 2): "dismissed"}
    assert audit.newest(city.database, 1)[0].action == f"calls.observer.{verb.get((joined, who), 'refused')}"


def test_silence_is_no(city: City, on: On) -> None:
    call, ayama, hoken, bureau = on
    observing.ask(city.database, city.presence, bureau, call, "quality")
    observing.agree(city.database, city.presence, hoken, call)
    city.clock.advance(seconds=RING_LIMIT_S)
    sweeping.sweep(city.database, city.presence)
    assert look.observed(city.database, bureau) is None
    with pytest.raises(NotFound):
        observing.agree(city.database, city.presence, ayama, call)


def test_only_the_bureau_asks_with_a_known_reason_and_once(city: City, on: On) -> None:
    call, ayama, hoken, bureau = on
    for other in (ayama, hoken, city.desk("kaigo")):
        with pytest.raises(NotAllowed):
            observing.ask(city.database, city.presence, other, call, "help")
    with pytest.raises(InvalidInput):
        observing.ask(city.database, city.presence, bureau, call, "curiosity")
    with pytest.raises(NotFound):
        observing.ask(city.database, city.presence, bureau, "no such call", "help")
    observing.ask(city.database, city.presence, bureau, call, "help")
    with pytest.raises(Conflict):
        observing.ask(city.database, city.presence, bureau, call, "help")
    for stranger in (city.branch("aoyama"), city.desk("kodomo")):
        with pytest.raises(NotFound):
            observing.agree(city.database, city.presence, stranger, call)
    calls.hang_up(city.database, city.presence, ayama, call)
    with pytest.raises(WrongOrder):
        observing.ask(city.database, city.presence, bureau, call, "help")


def test_who_takes_the_call_over_is_asked_anew(city: City, on: On) -> None:
    call, ayama, hoken, bureau = on
    kaigo = city.desk("kaigo")
    guests.ask(city.database, city.presence, hoken, call, "kaigo")
    guests.join(city.database, city.presence, kaigo, call)
    observing.ask(city.database, city.presence, bureau, call, "help")
    for side in (ayama, hoken):
        observing.agree(city.database, city.presence, side, call)
    heir = look.one(city.database, kaigo, call).me
    talk.hand_over(city.database, city.presence, hoken, call, heir)
    assert look.one(city.database, ayama, call).observer is None


def test_what_belongs_to_the_call_stays_closed_to_it(city: City, on: On) -> None:
    call, ayama, hoken, bureau = on
    observing.ask(city.database, city.presence, bureau, call, "help")
    observing.agree(city.database, city.presence, hoken, call)
    observing.agree(city.database, city.presence, ayama, call)
    with city.database.reading() as session:
        assert attendance.attending(session, ayama, call).role == "branch"
        assert attendance.attending(session, hoken, call).role == "desk"
        with pytest.raises(NotFound):
            attendance.attending(session, bureau, call)
