"""Who is reachable: pages come and go, a reload is not an absence."""

from __future__ import annotations

import time

import pytest

from iga_madoguchi.domain.presence import service
from iga_madoguchi.domain.presence.service import Presence
from tests.fakes import RecordingHub


def test_a_reload_is_not_an_absence_and_a_long_one_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: moment[0])
    hub = RecordingHub()
    presence = Presence(hub)
    assert not presence.online("kodomo"), "never seen is not reachable"
    presence.connected("kodomo", "tab")
    presence.disconnected("kodomo", "tab")
    moment[0] += service.GRACE_S - 0.1
    presence.sweep()
    assert presence.online("kodomo")
    moment[0] += 0.2
    presence.sweep()
    presence.sweep()
    assert not presence.online("kodomo")
    assert hub.published == [(service.CHANGED, "kodomo")] * 2, "told once that it came and once that it went"


def test_one_of_two_tabs_is_enough() -> None:
    presence = Presence(RecordingHub())
    presence.connected("kodomo", "one")
    presence.connected("kodomo", "two")
    presence.disconnected("kodomo", "one")
    assert presence.offline_for("kodomo") == 0.0
