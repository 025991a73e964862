"""A call that is on, and everything that papers need: a real vault, real children."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from iga_madoguchi.adapters.imaging.host import OpenCvImaging
from iga_madoguchi.adapters.pages.host import ChildPages
from iga_madoguchi.adapters.scanner import NoScanner
from iga_madoguchi.adapters.vault import FileVault
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.papers import look, service
from iga_madoguchi.domain.papers.ports import Imaging, Pages, Scanner
from iga_madoguchi.domain.papers.views import PageImage, TableView
from tests import papers
from tests.cast import City


@dataclass
class Counter:
    """Ayama talks with kodomo; hoken is the other department's desk."""

    city: City
    folder: Path
    vault: FileVault
    imaging: Imaging
    pages: Pages
    scanner: Scanner
    ayama: Identity
    kodomo: Identity
    hoken: Identity
    call: str

    def still(self, picture: bytes = b"", request: str = "") -> str:
        """A still from the branch; the paper's id."""
        frames = [picture or papers.picture()]
        tools = (self.city.database, self.vault, self.imaging, self.scanner)
        return service.add_still(*tools, self.ayama, self.call, frames, request).paper

    def document(self, data: bytes, name: str = "申請書.pdf", who: Identity | None = None) -> str:
        tools = (self.city.database, self.vault, self.pages, self.scanner)
        return service.add_document(*tools, who or self.kodomo, self.call, data, name).paper

    def image(self, who: Identity, paper: str, page: int = 1, **how: object) -> PageImage:
        tools = (self.city.database, self.vault, self.pages)
        return look.page_image(*tools, who, self.call, paper, page, **how)  # type: ignore[arg-type]

    def table(self, who: Identity | None = None) -> TableView:
        return look.table(self.city.database, who or self.kodomo, self.call)

    def hang_up(self) -> None:
        calls.hang_up(self.city.database, self.city.presence, self.kodomo, self.call)

    def blobs(self, place: str = "*") -> int:
        """Files in the vault."""
        return sum(path.is_file() for path in (self.folder / "papers").glob(f"{place}/*/*"))

    def keys(self) -> int:
        return len(list((self.folder / "keys").iterdir()))

    def logged(self, action: str) -> list[dict[str, object]]:
        entries = audit.history(self.city.database, self.call)
        return [entry.data for entry in entries if entry.action == action]


@pytest.fixture(scope="session")
def imaging() -> Iterator[OpenCvImaging]:
    """One child for all tests."""
    imaging = OpenCvImaging()
    yield imaging
    imaging.close()


@pytest.fixture
def counter(city: City, tmp_path: Path, imaging: OpenCvImaging) -> Counter:
    ayama, kodomo, hoken = city.branch(), city.desk(), city.desk("hoken")
    call = calls.place(city.database, city.presence, ayama, "kodomo")
    calls.answer(city.database, city.presence, kodomo, call)
    vault, pages = FileVault(tmp_path, None), ChildPages()
    vault.open()
    return Counter(city, tmp_path, vault, imaging, pages, NoScanner(), ayama, kodomo, hoken, call)
