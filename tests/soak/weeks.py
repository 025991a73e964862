"""Whole weeks of looks, every check: a quiet one raises nothing, one planted fault raises exactly one."""

from __future__ import annotations

import random

from iga_madoguchi.domain.monitoring.checks import CHECKS, Check
from iga_madoguchi.domain.monitoring.policy import RAISED, Limits, Memory, Status, step

WEEK = 60_480  # looks of ten seconds


def week(number: int) -> None:
    """One check over one week of its own noise, with and without a fault at a moment of the week."""
    dice = random.Random(number)
    check = CHECKS[number % len(CHECKS)]
    begins, lasts = dice.randrange(1000, WEEK - 2000), dice.randrange(60, 600)
    assert _raised(check, dice, None) == 0, check.id
    assert _raised(check, dice, range(begins, begins + lasts)) == 1, check.id


def _raised(check: Check, dice: random.Random, fault: range | None) -> int:
    memory, count, repaired = Memory(Status.OK), 0, 0
    for look in range(WEEK):
        before = memory
        if fault is not None and look in fault:
            seen, value = _bad(check, dice)
            repaired = check.rule.clear_looks
        elif repaired:  # repaired is more than a little better
            seen, value, repaired = (
                Status.OK,
                None if check.rule.limits is None else _calm(check),
                repaired - 1,
            )
        else:
            seen, value = _quiet(check, dice)
        memory = step(memory, check.rule, seen, value)
        count += memory.status in RAISED and before.status not in RAISED
    return count


def _quiet(check: Check, dice: random.Random) -> tuple[Status, float | None]:
    """Noise up to just below the threshold; where there is none, now and then nobody can tell."""
    limits = check.rule.limits
    if limits is None:
        return (Status.UNKNOWN if dice.random() < 0.01 else Status.OK), None
    return Status.OK, limits.warn + _good(limits) * abs(dice.gauss(0.02, 0.2)) * max(1.0, limits.warn)


def _bad(check: Check, dice: random.Random) -> tuple[Status, float | None]:
    limits = check.rule.limits
    if limits is None:
        return Status.BAD, None
    worst = limits.warn if limits.bad is None else limits.bad
    return Status.OK, worst - _good(limits) * (0.01 + abs(dice.gauss(0, 0.05)) * max(1.0, limits.warn))


def _calm(check: Check) -> float:
    limits = check.rule.limits
    assert limits is not None
    return limits.clear + _good(limits) * max(1.0, limits.warn)


def _good(limits: Limits) -> int:
    return 1 if limits.falling else -1
