"""The slice of the fuzzing that always runs, and whether the harness sees what it should."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.soak.fuzz.budget import Parser, TooDear, judge, stretched
from tests.soak.fuzz.run import NAMES, Found, child, slice_of_all


def test_no_parser_lets_anything_out() -> None:
    assert slice_of_all(seed=1, runs=1_500) >= 1_500


def test_a_planted_bug_is_found_by_coverage(tmp_path: Path) -> None:
    """Four given bytes in a row: by chance alone once in four thousand million."""
    with pytest.raises(Found, match="the planted bug"):
        child("planted", tmp_path, seed=2, runs=1_000_000)


def test_what_is_too_slow_is_seen() -> None:
    def slow(_data: bytes) -> None:
        until = time.thread_time() + 0.06
        while time.thread_time() < until:
            pass

    with pytest.raises(TooDear, match="ms for 1 bytes"):
        judge(Parser("slow", slow, 10), b"a")
    judge(Parser("slow here only", slow, 10), b"a", confirm=lambda data: True)


def test_what_is_too_large_is_seen(tmp_path: Path) -> None:
    """In a process of its own: only what lifts the process's mark is weighed, whatever its parent holds."""
    ballast = b"x" * (300 << 20)
    with pytest.raises(Found, match="TooDear: planted-large: [0-9]+ MB for"):
        child("planted-large", tmp_path, seed=1, runs=1_000)
    assert ballast


def test_some_inputs_are_repeated_up_to_the_limit() -> None:
    assert stretched(b"ab\xff", 1001) == b"ab" * 500
    assert stretched(b"ab\xfe", 1000) == b"ab" * 64
    assert stretched(b"ab", 1000) == b"ab"


def test_the_rounds_know_every_parser() -> None:
    from tests.soak.fuzz.parsers import TABLE

    assert set(NAMES) == set(TABLE)
