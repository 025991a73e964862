"""The resident's line: only at the branch where paper really comes."""

from __future__ import annotations

from typing import Any

import pytest

from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.printing import errands
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.domain.printing.lifecycle import Event
from iga_madoguchi.domain.printing.tray import Tray
from iga_madoguchi.ui.kiosk.printing.state import KioskPrintingState
from tests.cast import City

pytestmark = pytest.mark.anyio


async def test_paper_is_announced_where_it_comes_out_and_while_it_does(city: City, open_page: Any) -> None:
    here = await open_page(KioskPrintingState, city.branch())
    there = await open_page(KioskPrintingState, city.branch("aoyama"))
    printing.set_printer(city.database, "ayama", "ipp://10.0.0.1/", "", SYSTEM)
    job = printing.order(city.database, Tray(), city.desk(), "ayama", "memo", b"%PDF")
    told = []

    async def look() -> None:
        for page in (here, there):
            await page.refresh()
        told.append((here.coming, there.coming))

    await look()
    errands.sending(city.database, job)
    await look()
    errands.accepted(city.database, job, 1)
    errands.hindered(city.database, job, "paper.empty")
    await look()
    errands.hindered(city.database, job, "")
    await look()
    errands.over(city.database, Tray(), job, Event.FINISH)
    await look()
    assert told == [(False, False), (True, False), (False, False), (True, False), (False, False)]
