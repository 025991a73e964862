"""Real faults, one at a time: the right cause within half a minute of looks, and gone after repair."""

from __future__ import annotations

import dataclasses
import datetime
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
import trustme

from iga_madoguchi.adapters.certificate import CertificateFile
from iga_madoguchi.adapters.host import ThisHost
from iga_madoguchi.adapters.host_report import HostReportFile
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.monitoring import incidents, words
from iga_madoguchi.domain.monitoring.lookout import Lookout
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.power import service as power
from iga_madoguchi.domain.power.views import Ups
from iga_madoguchi.domain.power.watch import Watch
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.domain.printing.ports import PrinterReport
from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.domain.runs.views import Result
from iga_madoguchi.domain.selftests import service as selftests
from iga_madoguchi.domain.selftests.views import Sound
from iga_madoguchi.domain.terminals.views import DeviceView
from iga_madoguchi.errors import InvalidInput, NotFound, Unavailable
from tests.calm import SteeredMedia
from tests.cast import City
from tests.domain.monitoring.eyes import Eyes
from tests.domain.selftests.test_policy import AGENT, BLACK, FINE
from tests.nut import nut


def test_a_calm_city_has_no_fault(eyes: Eyes) -> None:
    eyes.city.branch()
    assert eyes.look(6) == []
    assert eyes.status("terminal.silent", "ayama") == Status.OK


def test_a_silent_terminal_is_one_incident_written_down_once_each_way(eyes: Eyes, city: City) -> None:
    city.branch()
    eyes.look()
    city.presence.absent["ayama"] = 60
    assert eyes.look(1) == [], "one look is no alarm"
    assert eyes.look(10) == ["terminal.silent:ayama"]
    city.clock.advance(minutes=5)
    city.presence.absent.clear()
    assert eyes.look() == []
    (one,) = incidents.recovered(city.database)
    assert (one.worst, one.words["name"]) == (Status.BAD, "阿山支所")
    told = audit.history(city.database, "terminal.silent:ayama")
    assert [entry.action for entry in told] == [
        "monitoring.incident.raised",
        "monitoring.incident.recovered",
    ]
    assert told[1].data == {"minutes": 5}


def test_out_of_hours_a_dark_terminal_is_no_fault(eyes: Eyes, city: City) -> None:
    from iga_madoguchi.domain.presence import service as presence

    city.branch()
    presence.clear_day(city.database, None, SYSTEM)
    city.clock.advance(hours=9)  # 21:00
    city.presence.absent["ayama"] = 60
    assert eyes.look() == []
    assert eyes.status("terminal.silent", "ayama") == Status.NONE


def test_several_faults_come_worst_first_and_what_is_seen_comes_last(eyes: Eyes, city: City) -> None:
    city.branch()
    city.presence.absent["ayama"] = 60
    eyes.host.memory_free = 8
    eyes.around(offset_s=3600.0)
    found = eyes.look(4)
    assert found[0] == "terminal.silent:ayama"
    assert set(found) == {"terminal.silent:ayama", "memory.low", "clock.offset"}
    first = eyes.lookout.standing().incidents[0]
    assert first.id is not None
    eyes.lookout.acknowledge(first.id, SYSTEM, "田中", "支所に電話しました")
    assert eyes.look(1)[-1] == "terminal.silent:ayama"
    seen = eyes.lookout.standing().incidents[-1].acknowledged
    assert seen is not None
    assert (seen.by, seen.comment) == ("田中", "支所に電話しました")
    with pytest.raises(InvalidInput):
        eyes.lookout.acknowledge(eyes.lookout.standing().incidents[0].id or 0, SYSTEM, "田中", "あ" * 201)
    with pytest.raises(NotFound):
        eyes.lookout.acknowledge(9999, SYSTEM, "田中", "")


def test_an_open_incident_outlives_a_restart_and_ends_after_it(eyes: Eyes, city: City) -> None:
    city.branch()
    city.presence.absent["ayama"] = 60
    eyes.look()
    again = Eyes(city, Lookout(eyes.lookout.around))
    assert again.look(1) == ["terminal.silent:ayama"]
    assert len(incidents.open_here(city.database, eyes.lookout.around.server)) == 1
    city.presence.absent.clear()
    assert again.look() == []
    assert len(incidents.recovered(city.database)) == 1


def test_a_locked_database_is_seen_although_it_cannot_be_written(eyes: Eyes, city: City) -> None:
    eyes.look()
    began = time.monotonic()
    with city.database.engine.begin():  # whoever begins to write keeps all others from it
        assert eyes.look(2) == ["database.away"]
        (one,) = eyes.lookout.standing().incidents
        assert (one.id, one.words["why"]) == (None, "locked")
    assert time.monotonic() - began < 10, "a look must not wait for the lock"
    assert eyes.look() == []
    (one,) = incidents.recovered(city.database)
    assert one.cause.check == "database.away", "written down afterwards"


def test_a_backup_that_was_missed_and_one_that_failed(eyes: Eyes, city: City) -> None:
    runs.known_since(city.database, "test")
    assert eyes.look() == []
    assert eyes.status("backup.age") == Status.UNKNOWN
    runs.recorded(city.database, "backup.run", "whole", "test", lambda: Result("done"))
    runs.recorded(city.database, "backup.drill", "whole", "test", lambda: Result("done"))
    assert eyes.look() == []
    assert (eyes.status("backup.age"), eyes.status("backup.proof")) == (Status.OK, Status.OK)
    city.clock.advance(hours=27)
    assert set(eyes.look()) >= {"backup.age", "backup.proof"}
    city.clock.advance(hours=72)
    eyes.look()
    assert eyes.status("backup.age") == Status.BAD
    for what in ("backup.run", "backup.drill"):
        runs.recorded(city.database, what, "whole", "test", lambda: Result("done"))
    assert not {"backup.age", "backup.proof"} & set(eyes.look())
    city.clock.advance(minutes=1)
    with pytest.raises(Unavailable):
        runs.recorded(city.database, "backup.run", "whole", "test", _full)
    assert "backup.age" in eyes.look()


def _full() -> Result:
    raise Unavailable("backup.disk.full")


def test_a_nightly_check_that_found_something(eyes: Eyes, city: City) -> None:
    runs.recorded(city.database, "database.check", "all", "test", lambda: Result("failed", "page 7"))
    runs.recorded(city.database, "audit.verify", "all", "test", lambda: Result("failed", "audit.broken"))
    assert set(eyes.look()) == {"database.integrity", "log.bent"}
    city.clock.advance(hours=1)
    runs.recorded(city.database, "database.check", "all", "test", lambda: Result("done"))
    runs.recorded(city.database, "audit.verify", "all", "test", lambda: Result("done"))
    assert eyes.look() == []


def test_the_relay_is_away_or_late(eyes: Eyes) -> None:
    media = eyes.lookout.around.media
    assert isinstance(media, SteeredMedia)
    media.running = False
    assert eyes.look() == ["media.away"]
    media.running, media.late = True, 3.0
    assert eyes.look() == ["media.lag"]
    media.late = 0.01
    assert eyes.look() == []


def test_a_main_loop_that_stands_still_and_a_job_that_fails(eyes: Eyes) -> None:
    gauges = eyes.lookout.around.gauges
    gauges.failing_jobs = lambda: frozenset({"papers.purge"})
    for _ in range(2):
        gauges.beat(5.0)
        eyes.look(1)
    assert set(eyes.look(0)) == {"loop.lag", "job.failing:papers.purge"}
    gauges.failing_jobs = frozenset
    assert eyes.look() == []


def test_a_printer_without_paper(eyes: Eyes, city: City) -> None:
    printing.set_printer(city.database, "ayama", "ipp://10.0.0.9/ipp/print", "", SYSTEM)
    assert eyes.look() == []
    assert eyes.status("printer.hindered", "ayama") == Status.UNKNOWN
    gauges = eyes.lookout.around.gauges
    gauges.printers_said({"ayama": PrinterReport("stopped", ("paper.empty",))})
    assert eyes.look() == ["printer.hindered:ayama"]
    gauges.printers_said({"ayama": Unavailable("printing.printer.unreachable")})
    assert eyes.look() == ["printer.hindered:ayama"]
    gauges.printers_said({"ayama": PrinterReport("idle", ("toner.low",))})
    assert eyes.look() == []
    printing.forget_printer(city.database, "ayama", SYSTEM)
    eyes.look()
    assert eyes.status("printer.hindered", "ayama") is None


def test_a_certificate_that_comes_to_its_end(eyes: Eyes, city: City, tmp_path: Path) -> None:
    path, now = tmp_path / "cert.pem", city.clock.now()
    eyes.around(certificate=CertificateFile(path))
    assert eyes.look() == []
    assert eyes.status("certificate.expiry") == Status.UNKNOWN
    for days, expected in ((100, Status.OK), (20, Status.WARN), (-1, Status.BAD), (300, Status.OK)):
        ends = now + datetime.timedelta(days=days)
        issued = trustme.CA().issue_cert(
            "127.0.0.1", not_after=ends, not_before=now - datetime.timedelta(400)
        )
        path.unlink(missing_ok=True)
        issued.cert_chain_pems[0].write_to_path(path)
        eyes.look()
        assert eyes.status("certificate.expiry") == expected, days


def test_a_ups_on_battery_and_one_that_is_gone(eyes: Eyes, city: City, tmp_path: Path) -> None:
    from iga_madoguchi.bootstrap import _ups

    with nut() as upsd:
        power.set_ups(city.database, tmp_path, Ups("ups1", "127.0.0.1", upsd.port), "", SYSTEM)
        watch = Watch(city.database, tmp_path, _ups)
        eyes.around(power=watch)
        watch.look()
        assert eyes.look() == []
        upsd.say("OB DISCHRG", runtime="1500", charge="77")
        upsd.until(words="OB DISCHRG")
        watch.look()
        assert eyes.look() == ["ups.battery"]
        assert eyes.lookout.standing().incidents[0].words["charge"] == "77"
        upsd.say("OL RB")
        upsd.until(words="OL RB")
        watch.look()
        city.clock.advance(seconds=20)
        watch.look()
        assert eyes.look() == ["ups.battery.old"]
    city.clock.advance(seconds=20)
    watch.look()
    assert set(eyes.look()) == {"ups.silent", "ups.battery.old"}, "what it said last is not taken back"


REPORT = '{{"version": 1, "at": {at}, "parts": {{"raid": {{"state": "ok", "items": [{raid}]}}, {more}}}}}'
MORE = ", ".join(
    f'"{name}": {{"state": "absent"}}'
    for name in ("temperature", "smart", "network", "memory", "supply", "antivirus", "patches")
)


def test_the_collectors_report_is_believed_while_it_is_fresh(eyes: Eyes, city: City, tmp_path: Path) -> None:
    path = tmp_path / "host.json"
    eyes.around(report=HostReportFile(path), production=True)
    assert eyes.look() == ["collector.silent"]
    assert eyes.status("raid.degraded") == Status.UNKNOWN

    def write(raid: str, more: str = MORE, late: float = 0) -> None:
        at = city.clock.now().timestamp() - late
        path.unlink(missing_ok=True)
        path.write_text(REPORT.format(at=at, raid=raid, more=more))

    write('{"name": "md0", "degraded": false}', MORE + ', "ports": {"state": "ok"}')
    assert eyes.look() == []
    assert eyes.status("raid.degraded", "md0") == Status.OK
    assert eyes.status("temperature.high") is None, "this machine has no sensor"
    assert eyes.status("port.open") == Status.OK
    write('{"name": "md0", "degraded": true}')
    assert eyes.look() == ["raid.degraded:md0"]
    write('{"name": "md0", "degraded": false}', MORE.replace('"absent"', '"failed"'))
    assert eyes.look() == []
    assert eyes.status("disk.failing") == Status.UNKNOWN
    write('{"name": "md0", "degraded": false}', late=600)
    assert eyes.look() == ["collector.silent"]
    for nonsense in ("", "[]", '{"version": 2}', '{"version": 1, "at": "x", "parts": {}}', "[" * 300_000):
        path.unlink()
        path.write_text(nonsense)
        assert eyes.look() == ["collector.silent"]


ON_A_FULL_DISK = """
    import sys
    from pathlib import Path
    from iga_madoguchi.adapters.host import ThisHost
    host, folder = ThisHost(), Path(sys.argv[1])
    def free():
        disk = host.disk(folder)
        return round(100 * disk.free / disk.total), host.write(folder)
    print(*free())
    (folder / "large").write_bytes(b"x" * 7_600_000)
    print(*free())
    (folder / "larger").open("wb").write(b"x" * 380_000)
    try:
        (folder / "rest").write_bytes(b"x" * 1_000_000)
    except OSError:
        pass
    print(*free())
    import subprocess
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    print(*free())
"""


def test_a_full_and_a_read_only_disk_of_its_own(tmp_path: Path) -> None:
    """A small tmpfs that only this test sees."""
    folder = tmp_path / "disk"
    folder.mkdir()
    script = f'mount -t tmpfs -o size=8m none {folder} && exec {sys.executable} -c "$0" {folder}'
    done = subprocess.run(
        ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"]), "sh", "-c", script]
        + [textwrap.dedent(ON_A_FULL_DISK)],
        capture_output=True,
        text=True,
        timeout=30,
    )
    if "unshare" in done.stderr or "permission denied" in done.stderr.lower():
        pytest.skip(f"no mount of its own here: {done.stderr[:80]}")
    assert done.returncode == 0, done.stderr
    first, almost, full, read_only = (line.split() for line in done.stdout.splitlines())
    assert first == ["100"]
    assert int(almost[0]) < 10
    assert full == ["0", "ENOSPC"]
    assert read_only[1] == "EROFS"


def test_a_disk_that_fills_up_is_one_fault_and_a_read_only_one_another(eyes: Eyes) -> None:
    from iga_madoguchi.domain.monitoring.ports import Disk
    from tests.calm import GB

    eyes.host.space, eyes.host.refuses = Disk(100 * GB, 1 * GB, 1), "ENOSPC"
    assert eyes.look() == ["disk.full:data"], "that nothing can be written is the same fault"
    (one,) = eyes.lookout.standing().incidents
    assert words.todo(one)[0] == "新しい相談は電話で受ける"
    assert words.call(one, {}) == "サーバーの保守の担当"
    assert words.call(one, {"maintenance": "0595-00-0000"}) == "サーバーの保守の担当　0595-00-0000"
    eyes.host.space, eyes.host.refuses = Disk(100 * GB, 60 * GB, 1), "EROFS"
    assert eyes.look() == ["data.unwritable"]
    eyes.host.refuses = ""
    assert eyes.look() == []


def test_jobs_that_fail_with_the_disk_are_no_faults_of_their_own(eyes: Eyes) -> None:
    from iga_madoguchi.domain.monitoring.ports import Disk
    from tests.calm import GB

    gauges = eyes.lookout.around.gauges
    eyes.host.space, eyes.host.refuses = Disk(100 * GB, 0, 1), "ENOSPC"
    gauges.failing_jobs = lambda: frozenset({"papers.purge"})
    assert eyes.look() == ["disk.full:data"]
    eyes.host.space, eyes.host.refuses = Disk(100 * GB, 60 * GB, 1), "EROFS"
    assert eyes.look() == ["data.unwritable"]
    eyes.host.refuses = ""
    assert eyes.look() == [], "it has not run again since"
    eyes.lookout._excused_until = 0.0
    assert eyes.look() == ["job.failing:papers.purge"]


def test_a_clock_that_jumps(eyes: Eyes, city: City) -> None:
    eyes.host.clock = lambda: 0.0
    eyes.look()
    city.clock.advance(hours=1)
    assert eyes.look() == ["clock.jumped"]
    city.clock.advance(hours=-1)
    assert eyes.look() == []


def test_the_real_machine_can_be_read(tmp_path: Path) -> None:
    host = ThisHost()
    facts, disk = host.facts(), host.disk(tmp_path / "not" / "there")
    assert facts.cpu is not None
    assert 0 <= facts.cpu <= 100
    assert facts.memory_free is not None
    assert 0 < facts.memory_free <= 100
    assert disk is not None
    assert 0 < disk.free <= disk.total
    assert host.write(tmp_path) == ""
    assert host.write(tmp_path / "gone") == "ENOENT"


def test_a_part_that_cannot_be_looked_at_hides_nothing_else(eyes: Eyes, city: City) -> None:
    class Broken:
        running = True

        def lag_s(self) -> float:
            raise RuntimeError("boom")

    city.branch()
    city.presence.absent["ayama"] = 60
    eyes.around(media=Broken())
    assert eyes.look() == ["terminal.silent:ayama"]
    assert eyes.status("media.away") == Status.UNKNOWN


def test_nobody_believes_a_lookout_that_has_stopped(eyes: Eyes, monkeypatch: pytest.MonkeyPatch) -> None:
    eyes.look()
    assert eyes.lookout.standing().looked_at is not None
    later = time.monotonic() + 61
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert eyes.lookout.standing().looked_at is None


def test_a_look_is_cheap(eyes: Eyes) -> None:
    """Under 2 % of a core, looking every ten seconds."""
    eyes.city.branch()
    eyes.look()
    began = time.thread_time()
    eyes.look(10)
    assert (time.thread_time() - began) / 10 < 0.2


def test_a_covered_camera_is_said_with_what_to_do_until_a_test_sees_it_free(eyes: Eyes, city: City) -> None:
    city.branch()
    ayama = DeviceView(1, "ayama", "branch", "阿山支所")
    assert eyes.look() == []
    assert eyes.status("terminal.unwell", "ayama.camera") is None, "nobody has looked"
    selftests.take(city.database, ayama, FINE, AGENT, None)
    assert eyes.look() == []
    assert eyes.status("terminal.unwell", "ayama.camera") == Status.OK
    muted = dataclasses.replace(FINE, camera=BLACK, mic=Sound(muted=True), cause="again")
    selftests.take(city.database, ayama, muted, AGENT, None)
    assert set(eyes.look(1)) == {"terminal.unwell:ayama.camera", "terminal.unwell:ayama.mic"}
    titles = {words.title(one) for one in eyes.lookout.standing().incidents}
    assert titles == {"阿山支所の顔のカメラがふさがれています", "阿山支所のマイクが切られています"}
    todo = [step for one in eyes.lookout.standing().incidents for step in words.todo(one)]
    assert any("レンズの前" in step for step in todo)
    city.clock.advance(days=1)
    assert len(eyes.look()) == 2, "a night repairs nothing"
    selftests.take(city.database, ayama, FINE, AGENT, None)
    assert eyes.look(1) == []


def test_a_terminal_that_never_tests_itself_is_said_after_half_an_hour(eyes: Eyes, city: City) -> None:
    city.branch()
    assert eyes.look(179) == []
    assert eyes.look(1) == ["test.missed:ayama"]
    ayama = DeviceView(1, "ayama", "branch", "阿山支所")
    selftests.take(city.database, ayama, FINE, AGENT, None)
    assert eyes.look(1) == []


def test_a_place_for_backups_that_is_gone_and_a_copy_that_is_damaged(eyes: Eyes, city: City) -> None:
    place = eyes.lookout.around.data_dir / "disk"
    eyes.around(station=dataclasses.replace(eyes.lookout.around.station, places=(place,)))
    assert eyes.look() == [], "before the first backup no place is missed"
    runs.recorded(city.database, "backup.run", "whole", "test", lambda: Result("done"))
    assert eyes.look() == ["backup.place:1"]
    (one,) = eyes.lookout.standing().incidents
    assert words.happened(one).endswith(f"{place}：見つかりません。")
    (place / "main").mkdir(parents=True)
    (place / "main" / "config").touch()
    assert eyes.look() == []
    with pytest.raises(Unavailable):
        runs.recorded(city.database, "backup.verify", "all", "test", _damaged)
    assert eyes.look() == ["backup.doubt:backup.verify.all"]
    city.clock.advance(hours=1)
    runs.recorded(city.database, "backup.verify", "all", "test", lambda: Result("done"))
    assert eyes.look() == []
    half = Result("warning", "backup.disk.full@/elsewhere/main files=3")
    runs.recorded(city.database, "backup.run", "whole", "test", lambda: half)
    assert eyes.look() == ["backup.doubt:backup.run.whole"]


def _damaged() -> Result:
    raise Unavailable("backup.repository.damaged")
