"""The search that must find what a browser has left, wherever it begins, and nothing else."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests import residue

PICTURE = random.Random(1).randbytes(100_000)
OTHER = random.Random(2).randbytes(100_000)


@pytest.mark.parametrize("shift", [0, 1, 5, 8, 4093])
def test_one_slice_is_found_wherever_it_lies(tmp_path: Path, shift: int) -> None:
    """The last one of the picture, within a file of other things."""
    last = (len(PICTURE) // residue.SLICE - 1) * residue.SLICE
    piece = PICTURE[last : last + residue.SLICE]
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "cache").write_bytes(OTHER[:shift] + piece + OTHER[shift:])
    assert residue.holding([tmp_path], residue.slices([PICTURE])) == [(tmp_path / "deep" / "cache", 1)]


def test_what_is_not_of_the_picture_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(OTHER + PICTURE[:47] + bytes(1000))
    (tmp_path / "empty").touch()
    assert residue.holding([tmp_path], residue.slices([PICTURE, bytes(10_000)])) == []


@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_words_are_found_in_every_coding(tmp_path: Path, coding: str) -> None:
    (tmp_path / "log").write_bytes(OTHER + "傘を忘れずに".encode(coding) + OTHER)
    assert residue.saying([tmp_path], "傘を忘れずに") == [tmp_path / "log"]
    assert residue.saying([tmp_path], "傘を忘れた") == []
