"""Faults reach those who look at no screen: once each way, worst first, by real means that may be away."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from pathlib import Path

import pytest

from iga_madoguchi.adapters.alerting.lamp import LampCommand
from iga_madoguchi.adapters.alerting.mail import RelayMail
from iga_madoguchi.adapters.alerting.webhook import Webhook
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.monitoring.alerts import service as alerts
from iga_madoguchi.domain.monitoring.alerts.courier import UNSET, Courier
from iga_madoguchi.domain.monitoring.alerts.outbox import Outbox
from iga_madoguchi.domain.monitoring.alerts.policy import Quiet
from iga_madoguchi.domain.monitoring.alerts.ports import Means
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.errors import InvalidInput, WrongOrder
from iga_madoguchi.ui.alerts import Writer
from tests.cast import City
from tests.domain.monitoring.eyes import Eyes
from tests.outside import HOST, Hook, Post, hook, lamp

NIGHT = Quiet(time(18, 0), time(8, 0))
MAIL, WEBHOOK, LAMP = 0, 1, 2


@dataclass
class Outside:
    """The three real means, and the courier that goes to them."""

    eyes: Eyes
    post: Post
    hook: Hook
    folder: Path
    courier: Courier

    @property
    def server(self) -> str:
        return self.courier.server

    @property
    def lamp(self) -> list[str]:
        path = self.folder / "told"
        return path.read_text().splitlines() if path.exists() else []

    def go(self, *which: int) -> None:
        for number in which or (MAIL, WEBHOOK, LAMP):
            self.courier.round(self.courier.means[number])

    def be_quiet(self, quiet: Quiet) -> None:
        outbox = self.eyes.lookout.around.outbox
        self.eyes.around(outbox=Outbox(outbox.means, quiet))

    def again(self) -> None:
        """Another process takes over where this one was cut off."""
        self.courier = Courier(
            self.courier.database, self.server, self.courier.means, Writer("https://x.example")
        )

    def state(self, means: str) -> tuple[bool, bool, str]:
        """(failing, worked ever, why not)"""
        (one,) = alerts.how_means_do(self.courier.database, self.server, [means])
        return one.failing, one.worked_at is not None, one.fault


@pytest.fixture
def outside(eyes: Eyes, city: City, tmp_path: Path) -> Iterator[Outside]:
    city.branch()
    post = Post()
    post.open()
    with hook() as other:
        means: tuple[Means, ...] = (
            RelayMail(f"smtp://{HOST}:{post.port}", "m@city.example", ("kyoku@city.example",)),
            Webhook(f"http://{HOST}:{other.port}/alerts"),
            LampCommand((str(lamp(tmp_path)),)),
        )
        eyes.around(outbox=Outbox(tuple(one.name for one in means)))
        courier = Courier(city.database, eyes.lookout.around.server, means, Writer("https://x.example"))
        yield Outside(eyes, post, other, tmp_path, courier)
    post.close()


def test_a_fault_is_told_once_when_it_begins_and_once_when_it_is_over(outside: Outside, city: City) -> None:
    eyes, post = outside.eyes, outside.post
    city.presence.absent["ayama"] = 60
    for _ in range(4):
        eyes.look()
        outside.go()
    assert post.subjects == ["【つながる窓口】至急　阿山支所の端末につながりません"]
    text = post.letters[0].get_content()
    for said in (
        "困る人：阿山支所に来た方",
        "1. 電話で",
        "いま続いている異常は1件",
        "https://x.example/admin",
    ):
        assert said in text
    city.clock.advance(minutes=20)
    city.presence.absent.clear()
    for _ in range(3):
        eyes.look()
        outside.go()
    assert post.subjects[1:] == ["【つながる窓口】なおりました：阿山支所の端末につながりません"]
    assert "いま続いている異常は、ありません" in post.letters[1].get_content()
    assert [(one["event"], one["open"], one["level"]) for one in outside.hook.told] == [
        ("raised", 1, "bad"),
        ("over", 0, "ok"),
    ]
    assert outside.hook.told[0]["items"][0]["check"] == "terminal.silent"
    assert outside.lamp == ["raised bad 1", "over ok 0"]
    log = [entry.data for entry in audit.newest(city.database) if entry.action == "monitoring.alert.sent"]
    assert len(log) == 6


def test_a_relay_that_is_away_gets_it_once_when_it_is_back(outside: Outside, city: City) -> None:
    post = outside.post
    post.close()
    city.presence.absent["ayama"] = 60
    outside.eyes.look()
    for _ in range(5):
        outside.go()
        city.clock.advance(seconds=5)
    assert len(outside.hook.told) == 1, "the others do not wait for it"
    assert outside.state("mail") == (True, False, "alerts.mail.away")
    tries = [one for one in alerts.newest(city.database, outside.server) if one.means == "mail"][0].tries
    assert tries == 2, "after ten seconds, then after thirty"
    log = [one for one in audit.newest(city.database) if one.subject == "mail"]
    assert [one.action for one in log] == ["monitoring.alert.failed"], "said once, not with every try"
    post.open()
    city.clock.advance(minutes=2)
    for _ in range(3):
        outside.go()
        city.clock.advance(minutes=2)
    assert len(post.letters) == 1
    assert outside.state("mail")[:2] == (False, True)


def test_what_came_and_went_while_the_relay_was_away_is_one_letter(outside: Outside, city: City) -> None:
    outside.post.close()
    city.presence.absent["ayama"] = 60
    outside.eyes.look()
    outside.go(MAIL)
    city.presence.absent.clear()
    outside.eyes.look()
    outside.post.open()
    city.clock.advance(minutes=5)
    outside.go(MAIL)
    outside.go(MAIL)
    assert outside.post.subjects == ["【つながる窓口】なおりました：阿山支所の端末につながりません"]


def test_what_arrives_for_a_whole_day_nowhere_is_given_up_and_seen(outside: Outside, city: City) -> None:
    outside.post.close()
    city.presence.absent["ayama"] = 60
    outside.eyes.look()
    for _ in range(30):
        outside.go(MAIL)
        city.clock.advance(hours=1)
    mail = [one for one in alerts.newest(city.database, outside.server) if one.means == "mail"]
    assert [one.state for one in mail] == ["given_up"]
    assert outside.eyes.look() == ["terminal.silent:ayama", "alert.undelivered:mail"]
    outside.post.open()
    outside.go(MAIL)
    assert outside.post.letters == []
    alerts.drill(city.database, outside.server, outside.eyes.lookout.around.outbox, SYSTEM)
    outside.go(MAIL)
    assert outside.eyes.look() == ["terminal.silent:ayama"], "what works again is no fault any more"


def test_a_means_that_is_away_is_told_by_the_others(outside: Outside, city: City) -> None:
    assert outside.eyes.look() == []
    assert outside.eyes.status("alert.undelivered", "mail") == Status.UNKNOWN, "it has never told anything"
    outside.post.close()
    city.presence.absent["ayama"] = 60
    outside.eyes.look()
    for _ in range(3):
        outside.go()
        city.clock.advance(seconds=15)
    assert outside.eyes.look() == ["terminal.silent:ayama", "alert.undelivered:mail"]
    outside.go()
    assert outside.hook.told[-1]["items"][0]["check"] == "alert.undelivered"
    assert "メールのサーバーから返事がありません" in outside.hook.told[-1]["items"][0]["happened"]
    outside.post.open()
    city.clock.advance(hours=1)
    outside.go()
    assert outside.eyes.look() == ["terminal.silent:ayama"]
    outside.go()
    assert len(outside.post.letters) == 1, "its own silence is no letter to it"
    assert outside.eyes.status("alert.undelivered", "mail") == Status.OK


def test_at_night_only_what_is_urgent_goes_and_the_rest_is_one_letter_in_the_morning(
    outside: Outside, city: City
) -> None:
    outside.be_quiet(NIGHT)
    city.clock.advance(hours=10)  # 22:00
    outside.eyes.around(offset_s=3600.0)
    outside.eyes.host.memory_free = 8
    outside.eyes.look(4)
    outside.go()
    assert outside.post.letters == []
    assert outside.lamp == []
    city.presence.absent["ayama"] = 60
    outside.eyes.look()
    outside.go()
    assert [subject for subject in outside.post.subjects if "至急" in subject] == outside.post.subjects
    assert len(outside.post.letters) == 1
    city.clock.advance(hours=1)
    outside.eyes.host.memory_free = 60
    city.presence.absent.clear()
    outside.eyes.look(4)
    outside.go()
    assert len(outside.post.letters) == 2, "whoever got up reads that it is over"
    city.clock.advance(hours=8, minutes=59)  # 07:59
    outside.go()
    assert len(outside.post.letters) == 2
    city.clock.advance(minutes=1)
    outside.go()
    outside.go()
    assert outside.post.subjects[2:] == ["【つながる窓口】2件の知らせ"]
    text = outside.post.letters[2].get_content()
    assert "■ サーバーの時計を、わざとずらしています\r\n" in text
    assert "■ サーバーのメモリが足りなくなっています（なおりました）" in text
    assert outside.lamp[-1] == "digest warn 1"


def test_what_waits_for_the_morning_goes_at_once_when_it_gets_bad(outside: Outside, city: City) -> None:
    outside.be_quiet(NIGHT)
    city.clock.advance(hours=10)
    outside.eyes.host.memory_free = 8
    outside.eyes.look(4)
    outside.go(MAIL)
    assert outside.post.letters == []
    outside.eyes.host.memory_free = 2
    outside.eyes.look(4)
    outside.go(MAIL)
    assert outside.post.subjects == [
        "【つながる窓口】至急　重くなりました：サーバーのメモリが足りなくなっています"
    ]
    city.clock.advance(hours=12)
    outside.go(MAIL)
    assert len(outside.post.letters) == 1


@pytest.mark.parametrize(
    ("quiet", "at", "until"),
    [
        (NIGHT, "2026-11-24T17:59", None),
        (NIGHT, "2026-11-24T18:00", "2026-11-25T08:00"),
        (NIGHT, "2026-11-25T00:00", "2026-11-25T08:00"),
        (NIGHT, "2026-11-25T08:00", None),
        (Quiet(time(12, 0), time(13, 0)), "2026-11-25T12:30", "2026-11-25T13:00"),
        (Quiet(time(12, 0), time(13, 0)), "2026-11-25T13:00", None),
        (Quiet(time(0, 0), time(6, 0)), "2026-11-25T05:59", "2026-11-25T06:00"),
    ],
)
def test_when_it_is_quiet(quiet: Quiet, at: str, until: str | None) -> None:
    from iga_madoguchi.kit.clock import TOKYO

    def moment(text: str) -> datetime.datetime:
        return datetime.datetime.fromisoformat(text).replace(tzinfo=TOKYO)

    assert quiet.until(moment(at)) == (None if until is None else moment(until))


def test_many_faults_at_once_are_one_letter_with_the_worst_first(outside: Outside, city: City) -> None:
    eyes = outside.eyes
    city.presence.absent["ayama"] = 60
    eyes.host.memory_free, eyes.host.synchronised, eyes.host.cpu = 8, False, 99
    eyes.around(offset_s=3600.0)
    eyes.look(40)
    outside.go(MAIL)
    assert outside.post.subjects == ["【つながる窓口】至急　5件の知らせ"]
    titles = [line for line in outside.post.letters[0].get_content().splitlines() if line.startswith("■")]
    assert titles[0] == "■ 阿山支所の端末につながりません"


def test_a_few_faults_are_a_letter_each_with_the_worst_first(outside: Outside, city: City) -> None:
    outside.eyes.around(offset_s=3600.0)
    outside.eyes.look()
    city.presence.absent["ayama"] = 60
    outside.eyes.look()
    outside.go(MAIL)
    assert [subject[-12:] for subject in outside.post.subjects] == [
        "山支所の端末につながりません"[-12:],
        "の時計を、わざとずらしています"[-12:],
    ]


def test_a_crash_before_it_is_told_loses_nothing(outside: Outside, city: City) -> None:
    city.presence.absent["ayama"] = 60
    outside.eyes.look()
    outside.again()
    outside.go()
    outside.again()
    outside.go()
    assert len(outside.post.letters) == len(outside.hook.told) == len(outside.lamp) == 1


def test_a_crash_between_telling_and_noting_tells_it_again_with_the_same_id(
    outside: Outside, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.presence.absent["ayama"] = 60
    outside.eyes.look()

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Courier, "_note", crash)
        with pytest.raises(KeyboardInterrupt):
            outside.go(MAIL)
    outside.again()
    outside.go(MAIL)
    first, second = outside.post.letters
    assert first["Message-ID"] == second["Message-ID"], "whoever has it twice can see that"


def test_a_database_that_is_locked_after_it_was_told_does_not_tell_it_again(
    outside: Outside, city: City
) -> None:
    from sqlalchemy.exc import OperationalError

    city.presence.absent["ayama"] = 60
    outside.eyes.look()
    hand_over = outside.courier.means[MAIL]
    assert isinstance(hand_over, RelayMail)
    with city.database.engine.begin(), pytest.raises(OperationalError):
        outside.go(MAIL)
    assert len(outside.post.letters) == 1
    outside.go(MAIL)
    outside.go(MAIL)
    assert len(outside.post.letters) == 1
    assert outside.state("mail")[:2] == (False, True)


def test_a_hostile_name_forges_nothing(outside: Outside, city: City) -> None:
    from iga_madoguchi.domain.monitoring.checks import Cause
    from iga_madoguchi.domain.monitoring.views import Finding

    def hostile(*_: object) -> Iterator[Finding]:
        name = "x\r\nBcc: evil@evil.example\r\n\r\n{0.__class__}"
        yield Finding(Cause("raid.degraded", "md0"), Status.BAD, words={"name": name})

    outside.eyes.lookout._looks = ((hostile, ("raid.degraded",)),)
    assert outside.eyes.look() == ["raid.degraded:md0"]
    outside.go()
    (letter,) = outside.post.letters
    assert letter["Bcc"] is None
    assert outside.post.envelopes == [["kyoku@city.example"]]
    assert "{0.__class__}" in letter.get_content()
    assert outside.lamp == ["raised bad 1"]


def test_a_drill_goes_by_every_means_at_any_hour_and_says_so(outside: Outside, city: City) -> None:
    outside.be_quiet(NIGHT)
    city.clock.advance(hours=10)
    outbox = outside.eyes.lookout.around.outbox
    alerts.drill(city.database, outside.server, outbox, SYSTEM)
    with pytest.raises(WrongOrder):
        alerts.drill(city.database, outside.server, outbox, SYSTEM)
    outside.go()
    (letter,) = outside.post.letters
    assert letter["Subject"].startswith("【練習】")
    assert letter["X-Madoguchi-Drill"] == "yes"
    assert letter["Importance"] is None
    assert letter.get_content().startswith("これは練習です。異常はありません。")
    (told,) = outside.hook.told
    assert (told["event"], told["drill"], told["urgent"], told["level"]) == ("drill", True, False, "ok")
    assert outside.lamp == ["drill ok 0"]
    newest, drilled = alerts.on_pages(city.database, outside.server)
    assert newest == drilled
    alerts.on_screen(city.database, outside.server, "played")
    found = {one.means: (one.state, one.detail) for one in alerts.newest(city.database, outside.server)}
    assert found == {
        "screen": ("sent", "played"),
        "mail": ("sent", ""),
        "webhook": ("sent", ""),
        "lamp": ("sent", ""),
    }
    watch = alerts.DrillWatch(city.database, outside.server)
    watch.look()
    before = len(city.hub.published)
    watch.look()
    assert len(city.hub.published) == before
    city.clock.advance(minutes=1)
    assert alerts.on_pages(city.database, outside.server)[1] is None
    watch.look()
    watch.look()
    assert city.hub.published[before:] == [("alerts.changed", None)], (
        "the pages are told once that it is over"
    )
    assert outside.eyes.look() == [], "it is no fault"
    with pytest.raises(InvalidInput):
        alerts.on_screen(city.database, outside.server, "x" * 99)


def test_a_drill_that_does_not_arrive_is_not_sent_the_next_day(outside: Outside, city: City) -> None:
    outside.post.close()
    alerts.drill(city.database, outside.server, outside.eyes.lookout.around.outbox, SYSTEM)
    for _ in range(10):
        outside.go(MAIL)
        city.clock.advance(minutes=2)
    outside.post.open()
    city.clock.advance(days=1)
    outside.go(MAIL)
    assert outside.post.letters == []
    assert outside.state("mail") == (True, False, "alerts.mail.away")


def test_a_means_that_is_set_no_more_is_not_waited_for(outside: Outside, city: City) -> None:
    city.presence.absent["ayama"] = 60
    outside.eyes.look()
    left = Courier(city.database, outside.server, outside.courier.means[1:], Writer("https://x.example"))
    left.drop_unset()
    mail = [one for one in alerts.newest(city.database, outside.server) if one.means == "mail"]
    assert [(one.state, one.fault) for one in mail] == [("given_up", UNSET)]
    assert outside.state("mail") == (False, False, ""), "set again, it is not known"


def test_old_alerts_go_and_a_screen_that_nobody_opened_is_given_up(outside: Outside, city: City) -> None:
    city.presence.absent["ayama"] = 60
    outside.eyes.look()
    outside.go()
    city.clock.advance(days=2)
    alerts.prune(city.database)
    states = {one.means: one.state for one in alerts.newest(city.database, outside.server)}
    assert states == {"screen": "given_up", "mail": "sent", "webhook": "sent", "lamp": "sent"}
    city.clock.advance(days=400)
    alerts.prune(city.database)
    assert alerts.newest(city.database, outside.server) == ()
