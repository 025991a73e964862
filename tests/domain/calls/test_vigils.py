"""見守り: two terminals for hours, and every resident comes first."""

from __future__ import annotations

import pytest

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import look, media, vigils
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.calls.policy import RING_LIMIT_S
from iga_madoguchi.errors import Conflict, NotAllowed, NotFound, Unavailable
from tests.cast import City


def _begin(city: City, desk: Identity, other: Identity) -> str:
    vigils.ask(city.database, city.presence, desk, other.terminal_id)
    found = vigils.of(city.database, other)
    assert found is not None
    vigils.accept(city.database, city.presence, other, found.id)
    return found.id


def test_it_begins_when_the_other_side_agrees_and_carries_no_paper(city: City) -> None:
    hoken, ayama = city.desk("hoken"), city.branch()
    vigils.ask(city.database, city.presence, hoken, "ayama")
    asked = vigils.of(city.database, ayama)
    assert asked is not None
    assert (asked.asked, asked.on, asked.other_name) == (True, False, "保険年金課")
    with pytest.raises(NotFound):
        media.grant(city.database, ayama, asked.id)
    with pytest.raises(NotFound):
        vigils.accept(city.database, city.presence, hoken, asked.id)
    vigils.accept(city.database, city.presence, ayama, asked.id)
    gate = media.open_gate(city.database, asked.id)
    assert gate is not None
    assert gate.participants == gate.without_paper == {"ayama", "hoken"}
    assert media.grant(city.database, hoken, asked.id).participant == "hoken"
    with pytest.raises(NotFound):
        media.grant(city.database, city.desk("kaigo"), asked.id)


@pytest.mark.parametrize("department", ["hoken", "kaigo"])
def test_it_gives_way_to_a_resident_and_comes_back(city: City, department: str) -> None:
    """Whether the watching desk is called or another one: the branch is needed."""
    hoken, ayama, desk = city.desk("hoken"), city.branch(), None
    vigil = _begin(city, hoken, ayama)
    states = {view.id: view.state for view in look.departments(city.database, city.presence)}
    assert states["hoken"] == "open", "a vigil occupies nobody"
    call = calls.place(city.database, city.presence, ayama, department)
    assert media.open_gate(city.database, vigil) is None
    with pytest.raises(NotFound):
        media.grant(city.database, ayama, vigil)
    desk = hoken if department == "hoken" else city.desk(department)
    calls.answer(city.database, city.presence, desk, call)
    seen = vigils.of(city.database, hoken)
    assert seen is not None
    assert (seen.suspended, seen.own_call) == (True, department == "hoken")
    calls.hang_up(city.database, city.presence, ayama, call)
    assert media.open_participants(city.database, vigil) == {"ayama", "hoken"}


def test_a_ring_at_the_desk_suspends_it(city: City) -> None:
    hoken, ayama = city.desk("hoken"), city.branch()
    vigil = _begin(city, hoken, ayama)
    call = calls.place(city.database, city.presence, city.branch("aoyama"), "hoken")
    rings = look.desk(city.database, city.presence, hoken).ringing
    assert rings is not None, "a desk on watch rings like every other"
    assert media.open_gate(city.database, vigil) is None
    calls.hang_up(city.database, city.presence, city.branch("aoyama"), call)
    assert media.open_gate(city.database, vigil) is not None


@pytest.mark.parametrize("by", ["asker", "asked", "silence", "night"])
def test_it_ends(city: City, by: str) -> None:
    hoken, ayama = city.desk("hoken"), city.branch()
    if by == "silence":
        vigils.ask(city.database, city.presence, hoken, "ayama")
        city.clock.advance(seconds=RING_LIMIT_S)
        vigils.sweep(city.database)
    else:
        vigil = _begin(city, hoken, ayama)
        city.clock.advance(hours=3)
        vigils.sweep(city.database)
        assert vigils.of(city.database, ayama) is not None, "it lasts for hours"
        if by == "night":
            city.clock.advance(hours=12)
            vigils.sweep(city.database)
        else:
            vigils.end(city.database, city.presence, hoken if by == "asker" else ayama, vigil)
    assert vigils.of(city.database, hoken) is None
    reason = {"silence": "no_answer", "night": "day_over"}.get(by, "ended")
    assert audit.newest(city.database, 1)[0].action == f"calls.vigil.{reason}"
    vigils.ask(city.database, city.presence, hoken, "ayama")


def test_who_may_not_be_asked(city: City) -> None:
    hoken, kaigo, ayama = city.desk("hoken"), city.desk("kaigo"), city.branch()
    with pytest.raises(NotAllowed):
        vigils.ask(city.database, city.presence, ayama, "hoken")
    city.branch_staff()
    for nobody in ("digital", "hoken", "ayama-staff", "nowhere"):
        with pytest.raises(NotFound):
            vigils.ask(city.database, city.presence, hoken, nobody)
    city.presence.absent["aoyama"] = 60
    with pytest.raises(Unavailable):
        vigils.ask(city.database, city.presence, hoken, "aoyama")
    call = calls.place(city.database, city.presence, ayama, "kaigo")
    with pytest.raises(Conflict) as busy:
        vigils.ask(city.database, city.presence, hoken, "ayama")
    assert busy.value.code == "calls.guest.busy"
    calls.hang_up(city.database, city.presence, ayama, call)
    _begin(city, hoken, kaigo)
    with pytest.raises(Conflict) as twice:
        vigils.ask(city.database, city.presence, kaigo, "ayama")
    assert twice.value.code == "calls.vigil.already"
    with pytest.raises(NotFound):
        vigils.end(city.database, city.presence, ayama, "no such vigil")
