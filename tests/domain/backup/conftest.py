"""A data directory with a city, a call that is over, and a paper that is kept; the real restic beside it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from iga_madoguchi import bootstrap, settings
from iga_madoguchi.adapters.pages.host import ChildPages
from iga_madoguchi.adapters.restic.store import ResticStore
from iga_madoguchi.adapters.scanner import NoScanner
from iga_madoguchi.adapters.vault import FileVault
from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.seal import Seal
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.backup import places, restore, secret, service
from iga_madoguchi.domain.backup.places import Place
from iga_madoguchi.domain.backup.policy import Kind
from iga_madoguchi.domain.backup.progress import Listen, silent
from iga_madoguchi.domain.backup.restore import Restored
from iga_madoguchi.domain.backup.station import Station
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.papers import keeping
from iga_madoguchi.domain.papers import service as papers
from iga_madoguchi.domain.runs.views import Result
from tests import databases
from tests.cast import City, make_city
from tests.papers import pdf
from tests.restic_keys import cheapen

WHO = Actor("console")


@dataclass
class House:
    """`data` is the data directory; `first` and `second` are where backups go, in order."""

    city: City
    data: Path
    station: Station
    vault: FileVault
    kodomo: Identity
    call: str
    empty: Path

    @property
    def first(self) -> Path:
        return self.station.places[0]

    @property
    def password(self) -> str:
        return secret.of(self.station)

    def place(self, path: Path | None = None) -> Place:
        return places.of(path or self.first, self.password)

    def plug_in(self, path: Path) -> None:
        """A disk on which there is an empty repository."""
        shutil.copytree(self.empty, path, dirs_exist_ok=True)

    def with_second(self, path: Path) -> None:
        self.station = replace(self.station, places=(self.first, path))

    def lay_down(self, *, keep_days: int = 0) -> str:
        """A document of the desk; the paper's id."""
        tools = (self.city.database, self.vault, ChildPages(), NoScanner())
        paper = papers.add_document(*tools, self.kodomo, self.call, pdf(), "案内.pdf").paper
        if keep_days:
            keeping.keep(self.city.database, self.vault, self.kodomo, self.call, paper, keep_days)
        return paper

    def discard(self, paper: str) -> None:
        keeping.discard(self.city.database, self.vault, self.kodomo, self.call, paper)

    def key_of(self, paper: str) -> str:
        with self.city.database.reading() as session:
            found = keeping.repository.paper(session, self.call, paper)
            assert found is not None
            return found.key

    def back_up(self, kind: Kind = "whole", listen: Listen = silent, *, fresh: bool = False) -> Result:
        self.city.clock.advance(days=1)
        return service.run(self.station, kind, WHO, listen, fresh=fresh)

    def names(self, snapshot: str, place: Place | None = None) -> set[str]:
        """Files in a snapshot."""
        entries = self.station.store.entries((place or self.place()).main, snapshot)
        return {entry.path.lstrip("/") for entry in entries if entry.kind == "file"}

    def restore(
        self,
        to: Path,
        wanted: str = "latest",
        kind: Kind = "whole",
        *,
        keep_aside: bool = False,
        chosen: Path | None = None,
        listen: Listen = silent,
    ) -> Restored:
        """On PostgreSQL into a new database, as on a new machine."""
        station = self.elsewhere(to.parent)
        plan = restore.plan(station, wanted, kind, to, self.password, chosen)
        return restore.carry_out(station, plan, keep_aside, WHO, listen)

    def elsewhere(self, folder: Path) -> Station:
        """The station of the machine that a backup is brought back to."""
        if self.city.database.engine.dialect.name == "sqlite":
            return self.station
        return replace(self.station, database=opened(databases.new_url(folder), self.city, folder))

    def restored(self, done: Restored) -> Database:
        """The city that was brought back."""
        if self.city.database.engine.dialect.name == "sqlite":
            return opened(f"sqlite:///{done.path / 'madoguchi.db'}", self.city, done.path)
        raise AssertionError("ask `elsewhere` for it")


def opened(url: str, city: City, data_dir: Path) -> Database:
    from iga_madoguchi.db.engine import open_engine

    engine = open_engine(url)
    databases.opened(engine)
    return Database(engine, city.hub, city.clock, {audit.SEAL: Seal(data_dir)})


def make_house(city: City, data: Path, empty: Path) -> House:
    url = city.database.engine.url.render_as_string(hide_password=False)
    built = bootstrap.build(settings.load({"IGA_DATA_DIR": str(data), "IGA_DATABASE_URL": url}))
    built.database.engine.dispose()
    # At normal priority: whoever runs tests beside other work waits for them.
    station = replace(built.backups, database=city.database, store=ResticStore(quick=True))
    ayama, kodomo = city.branch(), city.desk()
    call = calls.place(city.database, city.presence, ayama, "kodomo")
    calls.answer(city.database, city.presence, kodomo, call)
    vault = FileVault(data, None)
    vault.open()
    return House(city, data, station, vault, kodomo, call, empty)


@pytest.fixture(scope="session")
def empty_place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Two empty repositories and their password: making them takes seconds, copying them none."""
    return empty_repositories(tmp_path_factory.mktemp("place"))


def empty_repositories(folder: Path) -> tuple[Path, str]:
    built = bootstrap.build(settings.load({"IGA_DATA_DIR": str(folder / "data")}))
    (folder / "data" / ".backup").mkdir(parents=True)
    place = places.ready(built.backups, built.backups.places[0])
    for shelf in (place.main, place.sealed):
        cheapen(shelf.path, shelf.secret)
    return place.path, place.main.secret


@pytest.fixture
def house(tmp_path: Path, empty_place: tuple[Path, str]) -> House:
    if shutil.which("restic") is None:
        pytest.skip("restic is not installed")
    data = tmp_path / "data"
    data.mkdir()
    house = make_house(make_city(data), data, empty_place[0])
    secret.store(data, empty_place[1])
    house.plug_in(house.first)
    return house


ON_BOTH = {
    *("test_run.py::test_it_holds", "test_run.py::test_it_says", "test_run.py::test_every_run"),
    *("test_run.py::test_what_is_deleted", "test_drill.py::test_the_newest", "test_drill.py::test_a_log"),
    *("test_drill.py::test_a_database", "test_drill.py::test_what_is_overdue"),
    *("test_restore.py::test_everything", "test_restore.py::test_what_was_deleted"),
    *("test_restore.py::test_a_newer", "test_restore.py::test_an_older"),
    "test_restore.py::test_a_database_that_is_in_use",
}
"""What looks different on PostgreSQL. All else is about files and repositories, and runs once."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--database") == databases.KINDS[0]:
        return
    here = str(Path(__file__).parent)
    left = [
        item
        for item in items
        if str(item.path).startswith(here) and not any(name in item.nodeid for name in ON_BOTH)
    ]
    items[:] = [item for item in items if item not in left]
    config.hook.pytest_deselected(items=left)
