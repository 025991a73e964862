"""Days on the screens are those of Japan."""

from __future__ import annotations

import pytest

from tests.browser.node import run


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_the_day_until_which_something_is_kept_is_a_day_in_japan(
    zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    early = "2026-12-24T23:45:00+00:00"  # a quarter to nine in the morning
    assert run("days.js", "return it.dayOf(given);", early) == "2026年12月25日"
