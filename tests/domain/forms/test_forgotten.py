"""After the call nothing that was written is left, unless the desk keeps the printed form."""

from __future__ import annotations

from pathlib import Path

import pytest

from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.forms import finishing, look, service, sweeping
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound, WrongOrder
from tests import papers
from tests.domain.forms.conftest import FILLED, FORM, Counter


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
    if counter.city.database.engine.dialect.name != "sqlite":
        pytest.skip("the bytes of PostgreSQL's files are not ours to read")
    before = b"".join(path.read_bytes() for path in tmp_path.glob("city.db*"))
    finished(counter)
    raw = b"".join(path.read_bytes() for path in tmp_path.glob("city.db*"))
    assert b"filling_value" in raw, "these are the right files"
    written = [*FILLED.values(), "1983-05-03", "昭和58年5月3日", "髙橋", "%PDF"]
    # The catalogue of procedures says 本人 too.
    own = [value for value in written if value.encode() not in before]
    assert len(own) > len(written) - 3
    for value in own:
        for coding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert value.encode(coding) not in raw, (value, coding)


def test_the_end_of_the_call_forgets_everything(counter: Counter) -> None:
    finished(counter)
    sweeping.sweep(counter.city.database, counter.sealer)
    assert (rows(counter, "filling_value"), len(counter.document()) > 1000) == (len(FILLED), True)
    counter.hang_up()
    with pytest.raises(NotFound):
        counter.document()
    sweeping.sweep(counter.city.database, counter.sealer)
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
    sweeping.sweep(database, counter.sealer)
    assert rows(counter, "filling_value") == 0, "the values go all the same"
    assert counter.document().startswith(b"%PDF")
    assert [one.id for one in look.kept(database, counter.desk, counter.call)] == [counter.filling]
    for who in (counter.branch, counter.city.desk("kodomo"), counter.city.branch("aoyama")):
        assert look.kept(database, who, counter.call) == ()
        with pytest.raises(NotFound):
            counter.document(who)
    counter.city.clock.advance(days=31)
    with pytest.raises(NotFound):
        counter.document()
    sweeping.sweep(database, counter.sealer)
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
    sweeping.sweep(city.database, counter.sealer)
    calls.answer(city.database, city.presence, kaigo, counter.call)
    assert counter.look(kaigo).values[0].shown == "髙橋"
    with pytest.raises(NotFound):
        counter.look(counter.desk)


def test_what_is_forgotten_cannot_be_read_from_an_old_copy(counter: Counter) -> None:
    """A backup of the database and of the master key, and still nothing of the resident's."""
    finished(counter)
    with counter.city.database.engine.connect() as connection:
        old = connection.exec_driver_sql("SELECT document FROM filling").scalar_one()
    assert counter.sealer.unseal(counter.filling, old).startswith(b"%PDF")
    assert sweeping.keys(counter.city.database) == {counter.filling}
    counter.hang_up()
    sweeping.sweep(counter.city.database, counter.sealer)
    with pytest.raises(NotFound):
        counter.sealer.unseal(counter.filling, old)
    assert sweeping.keys(counter.city.database) == frozenset()


def test_a_kept_form_keeps_its_key_until_its_time(counter: Counter) -> None:
    finished(counter)
    finishing.keep(counter.city.database, counter.desk, counter.call, counter.filling, 30)
    counter.hang_up()
    sweeping.sweep(counter.city.database, counter.sealer)
    assert sweeping.keys(counter.city.database) == {counter.filling}
    counter.city.clock.advance(days=31)
    sweeping.sweep(counter.city.database, counter.sealer)
    assert sweeping.keys(counter.city.database) == frozenset()


def test_after_its_call_a_form_that_was_not_kept_cannot_be_kept_any_more(counter: Counter) -> None:
    finished(counter)
    counter.hang_up()
    with pytest.raises(NotFound):
        finishing.keep(counter.city.database, counter.desk, counter.call, counter.filling, 30)


def test_a_refused_start_leaves_no_key(counter: Counter, tmp_path: Path) -> None:
    counter.start()
    with pytest.raises(Conflict):
        counter.start()
    assert [path.name for path in (tmp_path / "keys").iterdir()] == [counter.filling]


def test_a_kept_form_belongs_to_the_department_that_kept_it_wherever_the_call_ends(counter: Counter) -> None:
    from iga_madoguchi.domain.calls import service as calls
    from iga_madoguchi.domain.calls import talk

    finished(counter)
    city, kaigo = counter.city, counter.city.desk("kaigo")
    finishing.keep(city.database, counter.desk, counter.call, counter.filling, 30)
    talk.transfer(city.database, city.presence, counter.desk, counter.call, "kaigo")
    calls.answer(city.database, city.presence, kaigo, counter.call)
    calls.hang_up(city.database, city.presence, kaigo, counter.call)
    assert counter.document().startswith(b"%PDF")
    with pytest.raises(NotFound):
        counter.document(kaigo)


def test_no_key_outlives_what_was_written_with_it(counter: Counter, tmp_path: Path) -> None:
    city = counter.city
    other_branch, other_desk = city.branch("aoyama"), city.desk("kodomo")
    other = calls.place(city.database, city.presence, other_branch, "kodomo")
    calls.answer(city.database, city.presence, other_desk, other)
    vault = papers.HinderedVault(tmp_path, None)
    vault.open()
    first = service.start(city.database, vault, counter.desk, counter.call, FORM)
    second = service.start(city.database, vault, other_desk, other, "jido_teate")
    counter.hang_up()
    vault.meanwhile = lambda: calls.hang_up(city.database, city.presence, other_desk, other)
    sweeping.sweep(city.database, vault)
    sweeping.sweep(city.database, vault)  # and again, as every two seconds
    assert not sweeping.keys(city.database) & {first, second}, "both are forgotten"
    assert [path.name for path in (tmp_path / "keys").iterdir()] == []
