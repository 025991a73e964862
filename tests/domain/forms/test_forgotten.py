"""After the call nothing that was written is left, unless the desk keeps the printed form."""

from __future__ import annotations

from pathlib import Path

import pytest

from iga_madoguchi.domain.forms import finishing, sweeping
from iga_madoguchi.errors import InvalidInput, NotFound, WrongOrder
from tests.domain.forms.conftest import FILLED, Counter


def finished(counter: Counter) -> None:
    counter.start()
    counter.write_all()
    counter.confirm()
    counter.sign()
    counter.finish()


def rows(counter: Counter, table: str) -> int:
    with counter.city.database.engine.connect() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def test_nothing_is_ever_readable_in_the_database(counter: Counter, tmp_path: Path) -> None:
    finished(counter)
    if counter.city.database.engine.dialect.name != "sqlite":
        pytest.skip("the bytes of PostgreSQL's files are not ours to read")
    raw = b"".join(path.read_bytes() for path in tmp_path.glob("city.db*"))
    assert b"filling_value" in raw, "these are the right files"
    for value in [*FILLED.values(), "1983-05-03", "昭和58年5月3日", "髙橋", "%PDF"]:
        for coding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert value.encode(coding) not in raw, (value, coding)


def test_the_end_of_the_call_forgets_everything(counter: Counter) -> None:
    finished(counter)
    sweeping.sweep(counter.city.database)
    assert (rows(counter, "filling_value"), len(counter.document()) > 1000) == (len(FILLED), True)
    counter.hang_up()
    with pytest.raises(NotFound):
        counter.document()
    sweeping.sweep(counter.city.database)
    assert rows(counter, "filling_value") == 0
    with counter.city.database.engine.connect() as connection:
        left = connection.exec_driver_sql("SELECT signature, document, kept_until FROM filling").one()
    assert tuple(left) == (None, None, None)


def test_a_kept_form_stays_for_the_desks_of_the_department_until_its_time(counter: Counter) -> None:
    finished(counter)
    database = counter.city.database
    for days in (0, 366, -1):
        with pytest.raises(InvalidInput):
            finishing.keep(database, counter.desk, counter.call, counter.filling, days)
    finishing.keep(database, counter.desk, counter.call, counter.filling, 30)
    counter.hang_up()
    sweeping.sweep(database)
    assert rows(counter, "filling_value") == 0, "the values go all the same"
    assert counter.document().startswith(b"%PDF")
    for who in (counter.branch, counter.city.desk("kodomo"), counter.city.branch("aoyama")):
        with pytest.raises(NotFound):
            counter.document(who)
    counter.city.clock.advance(days=31)
    with pytest.raises(NotFound):
        counter.document()
    sweeping.sweep(database)
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT document FROM filling").scalar_one() is None


def test_only_what_is_printed_can_be_kept(counter: Counter) -> None:
    counter.start()
    with pytest.raises(WrongOrder):
        finishing.keep(counter.city.database, counter.desk, counter.call, counter.filling, 30)
    with pytest.raises(NotFound):
        finishing.keep(counter.city.database, counter.branch, counter.call, counter.filling, 30)


def test_a_transfer_takes_the_form_along(counter: Counter) -> None:
    from iga_madoguchi.domain.calls import service as calls
    from iga_madoguchi.domain.calls import talk

    counter.start()
    counter.write("head_name", "髙橋")
    city, kaigo = counter.city, counter.city.desk("kaigo")
    talk.transfer(city.database, city.presence, counter.desk, counter.call, "kaigo")
    sweeping.sweep(city.database)
    calls.answer(city.database, city.presence, kaigo, counter.call)
    assert counter.look(kaigo).values[0].shown == "髙橋"
    with pytest.raises(NotFound):
        counter.look(counter.desk)
