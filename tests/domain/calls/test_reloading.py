"""A page loads itself anew when the bureau asks, and takes nobody out of a call."""

from __future__ import annotations

import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import reloading
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.errors import Conflict, NotFound
from tests.cast import City


def test_nobody_is_taken_out_of_a_call(city: City) -> None:
    ayama, desk = city.branch(), city.desk()
    call = calls.place(city.database, city.presence, ayama, "kodomo")
    with pytest.raises(Conflict):
        reloading.reload_page(city.database, "ayama", SYSTEM)
    calls.answer(city.database, city.presence, desk, call)
    for terminal in ("ayama", "kodomo"):
        with pytest.raises(Conflict):
            reloading.reload_page(city.database, terminal, SYSTEM)
    assert reloading.WANTED not in [topic for topic, _ in city.hub.published]
    calls.hang_up(city.database, city.presence, ayama, call)
    reloading.reload_page(city.database, "ayama", SYSTEM)
    assert (reloading.WANTED, "ayama") in city.hub.published
    assert audit.newest(city.database, 1)[0].action == "terminals.page.reloaded"
    with pytest.raises(NotFound):
        reloading.reload_page(city.database, "nowhere", SYSTEM)
