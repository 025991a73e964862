"""The desk's box for printing: at the branch of its call, allowed and denied from one setup."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from iga_madoguchi.adapters import typeset
from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.printing import errands
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.domain.printing.lifecycle import Event
from iga_madoguchi.errors import NotAllowed
from iga_madoguchi.ui.context import services
from iga_madoguchi.ui.desk.printing.state import DeskPrintingState
from tests.cast import City
from tests.domain.forms.conftest import Counter
from tests.domain.forms.test_forgotten import finished
from tests.printers import RealPrinter

pytestmark = pytest.mark.anyio


@pytest.fixture
def printing_at_ayama(city: City, printer: RealPrinter) -> RealPrinter:
    printing.set_printer(city.database, "ayama", printer.uri, "受付の横", SYSTEM)
    return printer


async def answered(page: Any) -> None:
    """The printer has answered, and the page has looked again."""
    for _ in range(200):
        await page.refresh()
        if page.printer:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("no answer")


async def page_in_call(city: City, open_page: Any, department: str = "hoiku", desk: str = "kodomo") -> Any:
    call = calls.place(city.database, city.presence, city.branch(), department)
    who = city.desk(desk)
    calls.answer(city.database, city.presence, who, call)
    return await open_page(DeskPrintingState, who)


async def test_where_no_printer_is_set_up_it_says_who_can(city: City, open_page: Any) -> None:
    page = await page_in_call(city, open_page)
    await page.toggle()
    assert page.is_open
    assert page.none == (
        "阿山支所のプリンターは、まだ登録されていません。"
        "デジタル自治推進局が登録すると、ここから印刷できます。"
    )
    await page.print_memo({"memo": "あした9時に"})
    assert page.problem.startswith("阿山支所のプリンターは、まだ登録されていません。")


async def test_a_press_before_the_page_has_heard_of_the_call_counts(city: City, open_page: Any) -> None:
    desk = city.desk("kodomo")
    page = await open_page(DeskPrintingState, desk)
    call = calls.place(city.database, city.presence, city.branch(), "hoiku")
    calls.answer(city.database, city.presence, desk, call)
    await page.toggle()
    assert page.is_open
    await page.toggle()
    assert not page.is_open


async def test_the_slip_opens_the_box_also_before_the_page_has_heard_of_the_call(
    city: City, open_page: Any
) -> None:
    desk = city.desk("kodomo")
    page = await open_page(DeskPrintingState, desk)
    call = calls.place(city.database, city.presence, city.branch(), "hoiku")
    calls.answer(city.database, city.presence, desk, call)
    await page.print_takeaway()
    assert page.is_open, "what came of it is said there"


async def test_a_memo_is_ordered_at_the_branch_of_the_call(
    city: City, open_page: Any, printing_at_ayama: RealPrinter
) -> None:
    page = await page_in_call(city, open_page)
    await page.toggle()
    await answered(page)
    assert (page.branch, page.none, page.printer, page.hindered) == ("ayama", "", "使えます", False)
    await page.print_memo({"memo": "  あした9時に、印かんを。\n"})
    assert (page.problem, page.memos) == ("", 1)
    (job,) = page.jobs
    assert (job["name"], job["state"], job["tone"], job["stoppable"]) == (
        "12:00　メモ",
        "順番を待っています",
        "wait",
        True,
    )
    document = services().tray.get(job["id"])
    assert document is not None
    assert isinstance(document.content, str)
    assert "あした9時に、印かんを。</p>" in document.content
    await page.stop(job["id"])
    assert page.jobs[0]["state"] == "取り消しました"
    await page.stop(job["id"])
    assert page.problem == "この印刷は、もう取り消しました。"


async def test_what_failed_can_be_printed_again(
    city: City, open_page: Any, printing_at_ayama: RealPrinter
) -> None:
    page = await page_in_call(city, open_page)
    await page.print_memo({"memo": "あした"})
    (job,) = page.jobs
    errands.sending(city.database, job["id"])
    errands.over(city.database, services().tray, job["id"], Event.FAIL, "paper.empty")
    await page.refresh()
    (job,) = page.jobs
    assert (job["state"], job["more"], job["tone"]) == ("印刷できませんでした", "用紙がありません。", "bad")
    await page.again(job["id"])
    assert page.jobs[0]["state"] == "順番を待っています"


@pytest.mark.parametrize(
    ("memo", "words"), [("　 ", "メモを書いてから"), ("あ" * 1001, "1001文字"), (None, "メモを書いてから")]
)
async def test_a_memo_that_cannot_be_printed_is_refused(
    city: City, open_page: Any, printing_at_ayama: RealPrinter, memo: object, words: str
) -> None:
    page = await page_in_call(city, open_page)
    await page.print_memo({} if memo is None else {"memo": memo})
    assert words in page.problem
    assert (list(page.jobs), page.memos) == ([], 0)


async def test_what_is_not_there_cannot_be_printed_and_is_said(
    city: City, open_page: Any, printing_at_ayama: RealPrinter
) -> None:
    page = await page_in_call(city, open_page)
    await page.print_form()
    assert page.problem.startswith("できあがった申請書がまだありません。")
    await page.print_guide()
    assert page.problem.startswith("静止画か資料を出し、")
    assert list(page.jobs) == []
    await page.print_memo({"memo": "あした"})
    assert (page.problem, len(page.jobs)) == ("", 1)


async def test_of_several_finished_forms_the_desk_chooses(
    city: City, open_page: Any, printing_at_ayama: RealPrinter
) -> None:
    desk, branch, made = city.desk("hoken"), city.branch(), services()
    call = calls.place(city.database, city.presence, branch, "hoken")
    calls.answer(city.database, city.presence, desk, call)
    counter = Counter(city, desk, branch, call, made.sealer, made.printer)
    page = await open_page(DeskPrintingState, desk)
    finished(counter)
    await page.print_form()
    assert (page.problem, list(page.choice), len(page.jobs)) == ("", [], 1), "one needs no choice"
    finished(counter)
    counter.start("jido_teate")  # which is no reason not to print the others
    await page.print_form()
    assert (page.problem, len(page.jobs)) == ("", 1)
    first, second = page.choice
    assert first["name"] == second["name"] == "国民健康保険 資格取得届　12:00"
    await page.print_this(first["id"])
    assert (page.problem, list(page.choice), len(page.jobs)) == ("", [], 2)
    document = made.tray.get(page.jobs[0]["id"])
    assert document is not None
    counter.filling = first["id"]
    assert document.content == counter.document()


async def test_a_printer_in_trouble_is_told_in_words(
    city: City, open_page: Any, printing_at_ayama: RealPrinter
) -> None:
    printing_at_ayama.switch_off()
    page = await page_in_call(city, open_page)
    await page.toggle()
    assert page.printer == "", "nobody waits for a printer"
    await answered(page)
    assert page.hindered
    assert page.printer == "プリンターから返事がありません。支所の職員に、電源を確かめてもらってください。"


async def test_without_typesetter_the_button_names_the_package(
    city: City, open_page: Any, printing_at_ayama: RealPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeset, "LIBRARIES", (("no-such-pango", "libpango-1.0-0"),))
    page = await page_in_call(city, open_page)
    await page.print_memo({"memo": "あした"})
    assert "libpango-1.0-0" in page.problem


async def test_another_desk_neither_sees_nor_touches_it(
    city: City, open_page: Any, printing_at_ayama: RealPrinter
) -> None:
    page = await page_in_call(city, open_page)
    await page.print_memo({"memo": "あした"})
    (job,) = page.jobs
    other = await open_page(DeskPrintingState, city.desk("hoken"))
    assert (other.branch, list(other.jobs)) == ("", [])
    await other.print_memo({"memo": "あした"})
    assert other.problem == "通話が終わったので、印刷しませんでした。"
    for act in (other.stop, other.again):
        await act(job["id"])
        assert other.problem == "この印刷は、もうありません。"
    gone = await open_page(DeskPrintingState, None)
    for attempt in (gone.refresh(), gone.print_memo({"memo": "x"}), gone.stop(job["id"]), gone.toggle()):
        with pytest.raises(NotAllowed):
            await attempt
    await page.refresh()
    assert page.jobs[0]["state"] == "順番を待っています"


async def test_the_box_closes_with_the_call(
    city: City, open_page: Any, printing_at_ayama: RealPrinter
) -> None:
    call = calls.place(city.database, city.presence, city.branch(), "hoiku")
    who = city.desk()
    calls.answer(city.database, city.presence, who, call)
    page = await open_page(DeskPrintingState, who)
    await page.toggle()
    await page.print_memo({"memo": "あした"})
    calls.hang_up(city.database, city.presence, who, call)
    await page.refresh()
    assert (page.is_open, page.branch, list(page.jobs), page.printer) == (False, "", [], "")
