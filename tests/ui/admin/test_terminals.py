"""The bureau's page of places: listed, changed by forms, retired after words, and for nobody else."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.calls import look
from iga_madoguchi.domain.calls import service as calls
from iga_madoguchi.domain.printing import service as printing
from iga_madoguchi.domain.reservations import service as reservations
from iga_madoguchi.domain.reservations.views import Wish
from iga_madoguchi.domain.terminals import departments, enrolment
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.domain.terminals.views import (
    ICONS,
    DepartmentView,
    DepartmentWish,
    TerminalView,
    Words,
)
from iga_madoguchi.errors import NotAllowed
from iga_madoguchi.ui.admin.overview.state import OverviewState
from iga_madoguchi.ui.admin.terminals.form import PlaceFormState
from iga_madoguchi.ui.admin.terminals.printer import BranchPrinterState
from iga_madoguchi.ui.admin.terminals.state import TerminalsState
from iga_madoguchi.ui.components.icons import DRAWINGS
from iga_madoguchi.ui.guard import may_see
from iga_madoguchi.ui.kiosk.state import KioskState
from iga_madoguchi.ui.text.ja.feedback import SENTENCES
from iga_madoguchi.ui.text.ja.office import ICON_NAMES, TERMINAL_KINDS
from tests.cast import City
from tests.printers import RealPrinter

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).resolve().parents[3] / "iga_madoguchi" / "domain"


@pytest.fixture
async def open_both(city: City, open_page: Any) -> Any:
    """The page and its form, which are one page in the browser."""

    async def opened(who: Any) -> tuple[TerminalsState, PlaceFormState]:
        page = await open_page(TerminalsState, who)
        return page, await page.get_state(PlaceFormState)

    return opened


def department(city: City, name: str) -> DepartmentView:
    return next(v for v in terminals.departments(city.database, retired=True) if v.name == name)


def terminal(city: City, name: str, kind: str = "branch") -> TerminalView:
    found = terminals.terminals(city.database, retired=True)
    return next(view for view in found if (view.name, view.kind) == (name, kind))


async def test_everything_is_listed_with_its_state(city: City, open_both: Any) -> None:
    city.branch()
    city.branch_staff("iga")
    page, _ = await open_both(city.admin())
    assert [row["name"] for row in page.departments][:2] == ["障がい福祉課", "こども未来課"]
    assert (page.departments[2]["desks"], page.departments[2]["deputy"]) == ("こども未来課", "保険年金課")
    assert [row["first"] for row in page.departments] == [True, False, False, False, False]
    assert [row["last"] for row in page.departments] == [False, False, False, False, True]
    rows = {row["name"]: row for row in page.branches}
    assert (rows["阿山支所"]["state"], rows["阿山支所"]["label"]) == ("ready", "2026年11月24日から")
    assert (rows["伊賀支所"]["state"], rows["伊賀支所"]["more"]) == ("never", "職員用の画面 1台")
    told = {row["name"]: row["more"] for row in page.terminals}
    assert told["こども未来課"] == "窓口端末　受ける課：こども未来課、保育幼稚園課"
    assert told["iga職員"] == "職員用の画面　伊賀支所"
    assert list(page.gone) == []


async def test_a_branch_gets_a_printer_that_says_how_it_is(
    city: City, open_both: Any, printer: RealPrinter
) -> None:
    _, form = await open_both(city.admin())
    await form.edit("branch", "ayama")
    beside = await form.get_state(BranchPrinterState)
    assert (beside.branch, beside.address) == ("ayama", "")
    await beside.save({"uri": "http://example.com/", "printer": ""})
    assert beside.problem
    assert printing.printers(city.database) == ()
    await beside.save({"uri": f" {printer.uri} ", "printer": "受付の横"})
    assert (beside.problem, beside.bad) == ("", False)
    assert "使えます" in beside.said
    (found,) = printing.printers(city.database)
    assert (found.branch_id, found.uri, found.name) == ("ayama", printer.uri, "受付の横")
    printer.switch_off()
    await beside.save({"uri": printer.uri, "printer": ""})
    assert beside.bad
    await form.edit("branch", "ayama")
    assert (beside.address, beside.said) == (printer.uri, "")
    await beside.save({"uri": "", "printer": ""})
    assert printing.printers(city.database) == ()


async def test_a_department_is_added_and_shown_on_the_kiosk(
    city: City, open_page: Any, open_both: Any
) -> None:
    page, form = await open_both(city.admin())
    await form.add("department")
    assert (page.panel, page.title, form.name, form.icon) == ("form", "課", "", "help")
    assert [row["name"] for row in form.at] == [
        "障がい福祉課",
        "こども未来課",
        "介護高齢福祉課",
        "保険年金課",
    ]
    await form.save(
        {
            "name": "税務課 ",
            "examples": "市民税",
            "icon": "paper",
            "phone": "",
            "deputy": "",
            "at-hoken": "on",
            "name-en": "Tax",
            "examples-en": "City tax",
        }
    )
    assert (page.panel, page.done) == ("", "税務課を加えました。住民の画面に出ています。")
    assert page.departments[-1]["desks"] == "保険年金課"
    kiosk = await open_page(KioskState, city.branch())
    await kiosk.speak("en")
    assert (kiosk.cards[-1]["name"], kiosk.cards[-1]["examples"]) == ("Tax", "City tax")
    await kiosk.speak("ja")
    assert (kiosk.cards[-1]["name"], kiosk.cards[-1]["icon"]) == ("税務課", "paper")


async def test_a_form_shows_what_is_there_and_changes_it(city: City, open_both: Any) -> None:
    page, form = await open_both(city.admin())
    await form.edit("department", "hoiku")
    assert page.title == "保育幼稚園課"
    assert (form.name, form.phone, form.deputy, form.icon) == (
        "保育幼稚園課",
        "0595-00-0003",
        "hoken",
        "house",
    )
    assert [row["name"] for row in form.at if row["on"]] == ["こども未来課"]
    assert "保育幼稚園課" not in [row["name"] for row in form.deputies]
    english = next(row for row in form.words if row["id"] == "en")
    assert (english["name"], english["examples"]) == ("Nursery and Kindergarten", "Applying for nursery")
    await form.save({"name": "保育課", "icon": "child", "deputy": "", "name-en": "Nursery"})
    assert page.done == "保育課を変えました。"
    view = department(city, "保育課")
    assert (view.id, view.deputy_id, view.icon, view.words) == (
        "hoiku",
        None,
        "child",
        {"en": Words("Nursery")},
    )
    assert page.departments[2]["desks"] == "", "the page says that nobody answers it"


async def test_a_branch_with_its_place_on_the_map(city: City, open_page: Any, open_both: Any) -> None:
    admin = city.admin()
    page, form = await open_both(admin)
    await form.add("branch")
    free = {row["id"] for row in form.spots if row["free"]}
    assert {"1-1", "1-5", "1-6", "1-7", "3-6", "3-7"} == free
    assert {row["id"]: row["name"] for row in form.spots}["2-1"] == "阿山支所"
    await form.save({"name": "上野支所", "phone": "0595-00-0016", "spot": "2-1"})
    assert (page.panel, form.problem) == (
        "form",
        "その位置には阿山支所があります。ほかの位置を選んでください。",
    )
    await form.save({"name": "上野支所", "phone": "0595-00-0016", "spot": "9x9"})
    assert form.problem == "地図の位置を選び直してください。"
    await form.save({"name": "上野支所", "phone": "0595-00-0016", "spot": "1-6", "name-en": "Ueno Branch"})
    assert page.done == "上野支所を加えました。「登録リンク」を押すと、端末を登録できます。"
    overview = await open_page(OverviewState, admin)
    tile = next(tile for tile in overview.branches if tile["name"] == "上野支所")
    assert tile["place"] == "map-c1 map-r6"
    assert next(line["d"] for line in overview.lines if line["id"] == tile["id"]) == "M450 380 150 570"
    await form.edit("branch", tile["id"])
    assert (form.spot, [row["id"] for row in form.spots if row["on"]]) == ("1-6", ["1-6"])
    await form.save({"name": "上野支所", "phone": "", "spot": ""})
    await overview.refresh()
    assert [tile["name"] for tile in overview.elsewhere] == ["上野支所"]


async def test_desks_staff_screens_and_the_bureaus_are_added(city: City, open_both: Any) -> None:
    page, form = await open_both(city.admin())
    await form.add("desk")
    await form.save({"name": "税務の窓口", "at-hoken": "on"})
    assert [view.id for view in terminal(city, "税務の窓口", "desk").departments] == ["hoken"]
    await form.add("staff")
    assert [row["name"] for row in form.branches][:1] == ["伊賀支所"]
    await form.save({"name": "伊賀支所 職員", "branch": "iga"})
    assert terminal(city, "伊賀支所 職員", "staff").branch_id == "iga"
    await form.add("admin")
    await form.save({"name": "第二庁舎"})
    assert terminal(city, "第二庁舎", "admin").in_use
    await form.add("toaster")
    assert page.panel == "", "nothing opens for what nobody knows"


async def test_who_was_slower_is_told_and_keeps_what_was_typed(city: City, open_both: Any) -> None:
    page, form = await open_both(city.admin())
    await form.edit("department", "kaigo")
    wish = DepartmentWish("介護高齢福祉課", icon="cane", phone="0595-00-0090", desks=frozenset({"kaigo"}))
    departments.change(city.database, "kaigo", 1, wish, Actor("second", "console"))
    typed = {"name": "介護課", "icon": "cane", "phone": "0595-00-0091", "at-kaigo": "on"}
    await form.save(typed)
    assert page.panel == "form"
    assert form.problem.startswith("介護高齢福祉課は、ほかの画面で先に変わりました。")
    assert page.departments[3]["phone"] == "0595-00-0090", "the list says what it is now"
    assert form.name == "介護高齢福祉課", "the form is not begun anew"
    await form.save(typed)
    assert (page.panel, department(city, "介護課").phone) == ("", "0595-00-0091")


async def test_a_department_is_retired_after_words_and_put_back(city: City, open_both: Any) -> None:
    start = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    reservations.make(city.database, city.desk("hoken"), Wish("hoken", "ayama", start))
    page, form = await open_both(city.admin())
    await form.edit("department", "hoken")
    await page.ask_retire()
    assert (page.panel, page.title) == ("retire", "保険年金課")
    told = "\n".join(page.will)
    assert "予約が1件あります" in told
    assert "保険年金課の端末には、受ける課がなくなります" in told
    assert "こども未来課、保育幼稚園課は、代わりの課がなくなります" in told
    await page.retire()
    assert (page.done, page.panel) == ("保険年金課を使うのをやめました。", "")
    assert "hoken" not in [state.id for state in look.departments(city.database, city.presence)]
    assert [row["name"] for row in page.gone] == ["保険年金課"]
    await page.restore(page.removed_kind, page.removed)
    assert page.done == "保険年金課をもとに戻しました。"
    assert (list(page.gone), page.removed) == ([], "")
    assert "hoken" in [state.id for state in look.departments(city.database, city.presence)]


async def test_words_before_a_branch_or_a_desk_is_retired(city: City, open_both: Any) -> None:
    city.branch()
    city.branch_staff()
    page, form = await open_both(city.admin())
    await form.edit("branch", "ayama")
    await page.ask_retire()
    told = "\n".join(page.will)
    assert "いま登録されている端末は、すぐに使えなくなります" in told
    assert "職員用の画面（ayama職員）も" in told
    assert "予約" not in told.replace("予約、印刷先", "")
    await page.retire()
    assert {row["name"]: row["kind"] for row in page.gone} == {"阿山支所": "branch"}
    await form.edit("desk", "kodomo")
    await page.ask_retire()
    told = "\n".join(page.will)
    assert "こども未来課、保育幼稚園課は、ほかに受ける端末がありません" in told
    assert "まだ開いていない登録リンク" in told
    assert "いま登録されている端末" not in told


async def test_a_place_where_somebody_talks_stays(city: City, open_both: Any) -> None:
    ayama, kodomo = city.branch(), city.desk()
    call = calls.place(city.database, city.presence, ayama, "kodomo")
    page, form = await open_both(city.admin())
    await form.edit("branch", "ayama")
    await page.ask_retire()
    await page.retire()
    assert page.problem.startswith("まだ1件の相談が続いています（受付番号 1）。")
    assert page.panel == "retire", "it can be pressed again"
    calls.answer(city.database, city.presence, kodomo, call)
    calls.hang_up(city.database, city.presence, kodomo, call)
    await page.retire()
    assert page.done == "阿山支所を使うのをやめました。"


async def test_a_link_is_shown_once(city: City, open_both: Any) -> None:
    page, form = await open_both(city.admin())
    await page.make_link("branch", "ayama")
    assert (page.panel, page.title) == ("link", "阿山支所")
    link = page.link
    assert re.fullmatch(r"http://\S+/enrol\?code=\S{43}", link)
    await page.refresh()
    assert page.link == link, "a refresh of the lists does not take it away"
    await page.close()
    assert page.link == ""
    made = enrolment.enrol(city.database, link.rpartition("=")[2])
    assert made.device.terminal_id == "ayama"
    await page.make_link("branch", "nowhere")
    assert (page.panel, page.link) == ("", "")
    for leave in (page.opened, page.ask_retire):
        await page.make_link("branch", "ayama")
        await leave()
        assert page.link == ""


async def test_an_enrolment_is_ended_but_not_ones_own(city: City, open_both: Any) -> None:
    ayama = city.branch()
    page, form = await open_both(city.admin())
    await form.edit("branch", "ayama")
    assert page.enrolled
    await page.revoke()
    assert page.done == "阿山支所の登録をやめました。新しい登録リンクで、また登録できます。"
    assert city.sessions.get(ayama.ref) is None
    await form.edit("branch", "ayama")
    assert not page.enrolled
    await form.edit("admin", "digital")
    await page.revoke()
    assert page.problem.startswith("この画面の端末の登録は、ここからはやめられません。")
    await page.ask_retire()
    await page.retire()
    assert page.problem.startswith("この画面の端末は、ここからはやめられません。")


async def test_order(city: City, open_both: Any) -> None:
    page, _ = await open_both(city.admin())
    await page.move("department", "hoken", -1)
    await page.move("branch", "iga", 1)
    assert [row["id"] for row in page.departments][-2:] == ["hoken", "kaigo"]
    assert [row["id"] for row in page.branches][:2] == ["shimagahara", "iga"]
    await page.move("branch", "iga", 7)
    assert [row["id"] for row in page.branches][:2] == ["shimagahara", "iga"], "one step at a time"


async def test_nothing_happens_without_the_panel_that_says_what_will(city: City, open_both: Any) -> None:
    page, form = await open_both(city.admin())
    for act in (page.retire, page.revoke, page.ask_retire):
        await act()
        assert page.problem == ""
    await form.edit("branch", "iga")
    await page.retire()
    assert (page.panel, page.problem) == ("form", ""), "what will happen is said first"
    await page.close()
    await form.edit("department", "nowhere")
    await form.edit("branch", "nowhere")
    await page.restore("department", "hoken")
    assert (page.panel, page.problem) == ("", "")
    assert len(terminals.departments(city.database)) == 5


async def test_nobody_else_may(city: City, open_both: Any) -> None:
    others = (city.branch(), city.branch_staff(), city.desk("hoken"))
    for state in (TerminalsState, PlaceFormState):
        assert not any(may_see(state.get_full_name(), who) for who in others)
    assert may_see(TerminalsState.get_full_name(), city.admin())
    page, form = await open_both(None)
    for act in (
        page.refresh(),
        page.move("department", "hoken", -1),
        page.make_link("branch", "ayama"),
        page.restore("department", "hoken"),
        page.ask_retire(),
        form.add("department"),
        form.edit("department", "hoken"),
        form.save({"name": "x"}),
    ):
        with pytest.raises(NotAllowed):
            await act
    assert len(terminals.departments(city.database)) == 5


def test_every_refusal_has_a_sentence_and_every_choice_a_name() -> None:
    files = [*(ROOT / "terminals").glob("*.py"), ROOT / "calls" / "retiring.py"]
    raised = {
        code
        for path in files
        for code in re.findall(
            r"(?:Conflict|InvalidInput|NotFound|WrongOrder)\(\s*\"([\w.]+)\"",
            path.read_text(encoding="utf-8"),
        )
    }
    assert len(raised) > 25
    only_by_command = {
        "terminals.id.shape",
        "terminals.terminal.exists",
        "terminals.department.exists",
        "terminals.desk.serves_already",
        "terminals.choice.too_long",
        "terminals.residue.malformed",  # by a kiosk's page, which says nothing of it
        "terminals.code.unusable",
    }
    assert raised - set(SENTENCES) == only_by_command
    assert set(ICONS) == set(ICON_NAMES) <= set(DRAWINGS)
    assert set(TERMINAL_KINDS) == set(terminals.KINDS)
