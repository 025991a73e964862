"""The simulated day: real calls, a picture that can be opened, and options that are refused in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from iga_madoguchi.cli.simulate import play

Run = Any


def test_a_day_becomes_a_picture(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "day.svg"
    code, told, _ = run("simulate", "--calls-per-day", "12", "--out", str(out), "--json")
    document = json.loads(told)
    assert (code, document["picture"]) == (0, str(out))
    picture = ElementTree.fromstring(out.read_bytes())
    marks = [one for one in picture if one.get("fill-opacity") == ".7"]
    assert len(marks) == document["calls"] + 5, "one for each resident, one for each line of the legend"
    assert "介護高齢福祉課" in out.read_text(encoding="utf-8")


def test_the_same_seed_gives_the_same_day_and_everybody_is_served() -> None:
    first, again, other = (play(1, seed, 15) for seed in (3, 3, 4))
    assert first == again != other
    assert all(0 <= wait.waited_s < 3 * 3600 for wait in first)


@pytest.mark.parametrize(
    ("option", "value"), [("--days", "0"), ("--days", "61"), ("--calls-per-day", "many"), ("--seed", "-1")]
)
def test_a_bad_option_is_refused(run: Run, option: str, value: str) -> None:
    code, told, why = run("simulate", option, value)
    assert (code, told) == (2, "")
    assert "してください" in why or "数を書いてください" in why


def test_a_picture_that_cannot_be_written_says_where(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    code, _, why = run("simulate", "--calls-per-day", "1", "--out", str(tmp_path / "file" / "day.svg"))
    assert code == 2
    assert "図を書けません" in why
