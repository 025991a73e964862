"""Figures over time: small, whole over restarts, and a disk's end foretold."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from iga_madoguchi.domain.monitoring import samples
from iga_madoguchi.domain.monitoring.forecast import FOR_EVER, days_until_full
from iga_madoguchi.domain.monitoring.samples import COARSE_S, FINE_S, Gatherer
from iga_madoguchi.domain.monitoring.views import Point
from tests.cast import City

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def run(city: City, hours: int) -> None:
    """Every minute a look, stored every five."""
    gatherer = Gatherer()
    for minute in range(hours * 60):
        gatherer.add(city.clock.now(), {"cpu": float(minute % 10)})
        city.clock.advance(minutes=1)
        samples.store(city.database, gatherer)


def test_five_minutes_are_one_row_with_least_mean_and_greatest(city: City) -> None:
    begin = city.clock.now()
    run(city, 1)
    curve = samples.history(city.database, "cpu", begin, city.clock.now())
    assert len(curve) == 12
    assert (curve[0].least, curve[0].mean, curve[0].greatest) == (0, 2, 4)
    assert (curve[1].least, curve[1].greatest) == (5, 9)
    assert samples.measures(city.database) == ("cpu",)


def test_a_restart_within_five_minutes_adds_to_the_same_row(city: City) -> None:
    begin = city.clock.now()
    for value in (10.0, 30.0):
        gatherer = Gatherer()
        gatherer.add(city.clock.now(), {"cpu": value})
        city.clock.advance(minutes=5)
        samples.store(city.database, gatherer)
        city.clock.advance(minutes=-5)
    (point,) = samples.history(city.database, "cpu", begin, begin + HOUR)
    assert (point.least, point.mean, point.greatest) == (10, 20, 30)


def test_old_five_minutes_become_hours_and_the_curve_has_no_gap(city: City) -> None:
    begin = city.clock.now()
    run(city, 3)
    city.clock.advance(days=35, hours=-1)
    samples.prune(city.database)
    curve = samples.history(city.database, "cpu", begin, begin + 5 * HOUR)
    steps = {(b.at - a.at).total_seconds() for a, b in zip(curve, curve[1:], strict=False)}
    assert steps == {COARSE_S, FINE_S}
    assert (curve[0].least, curve[0].mean, curve[0].greatest) == (0, 4.5, 9)
    city.clock.advance(days=1200)
    samples.prune(city.database)
    samples.prune(city.database)
    assert samples.history(city.database, "cpu", begin, city.clock.now()) == ()


def test_a_year_of_all_measures_is_under_100_megabytes(city: City) -> None:
    """Measured on a tenth of the rows of a year of 16 measures, in the file itself."""
    engine = city.database.engine
    if engine.dialect.name != "sqlite":
        return
    year = 16 * (35 * 288 + 330 * 24)
    insert = text("INSERT INTO monitoring_sample VALUES (:m, :s, :a, :l, :x, :g, 30)")
    rows = [
        {
            "m": f"disk.backup-{n % 16}",
            "s": 300,
            "a": f"{BEGIN + timedelta(minutes=5 * (n // 16)):%F %T}.000000",
        }
        | {"l": math.pi * n, "x": math.e * n, "g": math.tau * n}
        for n in range(year // 10)
    ]
    with engine.begin() as connection:
        before = connection.execute(text("PRAGMA page_count")).scalar() or 0
        connection.execute(insert, rows)
        pages = (connection.execute(text("PRAGMA page_count")).scalar() or 0) - before
        size = pages * (connection.execute(text("PRAGMA page_size")).scalar() or 0) * 10
    assert 10e6 < size < 100e6, size


def falling(days: int, per_day: float, noise: float = 0.0, begin: float = 60.0) -> list[Point]:
    dice = random.Random(3)
    hours = [begin - per_day * hour / 24 + dice.gauss(0, noise) for hour in range(days * 24)]
    return [Point(BEGIN + hour * HOUR, free, free, free) for hour, free in enumerate(hours)]


def test_the_day_on_which_a_disk_is_full() -> None:
    assert days_until_full(falling(2, 5), 100) is None, "too little is known"
    assert days_until_full(falling(14, 0, noise=0.3), 100) == FOR_EVER, "noise is no trend"
    found = days_until_full(falling(14, 2, noise=0.2), 100)
    assert found is not None
    assert 14 < found < 18  # 32 percent are left
    grown = falling(14, -1)
    assert days_until_full(grown, 100) == FOR_EVER


def test_a_nightly_dip_is_no_trend() -> None:
    curve = [
        Point(one.at, one.mean, one.mean - (20 if one.at.hour == 17 else 0), one.mean)
        for one in falling(10, 0, noise=0.1)
    ]
    assert days_until_full(curve, 100) == FOR_EVER
