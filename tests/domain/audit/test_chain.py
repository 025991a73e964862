"""A change to the operation log shows."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from tests.cast import City


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE operation_log SET actor = 'nobody' WHERE seq = 2",
        "UPDATE operation_log SET data = '{}' WHERE seq = 2",
        "DELETE FROM operation_log WHERE seq = 2",
    ],
)
def test_an_entry_changed_or_taken_out_is_found(city: City, tamper: str) -> None:
    with city.database.transaction() as session:
        for number in range(4):
            audit.record(session, city.clock.now(), "test.entry.made", SYSTEM, "thing", number=number)
    assert audit.verify(city.database) == (4, None)
    with city.database.engine.begin() as connection:
        connection.execute(text(tamper))
    checked, broken = audit.verify(city.database)
    assert (checked, broken) == (1, 2 if tamper.startswith("UPDATE") else 3)
