"""The real `upsd` with its dummy driver: what a power cut looks like, and the ways in which NUT is away."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator

import pytest

from iga_madoguchi.errors import Unavailable
from tests.fakes import TUESDAY_NOON
from tests.nut import Upsd, nut


@pytest.fixture
def upsd() -> Iterator[Upsd]:
    with nut() as running:
        yield running


def test_a_power_cut_is_seen_within_three_seconds(upsd: Upsd) -> None:
    began = time.monotonic()
    upsd.say("OB DISCHRG", runtime="1234", charge="80")
    found = upsd.until(words="OB DISCHRG")
    assert time.monotonic() - began < 3
    assert (found.runtime_s, found.charge, found.fault) == (1234, 80, "")
    upsd.say("OB DISCHRG LB")
    assert "LB" in upsd.until(words="OB DISCHRG LB").words


@pytest.mark.parametrize(("told", "runtime"), [("nan", None), ("soon", None), ("inf", None), ("-5", -5.0)])
def test_numbers_that_are_none(upsd: Upsd, told: str, runtime: float | None) -> None:
    upsd.say("OB", runtime=told)
    assert upsd.until(words="OB").runtime_s == runtime


def test_a_driver_that_dies_and_one_that_hangs(upsd: Upsd) -> None:
    upsd.driver.send_signal(signal.SIGSTOP)
    assert upsd.until(fault="stale").words == frozenset()
    upsd.driver.send_signal(signal.SIGCONT)
    upsd.until(words="OL CHRG")
    upsd.driver.kill()
    upsd.until(fault="stale")


def test_a_daemon_that_hangs_and_one_that_is_dead(upsd: Upsd) -> None:
    upsd.daemon.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    assert upsd.ups().read(TUESDAY_NOON).fault == "unreachable"
    assert time.monotonic() - began < 5, "nobody waits for ever"
    upsd.daemon.send_signal(signal.SIGCONT)
    upsd.until(words="OL CHRG")
    upsd.daemon.kill()
    upsd.daemon.wait()
    assert upsd.ups().read(TUESDAY_NOON).fault == "unreachable"


def test_nothing_is_kept_open_between_two_questions(upsd: Upsd) -> None:
    """A kept connection once answered with the reply to the question before, while the daemon was dead."""
    ups = upsd.ups()
    client = ups._client()
    assert client._srv_handler is None, "it is opened with the question, not before"
    assert client._persistent is False
    assert ups.read(TUESDAY_NOON).words == frozenset({"OL", "CHRG"})


def test_who_may_ask_and_who_may_stop(upsd: Upsd) -> None:
    assert upsd.ups(name="other").read(TUESDAY_NOON).fault == "refused"
    assert upsd.ups("madoguchi", "wrong").read(TUESDAY_NOON).fault in ("refused", "")
    for login, password in ((None, None), ("madoguchi", "wrong"), ("looker", "secret")):
        with pytest.raises(Unavailable) as refused:
            upsd.ups(login, password).stop_machine()
        assert refused.value.code == "power.signal"
    assert "FSD" not in upsd.ups().read(TUESDAY_NOON).words
    upsd.ups("madoguchi", "secret").stop_machine()
    assert "FSD" in upsd.ups().read(TUESDAY_NOON).words


def test_its_password_is_in_no_line(upsd: Upsd, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    upsd.ups("looker", "secret").read(TUESDAY_NOON)
    assert "secret" not in repr(upsd.ups("looker", "secret"))
    assert "secret" not in caplog.text
