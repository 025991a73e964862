"""Hysteresis: believed after so many looks, forgotten after so many, and nothing flutters in between."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iga_madoguchi.domain.monitoring.checks import CHECKS
from iga_madoguchi.domain.monitoring.policy import Limits, Memory, Rule, Status, step

RULE = Rule(3, 2, Limits(80, 70, 95))
WITH_LIMITS = [check for check in CHECKS if check.rule.limits is not None]
OK, WARN, BAD, UNKNOWN, NONE = Status.OK, Status.WARN, Status.BAD, Status.UNKNOWN, Status.NONE


def course(rule: Rule, values: Iterable[float], memory: Memory | None = None) -> list[Status]:
    memory, found = memory or Memory(), []
    for value in values:
        memory = step(memory, rule, OK, value)
        found.append(memory.status)
    return found


TABLE = [
    ("calm", [10, 10], [OK, OK]),
    ("two looks are not three", [90, 90, 10], [OK, OK, OK]),
    ("three in a row", [90, 90, 90], [OK, OK, WARN]),
    ("broken in between", [90, 90, 10, 90, 90], [OK, OK, OK, OK, OK]),
    ("bad", [99, 99, 99], [OK, OK, BAD]),
    ("worse later", [90, 90, 90, 99, 99, 99], [OK, OK, WARN, WARN, WARN, BAD]),
    ("bad, then only warned of", [99, 99, 99, 90, 90], [OK, OK, BAD, BAD, WARN]),
    ("one good look does not end it", [90, 90, 90, 10, 90], [OK, OK, WARN, WARN, WARN]),
    ("two do", [90, 90, 90, 10, 10], [OK, OK, WARN, WARN, OK]),
    ("between clear and warn it stays", [90, 90, 90, 75, 75, 75, 75], [OK, OK, WARN, WARN, WARN, WARN, WARN]),
    ("between, never raised", [75, 75, 75, 75], [OK, OK, OK, OK]),
]


@pytest.mark.parametrize(("name", "values", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_a_course_of_figures(name: str, values: list[float], expected: list[Status]) -> None:
    assert course(RULE, values) == expected, name


def test_unknown_is_never_fine_and_ends_no_fault() -> None:
    raised = Memory(WARN)
    assert step(raised, RULE, UNKNOWN).status == WARN
    assert step(Memory(OK), RULE, UNKNOWN).status == UNKNOWN
    assert step(Memory(), RULE, WARN).status == UNKNOWN, "seen once is not known"
    assert step(step(raised, RULE, NONE), RULE, NONE).status == NONE


@given(st.sampled_from(WITH_LIMITS), st.lists(st.floats(0, 1), min_size=1, max_size=200))
def test_a_value_just_below_its_threshold_never_alarms(check: object, noise: list[float]) -> None:
    rule = check.rule  # type: ignore[attr-defined]
    limits = rule.limits
    span = abs(limits.warn - limits.clear) or 1.0
    side = 1 if limits.falling else -1
    values = [limits.warn + side * part * span for part in noise]
    assert not {WARN, BAD} & set(course(rule, values))


@given(st.lists(st.tuples(st.sampled_from([OK, WARN, BAD, UNKNOWN, NONE]), st.floats(0, 120)), max_size=60))
def test_no_course_raises_without_enough_looks_in_a_row(seen: list[tuple[Status, float]]) -> None:
    memory, row = Memory(), 0
    for status, value in seen:
        before = memory
        memory = step(memory, RULE, status, value if status == OK else None)
        over = status in (WARN, BAD) or (status == OK and value > 80)
        row = row + 1 if over else 0
        if memory.raised and not before.raised:
            assert row >= RULE.raise_looks


@pytest.mark.parametrize("check", WITH_LIMITS, ids=lambda check: check.id)
def test_a_noisy_week_raises_nothing_and_one_fault_once(check: object) -> None:
    """A week around a quiet level, up to just below the threshold; then the same with one real fault.

    A look in a minute; the soak has all of them.
    """
    rule = check.rule  # type: ignore[attr-defined]
    limits, dice = rule.limits, random.Random(7)
    side = 1 if limits.falling else -1
    away = max(1.0, abs(limits.warn))
    week = [limits.warn + side * abs(dice.gauss(0.02, 0.2)) * away for _ in range(10_080)]
    assert not {WARN, BAD} & set(course(rule, week))
    worst = limits.warn if limits.bad is None else limits.bad
    fault = [worst - side * (abs(dice.gauss(0, 0.05)) * away + 0.01) for _ in range(120)]
    repaired = [limits.clear + side * away] * rule.clear_looks
    states = course(rule, [*week[:5_000], *fault, *repaired, *week[5_000:]])
    raised = [b in (WARN, BAD) and a not in (WARN, BAD) for a, b in zip(states, states[1:], strict=False)]
    assert sum(raised) == 1
    assert states[-1] == OK
