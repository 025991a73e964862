"""Sealed blobs: whole or not at all, bound to their place, gone with their key, readable after a rotation."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from iga_madoguchi.adapters.vault import FileVault
from iga_madoguchi.errors import Conflict, DomainError, NotFound, Unavailable

SECRET = b"a resident's paper " * 50
OTHER = bytes(range(32))


@pytest.fixture
def vault(tmp_path: Path) -> FileVault:
    made = FileVault(tmp_path, None)
    made.open()
    return made


def code_of(error: pytest.ExceptionInfo[DomainError]) -> str:
    return error.value.code


def blob_file(folder: Path, blob: str) -> Path:
    (path,) = (folder / "papers").rglob(blob)
    return path


def test_what_was_put_is_read_again_also_after_a_restart(vault: FileVault, tmp_path: Path) -> None:
    key = vault.new_key()
    blob = vault.put(key, SECRET)
    assert vault.get(key, blob) == SECRET
    again = FileVault(tmp_path, None)
    again.open()
    assert again.get(key, blob) == SECRET


def test_nothing_on_the_disk_tells_anything(vault: FileVault, tmp_path: Path) -> None:
    key = vault.new_key()
    vault.put(key, SECRET)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 3
    assert all(SECRET[:19] not in path.read_bytes() for path in files)
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


@pytest.mark.parametrize("damage", ["bit", "cut", "empty", "nonce", "swapped", "other_key"])
def test_a_blob_that_was_tampered_with_is_not_served(vault: FileVault, tmp_path: Path, damage: str) -> None:
    key, second = vault.new_key(), vault.new_key()
    blob, other = vault.put(key, SECRET), vault.put(key, SECRET * 2)
    path, sealed = blob_file(tmp_path, blob), blob_file(tmp_path, blob).read_bytes()
    changed = {
        "bit": sealed[:-1] + bytes([sealed[-1] ^ 1]),
        "cut": sealed[:-5],
        "empty": b"",
        "nonce": bytes(12) + sealed[12:],
        "swapped": blob_file(tmp_path, other).read_bytes(),
        "other_key": blob_file(tmp_path, vault.put(second, SECRET)).read_bytes() and b"x" * 100,
    }[damage]
    path.write_bytes(changed)
    with pytest.raises(Unavailable) as error:
        vault.get(key, blob)
    assert code_of(error) == "papers.blob.damaged"


def test_a_destroyed_key_makes_every_copy_unreadable(vault: FileVault, tmp_path: Path) -> None:
    key, stays = vault.new_key(), vault.new_key()
    blob, other = vault.put(key, SECRET), vault.put(stays, SECRET)
    vault.keep(key)
    copy = blob_file(tmp_path, blob).read_bytes()
    vault.destroy(key)
    vault.destroy(key)
    with pytest.raises(NotFound):
        vault.get(key, blob)
    place = tmp_path / "papers" / "kept" / key
    place.mkdir()
    (place / blob).write_bytes(copy)
    with pytest.raises(NotFound):
        vault.get(key, blob)
    assert vault.get(stays, other) == SECRET


def test_keeping_moves_blobs_to_where_a_backup_reaches(vault: FileVault, tmp_path: Path) -> None:
    key = vault.new_key()
    blob = vault.put(key, SECRET)
    assert blob_file(tmp_path, blob).is_relative_to(tmp_path / "papers" / "passing")
    vault.keep(key)
    vault.keep(key)
    assert blob_file(tmp_path, blob).is_relative_to(tmp_path / "papers" / "kept")
    later = vault.put(key, SECRET)
    assert blob_file(tmp_path, later).is_relative_to(tmp_path / "papers" / "kept")
    assert vault.get(key, blob) == vault.get(key, later) == SECRET


def test_a_page_that_came_while_others_were_moved_is_moved_too(vault: FileVault, tmp_path: Path) -> None:
    key = vault.new_key()
    first = vault.put(key, SECRET)
    vault.keep(key)
    late = vault.put(key, SECRET)
    stray = tmp_path / "papers" / "passing" / key
    stray.mkdir()
    os.replace(blob_file(tmp_path, late), stray / late)
    vault.keep(key)
    assert not stray.exists()
    assert vault.get(key, first) == vault.get(key, late) == SECRET


def test_a_replaced_blob_goes_alone(vault: FileVault) -> None:
    key = vault.new_key()
    old, new = vault.put(key, SECRET), vault.put(key, SECRET)
    vault.drop(key, old)
    vault.drop(key, old)
    with pytest.raises(NotFound):
        vault.get(key, old)
    assert vault.get(key, new) == SECRET


@pytest.mark.parametrize("name", ["../../etc/passwd", "", ".", "a" * 23, "é" * 22, "a" * 21 + "/", "\0" * 22])
def test_a_name_is_never_a_path(vault: FileVault, name: str) -> None:
    key = vault.new_key()
    for ask in (lambda: vault.get(key, name), lambda: vault.get(name, "a" * 22), lambda: vault.destroy(name)):
        with pytest.raises(NotFound):
            ask()


def test_a_new_master_key_opens_everything_and_the_old_one_nothing(vault: FileVault, tmp_path: Path) -> None:
    blobs = [(key, vault.put(key, SECRET)) for key in (vault.new_key(), vault.new_key())]
    old = (tmp_path / "vault.key").read_bytes()
    assert vault.rotate() == 2
    assert (tmp_path / "vault.key").read_bytes() != old
    assert not (tmp_path / "vault.key.next").exists()
    again = FileVault(tmp_path, None)
    again.open()
    assert [again.get(*place) for place in blobs] == [SECRET, SECRET]
    (tmp_path / "vault.key").write_bytes(old)
    with pytest.raises(Unavailable) as error:
        FileVault(tmp_path, None).open()
    assert code_of(error) == "papers.vault.key_wrong"


def test_a_rotation_that_was_cut_short_goes_on(vault: FileVault, tmp_path: Path) -> None:
    blobs = [(key, vault.put(key, SECRET)) for key in (vault.new_key() for _ in range(4))]
    before = {path.name: path.read_bytes() for path in (tmp_path / "keys").iterdir()}
    vault.rotate(OTHER)
    # Half of the keys were wrapped with the next master key when the power went.
    for name in sorted(before)[:2]:
        (tmp_path / "keys" / name).write_bytes(before[name])
    (tmp_path / "vault.key.next").write_bytes(base64.b64encode(OTHER))
    halfway = FileVault(tmp_path, None)
    halfway.open()
    assert [halfway.get(*place) for place in blobs] == [SECRET] * 4
    assert halfway.rotate() == 4
    done = FileVault(tmp_path, None)
    done.open()
    assert [done.get(*place) for place in blobs] == [SECRET] * 4
    assert base64.b64decode((tmp_path / "vault.key").read_bytes()) == OTHER


def test_the_operators_own_key_is_used_and_changed_by_the_operator(tmp_path: Path) -> None:
    given = FileVault(tmp_path, bytes(32))
    given.open()
    assert not (tmp_path / "vault.key").exists()
    key = given.new_key()
    blob = given.put(key, SECRET)
    with pytest.raises(Conflict):
        given.rotate()
    assert given.rotate(OTHER) == 1
    assert given.rotate(OTHER) == 1, "again, after a crash, does no harm"
    moved = FileVault(tmp_path, OTHER)
    moved.open()
    assert moved.get(key, blob) == SECRET
    with pytest.raises(Unavailable):
        FileVault(tmp_path, bytes(32)).open()


def test_a_lost_master_key_is_not_silently_replaced(vault: FileVault, tmp_path: Path) -> None:
    vault.new_key()
    (tmp_path / "vault.key").unlink()
    with pytest.raises(Unavailable) as error:
        FileVault(tmp_path, None).open()
    assert code_of(error) == "papers.vault.key_missing"
    assert not (tmp_path / "vault.key").exists()


@pytest.mark.parametrize("text", [b"", b"short", base64.b64encode(b"x" * 31), b"\xff" * 44])
def test_a_damaged_master_key_stops_the_start(vault: FileVault, tmp_path: Path, text: bytes) -> None:
    (tmp_path / "vault.key").write_bytes(text)
    with pytest.raises(Unavailable):
        FileVault(tmp_path, None).open()


def test_the_sweep_leaves_only_what_is_named(vault: FileVault, tmp_path: Path) -> None:
    key, orphan = vault.new_key(), vault.new_key()
    kept, stray, lost = vault.put(key, SECRET), vault.put(key, SECRET), vault.put(orphan, SECRET)
    half = tmp_path / "papers" / "passing" / key / f".{kept}.abc"
    half.write_bytes(b"half a blob")
    assert vault.sweep({key: {kept}}) == 4
    assert vault.sweep({key: {kept}}) == 0
    assert vault.get(key, kept) == SECRET
    assert not half.exists()
    for gone in ((key, stray), (orphan, lost)):
        with pytest.raises(NotFound):
            vault.get(*gone)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one mebibyte."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_refuses_and_keeps_nothing_half(small_disk: Path) -> None:
    vault = FileVault(small_disk, None)
    vault.open()
    key = vault.new_key()
    blob = vault.put(key, SECRET)
    with pytest.raises(Unavailable) as error:
        vault.put(key, b"x" * 2_000_000)
    assert code_of(error) == "papers.disk.full"
    files = [path.name for path in (small_disk / "papers").rglob("*") if path.is_file()]
    assert files == [blob]
    assert vault.get(key, blob) == SECRET


PUT_WITHOUT_END = """
import sys
from pathlib import Path
from iga_madoguchi.adapters.vault import FileVault
vault = FileVault(Path(sys.argv[1]), None)
vault.open()
while True:
    key = vault.new_key()
    print(key, vault.put(key, b"paper" * 50_000), flush=True)
"""


def test_a_process_that_dies_while_it_writes_leaves_whole_blobs(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PUT_WITHOUT_END, str(tmp_path)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    told = [child.stdout.readline().split() for _ in range(20)]
    child.send_signal(signal.SIGKILL)
    child.wait()
    told += [line.split() for line in child.stdout.read().splitlines() if len(line) == 45]
    vault = FileVault(tmp_path, None)
    vault.open()
    assert all(vault.get(key, blob) == b"paper" * 50_000 for key, blob in told)
    vault.sweep({key: {blob} for key, blob in told})
    files = [path.name for path in (tmp_path / "papers").rglob("*") if path.is_file()]
    assert sorted(files) == sorted(blob for _, blob in told)


def test_a_page_written_while_its_paper_is_being_kept_is_kept_too(tmp_path: Path) -> None:
    keeping: list[threading.Thread] = []

    class Met(FileVault):
        """A vault in which the desk presses 残す just as a page is about to be written."""

        def _folder(self, key: str) -> Path:
            found = super()._folder(key)
            if written and not keeping:
                keeping.append(threading.Thread(target=self.keep, args=(key,)))
                keeping[0].start()
                keeping[0].join(0.3)
            return found

    written: list[str] = []
    vault = Met(tmp_path, None)
    vault.open()
    key = vault.new_key()
    written.append(vault.put(key, b"page 1"))
    written.append(vault.put(key, b"page 2"))
    keeping[0].join(5)
    assert list((tmp_path / "papers" / "passing").iterdir()) == []
    assert [vault.get(key, blob) for blob in written] == [b"page 1", b"page 2"]
