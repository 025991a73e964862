"""Where the cities of the tests are kept: SQLite files, or a real PostgreSQL of the run's own."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url

KINDS = ("sqlite", "postgresql")
_opened: list[Engine] = []
_cluster: Cluster | None = None
_prepared: dict[str, str] = {}


class Cluster:
    """A PostgreSQL server that only this run reaches: no network, its socket in its own folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        self._bin = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
        if self._bin is None:
            pytest.skip("postgresql is not installed")

    def start(self) -> None:
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            user = pwd.getpwnam("postgres")
            os.chown(self._folder, user.pw_uid, user.pw_gid)
            # It has to reach its folder; a run that shares the processors lies one folder deeper.
            for parent in self._folder.parents:
                if parent.stat().st_uid == os.geteuid() and not parent.stat().st_mode & 0o001:
                    parent.chmod(0o711)
        self._run(
            "initdb", "--username=tests", "--encoding=UTF8", "--locale=C", "--no-sync", "-D", self._data
        )
        options = f"-c listen_addresses= -c unix_socket_directories={self._folder} -c fsync=off"
        self._run("pg_ctl", "start", "-w", "-D", self._data, "-l", f"{self._folder}/log", "-o", options)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-m", "immediate", "-D", self._data)

    def new(self, template: str | None = None) -> str:
        """The address of a database that is empty, or a copy of the one at the address `template`."""
        name = f"city{next(self._numbers)}"
        copied = [] if template is None else ["--template", make_url(template).database or ""]
        self._run("createdb", "--host", str(self._folder), "--username=tests", *copied, name)
        return f"postgresql://tests@/{name}?host={self._folder}"

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._bin / program), *arguments]  # type: ignore[operator]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._folder)


@contextmanager
def serving(kind: str, folders: pytest.TempPathFactory) -> Iterator[None]:
    """Cities are kept in databases of this kind from now on."""
    global _cluster
    if kind == "sqlite":
        yield
        return
    if shutil.which("setpriv") is None:
        pytest.skip("setpriv is not installed")
    _cluster = Cluster(folders.mktemp("postgresql"))
    _cluster.start()
    try:
        yield
    finally:
        _cluster.stop()
        _cluster = None


def new_url(directory: Path, name: str = "city") -> str:
    """An empty database, as `IGA_DATABASE_URL` would name it; on SQLite a file in `directory`."""
    return f"sqlite:///{directory / f'{name}.db'}" if _cluster is None else _cluster.new()


def copy_url(directory: Path, prepare: Callable[[str], None]) -> str:
    """A database of its own as `prepare` leaves an empty one; prepared once a run, the others are copies."""
    kind = "sqlite" if _cluster is None else "postgresql"
    if kind not in _prepared:
        _prepared[kind] = new_url(Path(tempfile.mkdtemp(prefix="iga-prepared-")))
        prepare(_prepared[kind])
    if _cluster is not None:
        return _cluster.new(_prepared[kind])
    made = new_url(directory)
    shutil.copyfile(make_url(_prepared[kind]).database or "", make_url(made).database or "")
    return made


def opened(engine: Engine) -> None:
    """Close it with the test."""
    _opened.append(engine)


def close_all() -> None:
    while _opened:
        _opened.pop().dispose()
