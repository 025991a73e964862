"""Minutes are counted once, and availability is what was there of what should have been."""

from __future__ import annotations

from datetime import timedelta

from iga_madoguchi.domain.uptime import service
from iga_madoguchi.kit.clock import local
from tests.cast import City


def minutes(city: City, count: int, *, down: int = 0) -> None:
    """The server counts for so many minutes, then is away for `down`."""
    for _ in range(count):
        service.count(city.database, city.presence, city.clock.now())
        city.clock.advance(minutes=1)
    city.clock.advance(minutes=down)


def test_a_terminal_that_was_away_and_a_server_that_stood_still(city: City) -> None:
    city.enrol("ayama")
    city.enrol("aoyama")
    minutes(city, 30)
    city.presence.absent["ayama"] = 3600
    minutes(city, 20, down=10)
    day = local(city.clock.now()).date()
    found = service.of_period(city.database, day, day)
    shares = {one.place: (one.open_up, one.open_due) for one in found.terminals}
    assert shares["ayama"] == (30, 50)
    assert shares["aoyama"] == (50, 50)
    assert shares["iga"] == (0, 0), "who is not enrolled is not missed"
    assert (found.server.open_up, found.server.open_due) == (50, 60)
    assert found.server.share is not None
    assert round(found.server.share, 1) == 83.3


def test_a_minute_is_counted_once_by_whoever_comes_first(city: City) -> None:
    for _ in range(3):
        service.count(city.database, city.presence, city.clock.now())
    one = service.Counter(city.database, city.presence)
    one.run()
    day = local(city.clock.now()).date()
    assert service.of_period(city.database, day, day).server.open_up == 1


def test_without_a_count_nothing_is_said(city: City) -> None:
    day = local(city.clock.now()).date() - timedelta(days=40)
    found = service.of_period(city.database, day, day)
    assert (found.since, found.server.share) == (None, None)
