"""A call that is on between 阿山支所 and 保険年金課, with the real seal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from iga_madoguchi.adapters.vault import KEYS, FileVault
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.conversation.private import look, service
from iga_madoguchi.domain.conversation.private.answers import Answer
from iga_madoguchi.domain.conversation.private.views import OpenQuestion
from tests.cast import City

ASKED = "household.marriage"


@dataclass
class Counter:
    """The two sides of a call, and what is asked between them."""

    city: City
    desk: Identity
    branch: Identity
    call: str
    sealer: FileVault
    folder: Path

    def ask(self, question: str = ASKED, who: Identity | None = None) -> str:
        return service.ask(self.city.database, self.sealer, who or self.desk, self.call, question)

    def ask_own(self, text: str, *choices: str, pad: str | None = None) -> str:
        return service.ask_own(self.city.database, self.sealer, self.desk, self.call, text, choices, pad)

    def answer(self, question: str, given: Answer, who: Identity | None = None) -> None:
        service.answer(self.city.database, self.sealer, who or self.branch, self.call, question, given)

    def read(self, question: str, who: Identity | None = None) -> None:
        service.read(self.city.database, self.sealer, who or self.desk, self.call, question)

    def withdraw(self, question: str, who: Identity | None = None) -> None:
        service.withdraw(self.city.database, self.sealer, who or self.desk, self.call, question)

    def sees(self, who: Identity | None = None) -> OpenQuestion | None:
        return look.sight(self.city.database, self.sealer, who or self.desk, self.call).open

    def hang_up(self) -> None:
        calls.hang_up(self.city.database, self.city.presence, self.desk, self.call)

    def rows(self) -> int:
        with self.city.database.engine.connect() as connection:
            return int(connection.exec_driver_sql("SELECT count(*) FROM private_question").scalar_one())

    def keys(self) -> set[str]:
        """What lies in the folder of keys."""
        return {path.name for path in (self.folder / KEYS).glob("*")}

    def bytes_on_disk(self) -> bytes:
        """Everything that this city has written anywhere."""
        return b"".join(path.read_bytes() for path in self.folder.rglob("*") if path.is_file())


@pytest.fixture
def counter(city: City, tmp_path: Path) -> Counter:
    branch, desk = city.branch(), city.desk("hoken")
    call = calls.place(city.database, city.presence, branch, "hoken")
    calls.answer(city.database, city.presence, desk, call)
    return Counter(city, desk, branch, call, FileVault(tmp_path, None), tmp_path)
