"""Every kind of damage is found, and told apart from a disk that is away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.backup import service
from iga_madoguchi.domain.runs import service as runs
from iga_madoguchi.errors import Conflict, InvalidInput, Unavailable
from iga_madoguchi.kit import lock
from iga_madoguchi.ui import backups
from tests.domain.backup.conftest import WHO, House


def packs(repository: Path) -> list[Path]:
    """The biggest first."""
    found = [path for path in (repository / "data").rglob("*") if path.is_file()]
    return sorted(found, key=lambda path: path.stat().st_size, reverse=True)


def flip(repository: Path, pack: int = 0) -> None:
    """One bit in the middle of a pack, its length as before; flipped again it is as it was."""
    path = packs(repository)[pack]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)


def cut(repository: Path) -> None:
    path = packs(repository)[0]
    path.chmod(0o600)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 1)


def lose(repository: Path) -> None:
    packs(repository)[0].unlink()


def lose_tree(repository: Path) -> None:
    packs(repository)[-1].unlink()


def lose_keys(repository: Path) -> None:
    for path in (repository / "keys").iterdir():
        path.unlink()


def lose_snapshots(repository: Path) -> None:
    for path in (repository / "snapshots").iterdir():
        path.unlink()


def cut_index(repository: Path) -> None:
    path = max((repository / "index").iterdir(), key=lambda path: path.stat().st_size)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1])


DAMAGED = "バックアップがこわれています（{}）"


def told(house: House) -> list[str]:
    """What the page of backups says of failures."""
    station = house.station
    board, places = service.board(station), service.place_views(station)
    said = [one["title"] for one in backups.problems(board, places)]
    found = [title for title in said if "2つめ" not in title and "控え" not in title]
    return found


def test_what_is_whole_passes(house: House) -> None:
    house.lay_down(keep_days=3)
    house.back_up()
    for read in ("", "1/2", "all"):
        assert service.verify(house.station, read, WHO).outcome == "done"
    kinds = [run.kind for run in runs.recent(house.city.database, "backup.verify")]
    assert kinds == ["all", "part", "quick"]


@pytest.mark.parametrize(
    ("shelf", "damage"),
    [
        *(("main", damage) for damage in (cut, lose, lose_tree, lose_keys, lose_snapshots, cut_index)),
        *(("sealed", damage) for damage in (cut, lose)),
    ],
)
def test_damage_is_found_by_a_quick_look(house: House, damage: Callable[[Path], None], shelf: str) -> None:
    house.lay_down(keep_days=3)
    house.back_up()
    damage(house.first / shelf)
    with pytest.raises(Unavailable) as found:
        service.verify(house.station, "", WHO)
    assert found.value.code == "backup.repository.damaged"
    (run,) = service.board(house.station).failures
    assert run.what == "backup.verify"
    assert run.detail.startswith(f"backup.repository.damaged@{house.first}")
    assert told(house) == [DAMAGED.format(house.first)]
    assert audit.newest(house.city.database, 1)[0].action == "backup.verify.failed"


@pytest.mark.parametrize("shelf", ["main", "sealed"])
def test_a_flipped_bit_is_found_by_reading(house: House, shelf: str) -> None:
    house.lay_down(keep_days=3)
    house.back_up()
    for pack in range(len(packs(house.first / shelf))):
        flip(house.first / shelf, pack)
        with pytest.raises(Unavailable) as found:
            service.verify(house.station, "all", WHO)
        assert found.value.code == "backup.repository.damaged"
        flip(house.first / shelf, pack)
        assert told(house) == [DAMAGED.format(house.first)]
    assert service.verify(house.station, "all", WHO).outcome == "done"
    assert told(house) == []


def test_damage_stays_on_the_board_until_all_was_read_and_is_good(house: House) -> None:
    """The structure is sound, another part is sound, a backup goes well: the flipped bit is still there."""
    house.lay_down(keep_days=3)
    house.back_up()
    flip(house.first / "main")
    with pytest.raises(Unavailable):
        service.verify(house.station, "all", WHO)
    assert service.verify(house.station, "", WHO).outcome == "done"
    house.back_up()
    with pytest.raises(Conflict), lock.hold(house.station.work / "lock"):
        service.verify(house.station, "all", WHO)
    assert told(house) == [DAMAGED.format(house.first)]
    flip(house.first / "main")
    assert service.verify(house.station, "all", WHO).outcome == "done"
    assert told(house) == []


def test_a_flipped_bit_is_found_by_the_next_drill(house: House) -> None:
    house.lay_down(keep_days=3)
    house.back_up()
    assert service.drill(house.station, WHO).outcome == "done"
    flip(house.first / "main")
    with pytest.raises(Unavailable) as found:
        service.drill(house.station, WHO)
    assert found.value.code in ("backup.repository.damaged", "backup.archive.altered")
    assert len(told(house)) == 1
    flip(house.first / "main")
    assert service.drill(house.station, WHO).outcome == "done"
    assert told(house) == []


def test_both_places_are_looked_at(house: House, tmp_path: Path) -> None:
    second = tmp_path / "usb"
    house.plug_in(second)
    house.with_second(second)
    house.back_up()
    cut(second / "main")
    with pytest.raises(Unavailable) as found:
        service.verify(house.station, "", WHO)
    assert found.value.data["place"] == str(second / "main")
    second.rename(tmp_path / "unplugged")
    result = service.verify(house.station, "", WHO)
    assert (result.outcome, result.detail) == ("warning", f"backup.place.missing@{second} read=structure")


@pytest.mark.parametrize("part", ["0/2", "3/2", "x", "1/101", "1/", "/", "-1/2"])
def test_a_part_that_is_none(house: House, part: str) -> None:
    with pytest.raises(InvalidInput):
        service.verify(house.station, part, WHO)
