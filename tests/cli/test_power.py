"""`power status` and `power prepare`: without a UPS, with one, and when it is away."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from iga_madoguchi import bootstrap, settings
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.power import service as power
from iga_madoguchi.domain.power.views import Ups
from iga_madoguchi.domain.stopping import service as stopping
from iga_madoguchi.domain.stopping.service import Budget
from iga_madoguchi.kit import lock
from iga_madoguchi.services import Services
from tests.nut import nut

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def services(tmp_path: Path) -> Services:
    built = bootstrap.build(settings.load({"IGA_DATA_DIR": str(tmp_path / "data"), "IGA_EXAMPLE_DATA": "0"}))
    bootstrap.prepare(built)
    return built


def test_no_ups_is_no_error(run: Run) -> None:
    code, said, _ = run("power", "status")
    assert (code, said.strip()) == (0, "UPS は登録されていません。管理画面の「電源」で登録できます。")
    assert json.loads(run("power", "status", "--json")[1]) == {
        "ups": None,
        "phase": "line",
        "holds_calls": False,
        "since": None,
        "prepared_at": None,
    }


def test_what_the_ups_says(run: Run, services: Services) -> None:
    with nut() as upsd:
        ups = Ups("ups1", "127.0.0.1", upsd.port)
        power.set_ups(services.database, services.settings.data_dir, ups, "", SYSTEM)
        assert run("power", "status")[:2] == (0, "電気は来ています。電池の残り 90%。あと約50分もちます。\n")
        upsd.say("OB DISCHRG", runtime="600", charge="40")
        upsd.until(words="OB DISCHRG")
        code, said, _ = run("power", "status", "--json")
        told = json.loads(said)
        assert (code, told["status"], told["runtime_s"], told["load"]) == (1, ["DISCHRG", "OB"], 600, 23)
    code, _, complained = run("power", "status")
    assert code == 91
    assert complained.startswith("NUT（upsd）から返事がありません。")


@pytest.mark.parametrize(("outcome", "code"), [("done", 0), ("backup.no_time", 1), ("backup.disk.full", 1)])
def test_prepare_without_a_server_does_it_itself(
    run: Run, monkeypatch: pytest.MonkeyPatch, outcome: str, code: int
) -> None:
    found: list[Budget] = []
    monkeypatch.setattr(stopping, "prepare", lambda _, budget: (found.append(budget), outcome)[1])
    assert run("power", "prepare", "--seconds", "30")[0] == code
    assert [(budget.seconds, budget.talks_s) for budget in found] == [(30, 0)]


def test_a_server_that_does_not_answer_has_an_exit_code(run: Run, services: Services) -> None:
    with lock.hold(services.settings.data_dir / lock.LOCK):
        code, _, complained = run("power", "prepare", "--seconds", "1")
    assert (code, complained.startswith("動いているサーバーが、1秒のうちに")) == (90, True)
    assert power.standing(services.database).holds, "it is told all the same"
    assert run("power", "prepare", "--cancel")[0] == 0
    assert not power.standing(services.database).holds
