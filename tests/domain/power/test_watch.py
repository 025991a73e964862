"""From readings to what is kept, said, logged and ordered; the same on both databases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.power import service as power
from iga_madoguchi.domain.power.policy import DRILL, Phase, practised
from iga_madoguchi.domain.power.ports import Fault, Reading
from iga_madoguchi.domain.power.views import Standing, Ups
from iga_madoguchi.domain.power.watch import Watch
from iga_madoguchi.errors import InvalidInput, Unavailable, WrongOrder
from tests.cast import City

BUREAU = Actor("admin", "digital")
UPS1 = Ups("ups1", "127.0.0.1", 3493, "madoguchi")


@dataclass
class Wall:
    """A UPS that says what the test wants, and counts the stops that are ordered."""

    words: str = "OL"
    runtime_s: float | None = 3000
    fault: Fault = ""
    refuses: bool = False
    stops: int = 0
    asked: list[tuple[Ups, str]] = field(default_factory=list)

    def read(self, at: datetime) -> Reading:
        return Reading(
            at, frozenset(self.words.split()), self.runtime_s, 80, self.fault, 35, "Done and passed"
        )

    def stop_machine(self) -> None:
        if self.refuses:
            raise Unavailable("power.signal")
        self.stops += 1

    def connect(self, ups: Ups, password: str) -> Wall:
        self.asked.append((ups, password))
        return self


@dataclass
class Scene:
    city: City
    wall: Wall
    watch: Watch

    def after(self, seconds: float, words: str = "", runtime_s: float | None = None) -> Standing:
        """Time passes, looked at every other second; how it stands then."""
        self.wall.words = words or self.wall.words
        self.wall.runtime_s = runtime_s or self.wall.runtime_s
        now = self.watch.look()
        for _ in range(int(seconds / 2)):
            self.city.clock.advance(seconds=2)
            now = self.watch.look()
        return now

    @property
    def log(self) -> list[str]:
        """What the log tells, oldest first."""
        return [entry.action for entry in reversed(power.history(self.city.database))]


@pytest.fixture
def scene(city: City, tmp_path: Path) -> Scene:
    wall = Wall()
    power.set_ups(city.database, tmp_path, UPS1, "geheim", BUREAU)
    return Scene(city, wall, Watch(city.database, tmp_path, wall.connect))


def test_a_short_cut_is_said_and_goes_by_itself(scene: Scene) -> None:
    assert scene.after(10) == Standing()
    cut = scene.after(4, "OB DISCHRG", 1500)
    assert (cut.phase, cut.left_min, cut.holds) == (Phase.BATTERY, 20, False)
    assert power.standing(scene.city.database) == cut
    assert scene.after(14, "OL CHRG") == Standing()
    assert scene.log == ["power.ups.set", "power.failed", "power.back"]
    assert "power.changed" in [topic for topic, _ in scene.city.hub.published]


def test_after_a_minute_no_new_call_begins_and_then_again(scene: Scene) -> None:
    city, ayama = scene.city, scene.city.branch()
    scene.after(58, "OB", 3000)
    call = calls.place(city.database, city.presence, ayama, "kodomo")
    calls.hang_up(city.database, city.presence, ayama, call)
    assert scene.after(4).holds
    with pytest.raises(Unavailable, match=r"power\.calls\.held"):
        calls.place(city.database, city.presence, ayama, "kodomo")
    scene.after(12, "OL")
    assert calls.place(city.database, city.presence, ayama, "kodomo")
    assert scene.log[1:] == ["power.failed", "power.calls.held", "power.back"]


def test_low_is_prepared_and_then_the_stop_is_ordered_once(scene: Scene) -> None:
    assert scene.after(2, "OB", 500).phase == Phase.PREPARE
    scene.watch.prepared("done")
    now = scene.after(6)
    assert (now.phase, now.outcome, scene.wall.stops) == (Phase.HALT, "done", 1)
    assert scene.log[1:] == ["power.low", "power.halt", "power.stop.ordered"]
    assert scene.after(60, "OL", 3000).phase == Phase.HALT, "from here there is no way back"
    power.begin(scene.city.database, BUREAU)
    assert power.standing(scene.city.database) == Standing(), "the next start is"


def test_power_that_comes_back_while_preparing_takes_it_all_back(scene: Scene) -> None:
    scene.after(2, "OB", 500)
    assert scene.after(14, "OL", 3000) == Standing()
    scene.watch.prepared("done")  # came too late
    assert scene.after(4).phase == Phase.LINE
    assert scene.after(2, "OB", 500).phase == Phase.PREPARE, "the next cut is prepared anew"
    assert scene.wall.stops == 0


def test_a_stop_that_is_refused_is_said_once_and_tried_again(scene: Scene) -> None:
    scene.wall.refuses = True
    scene.after(10, "OB LB")
    assert scene.log.count("power.stop.refused") == 1
    scene.wall.refuses = False
    scene.after(2)
    assert scene.wall.stops == 1


def test_without_a_login_nobody_orders_the_stop(scene: Scene, tmp_path: Path) -> None:
    power.set_ups(scene.city.database, tmp_path, Ups("ups1"), "", BUREAU)
    assert scene.after(10, "OB LB").phase == Phase.HALT
    assert scene.wall.stops == 0


def test_a_silent_ups_is_an_alarm_and_no_power_cut(scene: Scene) -> None:
    scene.after(4)
    scene.wall.fault = "unreachable"
    now = scene.after(600)
    assert (now.phase, now.fault, now.holds) == (Phase.LINE, "unreachable", False)
    scene.wall.fault = ""
    scene.after(2)
    assert scene.log[1:] == ["power.ups.silent", "power.ups.heard"]


def test_without_a_ups_it_is_said_once_and_is_no_error(
    city: City, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    watch = Watch(city.database, tmp_path, Wall().connect)
    with caplog.at_level("INFO"):
        assert [watch.look() for _ in range(3)] == [Standing()] * 3
    assert len([line for line in caplog.messages if "no UPS" in line]) == 1
    assert power.history(city.database) == []


def test_an_order_by_hand_prepares_without_a_ups_and_can_be_taken_back(city: City, tmp_path: Path) -> None:
    watch, console = Watch(city.database, tmp_path, Wall().connect), Actor("console")
    power.order_end(city.database, console)
    power.order_end(city.database, console)
    now = watch.look()
    assert (now.phase, now.holds, now.prepared_at) == (Phase.PREPARE, True, None)
    watch.prepared("backup.no_time")
    now = watch.look()
    assert (now.phase, now.outcome, now.prepared_at) == (
        Phase.PREPARE,
        "backup.no_time",
        city.clock.now(),
    )
    power.take_back(city.database, console)
    assert watch.look() == Standing()
    told = [entry.action for entry in reversed(power.history(city.database))]
    assert told == ["power.end.ordered", "power.low", "power.prepared", "power.end.taken_back"]


def test_the_password_is_kept_beside_the_database_and_in_no_log(scene: Scene, tmp_path: Path) -> None:
    scene.watch.look()
    assert scene.wall.asked == [(UPS1, "geheim")]
    kept = tmp_path / power.SECRET
    assert (kept.read_text().strip(), kept.stat().st_mode & 0o777) == ("geheim", 0o600)
    power.set_ups(scene.city.database, tmp_path, Ups("ups2"), "", BUREAU)
    assert power.password(tmp_path) == "geheim", "an empty one keeps it"
    assert "geheim" not in str(audit.newest(scene.city.database))
    power.forget_ups(scene.city.database, tmp_path, BUREAU)
    power.forget_ups(scene.city.database, tmp_path, BUREAU)
    assert (power.ups(scene.city.database), power.password(tmp_path)) == (None, "")
    assert [entry.action for entry in audit.newest(scene.city.database, 1)] == ["power.ups.forgotten"]


@pytest.mark.parametrize(
    ("ups", "password", "code"),
    [
        (Ups(""), "", "name"),
        (Ups("ups 1"), "", "name"),
        (Ups("u" * 65), "", "name"),
        (Ups("ups1", "10.0.0.1\nx"), "", "host"),
        (Ups("ups1", "-x"), "", "host"),
        (Ups("ups1", "h" * 101), "", "host"),
        (Ups("ups1", port=0), "", "port"),
        (Ups("ups1", port=65536), "", "port"),
        (Ups("ups1", login="a b"), "", "login"),
        (Ups("ups1"), "a b", "password"),
        (Ups("ups1"), "p" * 129, "password"),
    ],
)
def test_bad_input_changes_nothing(city: City, tmp_path: Path, ups: Ups, password: str, code: str) -> None:
    with pytest.raises(InvalidInput, match=rf"power\.ups\.{code}"):
        power.set_ups(city.database, tmp_path, ups, password, BUREAU)
    assert power.ups(city.database) is None
    assert not (tmp_path / power.SECRET).exists()


def test_a_ups_that_is_changed_begins_anew(scene: Scene, tmp_path: Path) -> None:
    scene.after(4, "OB")
    power.set_ups(scene.city.database, tmp_path, Ups("ups2"), "", BUREAU)
    scene.wall.words = "OL"
    assert scene.watch.look() == Standing(), "what the old one said is not believed of the new one"


def test_a_drill_goes_through_its_stages_and_touches_nothing(scene: Scene) -> None:
    database = scene.city.database
    scene.after(2)
    power.start_drill(database, BUREAU)
    power.start_drill(database, BUREAU)
    found = set()
    for _ in range(45):
        now = scene.after(2)
        assert (now.phase, now.holds, now.outcome) == (Phase.LINE, False, "")
        with database.reading() as session:
            power.require_calls(session)
        if now.drill_since is not None:
            stage = practised(now.drill_since, scene.city.clock.now())
            found.add(stage and stage[:2])
    assert found == {(phase, holds) for phase, holds, _, _ in DRILL}
    assert scene.wall.stops == 0
    assert scene.log[-2:] == ["power.drill.begun", "power.drill.ended"]


def test_the_real_thing_ends_a_drill(scene: Scene) -> None:
    database = scene.city.database
    scene.after(2)
    power.start_drill(database, BUREAU)
    assert scene.after(4, "OB").phase == Phase.BATTERY
    assert power.standing(database).drill_since is None
    with pytest.raises(WrongOrder, match=r"power\.drill\.outage"):
        power.start_drill(database, BUREAU)
