"""A call that is on between 阿山支所 and 保険年金課, with the real seal and the real printer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from iga_madoguchi.adapters.stamp import StampPrinter
from iga_madoguchi.adapters.vault import FileVault
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.forms import finishing, look, service, writing
from iga_madoguchi.domain.forms.views import FillingView
from tests.cast import City

FORM = "kokuho_shutoku"
FILLED = {
    "date": "R8.11.25",
    "head_kana": "たかはし　よしろう",
    "head_birth": "昭和58年5月3日",
    "head_name": "髙橋　𠮷郎",
    "phone": "0595-22-9600",
    "address": "三重県伊賀市四十九町3184番地　ｺｰﾎﾟ上野201",
    "reason": "left",
    "reason_date": "20261031",
    "member1_name": "髙橋　𠮷郎",
    "member1_kana": "ﾀｶﾊｼ ﾖｼﾛｳ",
    "member1_relation": "本人",
    "member1_birth": "1983/5/3",
}
HAND = [[(0.1, 0.5), (0.2, 0.2), (0.3, 0.8), (0.4, 0.5)], [(0.6, 0.3), (0.8, 0.7)]]


@dataclass
class Counter:
    """The two sides of a call, and one form between them."""

    city: City
    desk: Identity
    branch: Identity
    call: str
    sealer: FileVault
    printer: StampPrinter
    filling: str = ""

    def start(self, form: str = FORM) -> str:
        self.filling = service.start(self.city.database, self.sealer, self.desk, self.call, form)
        return self.filling

    def write(self, field: str, raw: str, seen: int = 0, who: Identity | None = None) -> int:
        return writing.write(
            self.city.database,
            self.sealer,
            self.printer,
            who or self.desk,
            self.call,
            self.filling,
            field,
            raw,
            seen,
        )

    def write_all(self) -> None:
        for field, raw in FILLED.items():
            self.write(field, raw)

    def confirm(self, *fields: str, who: Identity | None = None) -> None:
        """Say yes to these, or to everything that is written."""
        read = {
            value.field: value.version
            for value in self.look().values
            if value.value and (not fields or value.field in fields)
        }
        writing.confirm(self.city.database, who or self.branch, self.call, self.filling, read)

    def sign(self, who: Identity | None = None) -> None:
        finishing.sign(self.city.database, self.sealer, who or self.branch, self.call, self.filling, HAND)

    def finish(self, who: Identity | None = None, revision: int | None = None) -> None:
        wanted = self.look().revision if revision is None else revision
        finishing.finish(
            self.city.database, self.sealer, self.printer, who or self.branch, self.call, self.filling, wanted
        )

    def document(self, who: Identity | None = None) -> bytes:
        return finishing.document(self.city.database, self.sealer, who or self.desk, self.call, self.filling)

    def look(self, who: Identity | None = None) -> FillingView:
        view = look.table(self.city.database, self.sealer, who or self.desk, self.call)
        found = view.active or next(iter(view.past[::-1]), None)
        assert found is not None
        return found

    def hang_up(self) -> None:
        calls.hang_up(self.city.database, self.city.presence, self.desk, self.call)


@pytest.fixture
def counter(city: City, tmp_path: Path) -> Counter:
    branch, desk = city.branch(), city.desk("hoken")
    call = calls.place(city.database, city.presence, branch, "hoken")
    calls.answer(city.database, city.presence, desk, call)
    return Counter(city, desk, branch, call, FileVault(tmp_path, None), StampPrinter())
