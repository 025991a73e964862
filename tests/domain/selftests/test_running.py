"""When a terminal tests itself, what becomes of it, and how the terminals stand afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.monitoring import service as monitoring
from iga_madoguchi.domain.monitoring import views as monitored
from iga_madoguchi.domain.selftests import reading, service
from iga_madoguchi.domain.selftests.views import Measured, Run, Standing
from iga_madoguchi.domain.terminals.views import DeviceView
from iga_madoguchi.errors import InvalidInput, NotFound
from tests.cast import City
from tests.domain.selftests.test_policy import AGENT, BLACK, FINE


def device(city: City, terminal: str) -> DeviceView:
    found = city.sessions.device(city.enrol(terminal))
    assert found is not None
    return found


def take(city: City, at: DeviceView, measured: Measured = FINE) -> Run:
    return service.take(city.database, at, measured, AGENT, None)


def standing(city: City, terminal: str) -> Standing:
    return next(one for one in service.standings(city.database) if one.terminal_id == terminal)


def told(city: City) -> list[str]:
    found = audit.newest_of(city.database, "ayama")
    return [one.action for one in reversed(found) if one.action.startswith("selftests.")]


def test_once_a_day_before_opening_and_on_order(city: City) -> None:
    ayama = device(city, "ayama")
    assert service.due(city.database, ayama, starting=False) == "schedule"
    take(city, ayama)
    assert service.due(city.database, ayama, starting=True) is None
    assert service.order(city.database, SYSTEM, "ayama") == 1
    assert service.due(city.database, ayama, starting=False) == "order"
    take(city, ayama)
    assert service.due(city.database, ayama, starting=False) is None
    city.clock.advance(hours=24)
    assert service.due(city.database, ayama, starting=False) == "schedule"


def test_an_order_does_not_wait_for_ever(city: City) -> None:
    ayama = device(city, "ayama")
    take(city, ayama)
    service.order(city.database, SYSTEM)
    city.clock.advance(minutes=61)
    assert service.due(city.database, ayama, starting=False) is None


def test_a_page_that_starts_tests_again_what_was_not_good(city: City) -> None:
    ayama = device(city, "ayama")
    take(city, ayama, replace(FINE, camera=BLACK))
    assert service.due(city.database, ayama, starting=True) is None
    city.clock.advance(minutes=11)
    assert service.due(city.database, ayama, starting=True) == "start"


def test_never_during_a_call(city: City) -> None:
    ayama, kodomo = city.branch("ayama"), city.desk("kodomo")
    calls.place(city.database, city.presence, ayama, "kodomo")
    at = DeviceView(1, "ayama", "branch", "阿山支所")
    assert service.due(city.database, at, starting=False) is None
    assert service.due(city.database, DeviceView(2, "hoken", "desk", ""), starting=False) == "schedule"
    assert kodomo is not None


def test_terminals_without_cameras_are_not_asked(city: City) -> None:
    assert service.due(city.database, DeviceView(1, "digital", "admin", ""), starting=True) is None


def test_only_the_covered_one_is_named(city: City) -> None:
    for terminal in ("ayama", "aoyama", "kodomo", "hoken"):
        take(city, device(city, terminal), replace(FINE, camera=BLACK) if terminal == "aoyama" else FINE)
    states = {one.terminal_id: one.state for one in service.standings(city.database)}
    assert [name for name, state in states.items() if state == "bad"] == ["aoyama"]
    assert [(one.part, one.code) for one in standing(city, "aoyama").troubles] == [("camera", "covered")]
    assert {states[one] for one in ("ayama", "kodomo", "hoken")} == {"good"}
    assert states["iga"] == "unknown", "who has not tested is not good"
    seen = monitoring.overview(city.database, city.presence, monitored.Standing())
    tiles = {one.id: one.tested for one in seen.tiles}
    assert tiles["aoyama"] == "点検で見つかった異常：顔のカメラ"
    assert "良好" in tiles["ayama"]
    assert tiles["digital"] == tiles["iga"] == ""


def test_yesterdays_good_is_not_todays(city: City) -> None:
    take(city, device(city, "ayama"))
    good = standing(city, "ayama")
    assert (good.state, good.last_good) == ("good", city.clock.now())
    city.clock.advance(hours=24)
    assert standing(city, "ayama").state == "unknown"
    assert standing(city, "ayama").last_good == good.last_good


def test_the_log_hears_of_a_turn_and_not_of_every_run(city: City) -> None:
    ayama = device(city, "ayama")
    for measured in (FINE, FINE, replace(FINE, camera=BLACK), replace(FINE, camera=BLACK), FINE, FINE):
        take(city, ayama, measured)
    assert told(city) == ["selftests.terminal.failed", "selftests.terminal.recovered"]


def test_runs_are_kept_for_ninety_days(city: City) -> None:
    ayama = device(city, "ayama")
    take(city, ayama)
    city.clock.advance(days=60)
    take(city, ayama)
    city.clock.advance(days=31)
    assert service.prune(city.database) == 1
    start = city.clock.now() - timedelta(days=365)
    assert len(service.history(city.database, start, city.clock.now())) == 1


def test_what_is_no_terminal_cannot_be_asked(city: City) -> None:
    for unknown in ("digital", "nowhere"):
        with pytest.raises(NotFound, match="selftests.terminal.unknown"):
            service.order(city.database, SYSTEM, unknown)


PICTURE = {"frames": 10, "brightness": 90.5, "spread": 30, "change": 1}


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"cause": "whim"},
        {"cause": "order", "took_ms": -1},
        {"cause": "order", "took_ms": True},
        {"cause": "order", "took_ms": float("nan")},
        {"cause": "order", "took_ms": 1, "picture": "data:image/png;base64,AAAA"},
        {"cause": "order", "took_ms": 1, "camera": {**PICTURE, "image": "AAAA"}},
        {"cause": "order", "took_ms": 1, "camera": {**PICTURE, "brightness": 256}},
        {"cause": "order", "took_ms": 1, "camera": {"fault": "<script>"}},
        {"cause": "order", "took_ms": 1, "camera": {"fault": "absent", "frames": 3}},
        {"cause": "order", "took_ms": 1, "camera": []},
        {"cause": "order", "took_ms": 1, "mic": {"level": -60}},
        {"cause": "order", "took_ms": 1, "line": {"asked": 2, "lost": 3, "median": 1, "worst": 1}},
        {"cause": "order", "took_ms": 1, "kept": 1e300},
        {"cause": "order", "took_ms": 1, "offset_ms": "0"},
        {"cause": "order", "took_ms": 1, "speaker": 1},
    ],
)
def test_nothing_but_bounded_numbers_comes_in(document: dict[str, object]) -> None:
    with pytest.raises(InvalidInput, match="selftests.malformed"):
        reading.measured(document)


def test_what_browsers_send_is_read() -> None:
    found = reading.measured(
        {
            "cause": "schedule",
            "took_ms": 4100,
            "camera": PICTURE,
            "paper": {"fault": "absent"},
            "mic": {"level": -61.2, "muted": False},
            "speaker": True,
            "line": {"asked": 8, "lost": 0, "median": 3.1, "worst": 8},
            "offset_ms": -20,
            "kept": 0,
        }
    )
    assert found.camera is not None
    assert found.camera.brightness == 90.5
    assert found.paper is not None
    assert found.paper.fault == "absent"
    assert (found.speaker, found.offset, found.kept) == (True, -20.0, 0)


def test_what_was_found_is_looked_at_until_it_is_repaired_and_kept_once(city: City) -> None:
    ayama = device(city, "ayama")
    take(city, ayama, replace(FINE, camera=BLACK))
    for _ in range(100):
        city.clock.advance(seconds=10)
        assert service.due(city.database, ayama, starting=False) == "again"
        take(city, ayama, replace(FINE, camera=BLACK, cause="again"))
    now, day = city.clock.now(), timedelta(days=1)
    rows = service.history(city.database, now - day, now + day)
    assert len(rows) == 1, "a week without repair is no thousand rows"
    assert rows[0].at == now
    city.clock.advance(seconds=10)
    take(city, ayama, replace(FINE, cause="again"))
    assert service.due(city.database, ayama, starting=False) is None
    assert standing(city, "ayama").state == "good"
