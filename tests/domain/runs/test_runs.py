"""Each due time goes to one runner, is tried again after a failure; what died is told from what failed."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial

import pytest

from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.domain.runs.views import Outcome, Result
from iga_madoguchi.errors import Conflict, Unavailable
from tests.cast import City
from tests.fakes import TUESDAY_NOON

DUE = TUESDAY_NOON - timedelta(hours=2)
JOB = ("backup.run", "whole", DUE)
HERE, THERE = "here:1", "there:2"


def claim(city: City, runner: str = HERE) -> int | None:
    return runs.claim(city.database, *JOB, runner)


def claimed(city: City, runner: str = HERE) -> int:
    found = claim(city, runner)
    assert found is not None
    return found


def test_only_one_gets_it(city: City) -> None:
    claimed(city)
    assert claim(city, THERE) is None


@pytest.mark.parametrize("outcome", ["done", "warning"])
def test_what_is_done_is_done(city: City, outcome: Outcome) -> None:
    runs.end(city.database, claimed(city), Result(outcome))
    assert claim(city) is None
    city.clock.advance(hours=20)
    assert claim(city) is None


def test_what_a_person_ordered_since_counts(city: City) -> None:
    runs.recorded(city.database, "backup.run", "whole", HERE, lambda: Result("warning", "x", "abc"))
    assert claim(city) is None
    assert runs.claim(city.database, "backup.run", "program", DUE, HERE) is not None, "of its kind only"


def test_a_failure_is_tried_again_an_hour_later_three_times_in_all(city: City) -> None:
    for number in (1, 2, 3):
        runs.end(city.database, claimed(city), Result("failed", "backup.disk.full"))
        assert claim(city) is None
        city.clock.advance(minutes=61)
        assert len(runs.recent(city.database, "backup.")) == number
    assert claim(city) is None, "the next day is another due time"


def test_what_died_here_is_begun_again_at_once(city: City) -> None:
    first = claimed(city)
    assert claimed(city) != first
    ended = {run.id: run.outcome for run in runs.recent(city.database, "backup.")}
    assert ended[first] == "cut"


def test_what_may_still_run_elsewhere_is_left_to_it_for_hours(city: City) -> None:
    claimed(city, THERE)
    city.clock.advance(hours=5)
    assert claim(city) is None
    city.clock.advance(hours=2)
    claimed(city)


def test_what_kills_the_process_does_not_do_so_for_ever(city: City) -> None:
    tries = 0
    while claim(city) is not None:
        tries += 1
        assert tries < 20
    assert tries == 12


def test_work_is_noted_however_it_ends(city: City) -> None:
    def work(error: BaseException | None) -> Result:
        if error is not None:
            raise error
        return Result("done", "files=3", "a" * 99)

    ends = (
        (None, "done", "files=3"),
        (Unavailable("backup.disk.full"), "failed", "backup.disk.full"),
        (Unavailable("backup.stopped"), "cut", "backup.stopped"),
        (KeyboardInterrupt(), "cut", ""),
    )
    for error, outcome, detail in ends:
        with suppress(*([type(error)] if error else [])):
            runs.recorded(city.database, "backup.run", "whole", HERE, partial(work, error))
            assert error is None
        (run, *_) = runs.recent(city.database, "backup.")
        assert (run.outcome, run.detail, run.took_s) == (outcome, detail, 0)
    last = runs.latest(city.database, "backup.run")
    assert last is not None
    assert last.snapshot == "a" * 64


def test_who_is_not_let_in_ends_nobody_elses_run(city: City) -> None:
    @contextmanager
    def taken():  # type: ignore[no-untyped-def]
        raise Conflict("backup.busy")
        yield

    running = claimed(city)
    with pytest.raises(Conflict):
        runs.recorded(city.database, "backup.drill", "whole", HERE, lambda: Result(), None, taken)
    by_id = {run.id: run.outcome for run in runs.recent(city.database, "backup.")}
    assert by_id[running] == "running"
    runs.recorded(city.database, "backup.drill", "whole", HERE, lambda: Result())
    by_id = {run.id: run.outcome for run in runs.recent(city.database, "backup.")}
    assert by_id[running] == "cut", "whoever is alone knows that nobody else runs"


def test_the_schedule_has_a_beginning(city: City) -> None:
    began = runs.known_since(city.database, HERE)
    city.clock.advance(days=9)
    assert runs.known_since(city.database, THERE) == began == TUESDAY_NOON


def test_after_a_restore_nothing_runs(city: City) -> None:
    claimed(city, THERE)
    runs.cut_all(city.database)
    assert [run.outcome for run in runs.recent(city.database, "")] == ["cut"]
