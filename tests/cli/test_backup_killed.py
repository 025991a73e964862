"""kill -9 in a backup and in a restore: a fixed few of the rounds of `make soak`."""

from __future__ import annotations

from pathlib import Path

import pytest

from iga_madoguchi.domain.runs import service as runs
from tests.domain.backup.conftest import House, empty_place, house  # noqa: F401
from tests.soak.backups import interrupted, killed_backup, killed_restore

pytestmark = pytest.mark.long


@pytest.mark.parametrize("after_s", [0.2, 1.2])
def test_a_backup_that_dies_leaves_a_sound_repository(house: House, after_s: float) -> None:  # noqa: F811
    killed_backup(house, after_s)


@pytest.mark.parametrize("after_s", [0.2, 1.5])
def test_a_restore_that_dies_leaves_the_old_or_the_new(
    house: House,  # noqa: F811
    tmp_path: Path,
    after_s: float,
) -> None:
    killed_restore(house, tmp_path / "target", after_s)


@pytest.mark.parametrize("verb", ["backup", "restore"])
def test_ctrl_c_breaks_off_with_a_sentence(house: House, tmp_path: Path, verb: str) -> None:  # noqa: F811
    house.back_up()
    to = tmp_path / "target"
    told = interrupted(house, to, verb)
    assert told.returncode == 74
    assert "途中でやめました" in told.stderr.decode()
    assert not to.exists()
    assert list(tmp_path.glob("target.*")) == []
    assert not (house.station.work / "stage").exists()
    runs_now = runs.recent(house.city.database, "backup.")
    assert [run.outcome for run in runs_now] == (["cut", "done"] if verb == "backup" else ["done"])
    house.back_up()
