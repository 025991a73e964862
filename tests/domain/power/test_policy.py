"""Whole battery traces, second by second, end as the table says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iga_madoguchi.domain.power.policy import TABLE, Event, Limits, Phase, State, sensible, step
from iga_madoguchi.domain.power.ports import Fault, Reading
from tests.fakes import TUESDAY_NOON

LIMITS = Limits()
FAULTS: tuple[Fault, ...] = ("stale", "unreachable", "refused")


@dataclass(frozen=True)
class Stretch:
    """So many seconds of the same readings, one every two seconds."""

    seconds: int
    words: str = ""
    runtime_s: float | None = None
    fault: Fault = ""
    drains: bool = False


def play(*trace: Stretch, prepared_after: int | None = None) -> list[tuple[int, State]]:
    """(second, state) after every reading; prepared so many seconds after `prepare` began."""
    state, second, began = State(), 0, None
    told = []
    for stretch in trace:
        for passed in range(0, stretch.seconds, 2):
            runtime = stretch.runtime_s
            if runtime is not None and stretch.drains:
                runtime -= passed
            at = TUESDAY_NOON + timedelta(seconds=second)
            reading = Reading(at, frozenset(stretch.words.split()), runtime, 50, stretch.fault)
            done = began is not None and prepared_after is not None and second - began >= prepared_after
            state = step(state, reading, LIMITS, prepared=done)
            if state.phase == Phase.PREPARE and began is None:
                began = second
            told.append((second, state))
            second += 2
    return told


def changes(told: list[tuple[int, State]]) -> list[tuple[int, str]]:
    found = [(0, "line")]
    for second, state in told:
        if state.phase != found[-1][1]:
            found.append((second, str(state.phase)))
    return found[1:]


LINE = Stretch(20, "OL CHRG", 3000)
TRACES = {
    "short dip": (
        (LINE, Stretch(6, "OB DISCHRG", 3000), Stretch(30, "OL", 3000)),
        [(20, "battery"), (36, "line")],
    ),
    "long dip": (
        (LINE, Stretch(1200, "OB DISCHRG", 4000)),
        [(20, "battery"), (620, "prepare"), (650, "halt")],
    ),
    "low runtime": (
        (LINE, Stretch(600, "OB", 700, drains=True)),
        [(20, "battery"), (122, "prepare"), (152, "halt")],
    ),
    "low battery at once": ((LINE, Stretch(10, "OB LB", 3000)), [(20, "halt")]),
    "critical runtime at once": ((LINE, Stretch(10, "OB", 100)), [(20, "halt")]),
    "stale on battery": (
        (LINE, Stretch(20, "OB", 3000), Stretch(200, fault="stale")),
        [(20, "battery"), (98, "prepare"), (128, "halt")],
    ),
    "stale on line": ((LINE, Stretch(3600, fault="stale")), []),
    "gone on line": ((LINE, Stretch(3600, fault="unreachable")), []),
    "gone on battery": (
        (LINE, Stretch(4, "OB", 3000), Stretch(200, fault="unreachable")),
        [(20, "battery"), (82, "prepare"), (112, "halt")],
    ),
    "flapping": (
        (LINE, *[Stretch(6, "OB", 3000), Stretch(6, "OL", 3000)] * 60),
        # Not while the line is there, however short: the stop waits for the next moment without it.
        [(20, "battery"), (620, "prepare"), (656, "halt")],
    ),
    "silent now and then on battery": (
        (LINE, *[Stretch(6, "OB", 3000), Stretch(6, fault="stale")] * 60),
        [(20, "battery"), (620, "prepare"), (650, "halt")],
    ),
    "back while preparing": (
        (LINE, Stretch(606, "OB", 3000), Stretch(40, "OL", 3000)),
        [(20, "battery"), (620, "prepare"), (636, "line")],
    ),
    "forced by somebody": ((LINE, Stretch(4, "FSD OL", 3000)), [(20, "halt")]),
    "never on line": ((Stretch(4, "OB", 3000),), [(0, "battery")]),
    "nonsense on line": ((LINE, Stretch(3600, "OL OB"), Stretch(60, "BANANA"), Stretch(60, "")), []),
    "after halt the line is back": ((LINE, Stretch(4, "OB LB"), Stretch(600, "OL", 3000)), [(20, "halt")]),
}


@pytest.mark.parametrize("name", TRACES)
def test_a_trace_ends_as_the_table_says(name: str) -> None:
    trace, wanted = TRACES[name]
    assert changes(play(*trace, prepared_after=30)) == wanted


def test_new_calls_are_held_after_a_minute_and_the_notice_is_there_at_once() -> None:
    told = play(LINE, Stretch(100, "OB", 3000))
    noticed = next(second for second, state in told if state.notice)
    held = next(s for s, state in told if state.holds_calls(TUESDAY_NOON + timedelta(seconds=s), LIMITS))
    assert (noticed, held) == (20, 80)
    after = play(LINE, Stretch(100, "OB", 3000), Stretch(30, "OL", 3000))
    assert not after[-1][1].notice
    assert not after[-1][1].holds_calls(TUESDAY_NOON + timedelta(seconds=300), LIMITS)


def test_a_fault_says_nothing_of_since_when() -> None:
    """A UPS that could not be read for hours, and then is on battery: the outage begins now."""
    told = play(LINE, Stretch(3600, fault="stale"), Stretch(20, "OB", 3000))
    assert told[-1][1].outage_since == TUESDAY_NOON + timedelta(seconds=3620)
    assert changes(told) == [(3620, "battery")]


def test_calls_are_not_held_for_what_is_over() -> None:
    on_line = State(outage_since=TUESDAY_NOON)
    assert not on_line.holds_calls(TUESDAY_NOON + timedelta(hours=1), LIMITS)


def test_a_fault_is_an_alarm_and_goes_with_the_next_good_reading() -> None:
    told = play(LINE, Stretch(4, fault="refused"), Stretch(2, "OL OB"), Stretch(2, "OL"))
    assert [state.fault for _, state in told[-4:]] == ["refused", "refused", "nonsense", ""]


def test_the_table_leads_out_of_halt_never_and_from_line_not_by_silence() -> None:
    for phase, event in product(Phase, Event):
        after = TABLE.get((phase, event), phase)
        if phase == Phase.HALT:
            assert after == Phase.HALT
        if phase == Phase.LINE and event in (Event.SILENT, Event.SILENT_LONG, Event.PREPARED):
            assert after == Phase.LINE


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["OL", "OB", "OB LB", "FSD", "OL OB", "", "LB", "XYZ", "OL CHRG"]),
            st.one_of(st.none(), st.floats(allow_nan=True)),
            st.sampled_from(["", *FAULTS]),
            st.integers(1, 400),
            st.booleans(),
        ),
        max_size=40,
    )
)
def test_whatever_a_ups_says(readings: list[tuple[str, float | None, Fault, int, bool]]) -> None:
    """Never a stop without a reading that says battery or stop; halt is the end; every state makes sense."""
    state, now, reason = State(), TUESDAY_NOON, False
    for words, number, fault, seconds, prepared in readings:
        now += timedelta(seconds=seconds)
        reading = Reading(now, frozenset(words.split()), number, number, fault)
        plain = sensible(reading)
        reason = reason or "OB" in plain.words or "FSD" in plain.words
        before, state = state, step(state, reading, LIMITS, prepared=prepared)
        if state.phase != Phase.LINE:
            assert reason
            assert state.outage_since is not None
        if before.phase == Phase.HALT:
            assert state.phase == Phase.HALT
        assert plain.runtime_s is None or 0 <= plain.runtime_s < 86_400
