"""The bureau's catalogue: listed, narrowed, moved, retired and put back, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.procedures import service as procedures
from iga_madoguchi.domain.procedures.content import data
from iga_madoguchi.errors import NotAllowed
from iga_madoguchi.ui.admin.procedures.edit.state import ProcedureState
from iga_madoguchi.ui.admin.procedures.state import ProceduresState
from iga_madoguchi.ui.guard import may_see
from tests.cast import City
from tests.domain.procedures.samples import ADMIN_KNOWN

pytestmark = pytest.mark.anyio
NINTEI = "kaigo.nintei"
OTHER = Actor("admin2", "digital")


def save(city: City, **changes: Any) -> int:
    view = procedures.get(city.database, NINTEI)
    content = {**data(view.content), **changes}
    return procedures.save(city.database, ADMIN_KNOWN, OTHER, NINTEI, content, view.version)


def shown(page: Any) -> list[str]:
    return [row["id"] for section in page.sections for row in section["rows"]]


def row(page: Any, procedure: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        row for section in page.sections for row in section["rows"] if row["id"] == procedure
    )
    return found


async def test_the_list_says_who_saved_what_when_and_what_is_unsure(city: City, open_page: Any) -> None:
    city.clock.advance(minutes=90)
    save(city, minutes=45, reach="check")
    page = await open_page(ProceduresState, city.admin())
    assert page.total == page.shown == len(procedures.of_admin(city.database))
    nintei, hosougu = row(page, NINTEI), row(page, "shogai.hosogu")
    assert (nintei["reach"], nintei["minutes"]) == ("書類確認", "45分")
    assert nintei["saved"].endswith("admin2"), "a login that nobody has any more"
    assert hosougu["saved"].endswith("はじめの内容")
    unsure = {view.id for view in procedures.of_admin(city.database) if view.unconfirmed}
    assert page.unconfirmed == len(unsure) > 0
    await page.toggle_unsure()
    assert set(shown(page)) == unsure
    assert page.narrowed


async def test_it_is_narrowed_by_department_and_by_everyday_words(city: City, open_page: Any) -> None:
    page = await open_page(ProceduresState, city.admin())
    await page.choose_department("kaigo")
    assert [section["name"] for section in page.sections] == ["介護高齢福祉課"]
    assert not page.narrowed, "within a department the order may be changed"
    await page.look_for("  ようかいご ")
    assert NINTEI in shown(page)
    assert all(procedure.startswith("kaigo.") for procedure in shown(page))
    await page.choose_department("")
    await page.look_for("shogai.hosogu")
    assert "shogai.hosogu" in shown(page), "by its number, too"
    await page.look_for("あ" * 1000)
    assert page.words == "あ" * 100
    await page.choose_department("nobody")
    assert page.department == ""


async def test_what_is_retired_is_put_back_and_found_meanwhile(city: City, open_page: Any) -> None:
    page = await open_page(ProceduresState, city.admin())
    name = row(page, NINTEI)["name"]
    await page.retire(NINTEI)
    assert page.done.startswith(f"「{name}」を、使わないことにしました。")
    assert row(page, NINTEI)["retired"]
    assert NINTEI not in {card.id for card in procedures.of_kiosk(city.database)}
    await page.look_for(name[:4])
    assert NINTEI in shown(page), "residents do not find it, the bureau does"
    await page.retire(NINTEI)
    assert (page.problem, page.done, page.undo) == ("この手続きは、いま使っていません。", "", "")
    await page.restore(NINTEI)
    await page.put_back()
    assert procedures.get(city.database, NINTEI).retired, "what was used again by mistake"
    await page.put_back()
    assert page.done == "", "once"
    assert [entry.action for entry in audit.newest(city.database, 3)] == [
        "procedures.retired",
        "procedures.restored",
        "procedures.retired",
    ]


async def test_the_order_changes_within_a_department(city: City, open_page: Any) -> None:
    page = await open_page(ProceduresState, city.admin())
    await page.choose_department("kaigo")
    first, second, *_, last = shown(page)
    assert [row(page, one)["first"] for one in (first, second)] == [True, False]
    assert row(page, last)["last"]
    await page.move(first, 1)
    assert shown(page)[:2] == [second, first]
    before = shown(page)
    await page.move(last, -1_000_000)
    assert shown(page)[-2:] == [last, before[-2]], "one place at a time"


async def test_the_preview_follows_what_is_typed_in_each_language(city: City, open_page: Any) -> None:
    page = await open_page(ProcedureState, city.admin())
    await page._turn_to(NINTEI)
    (sheet,) = page.preview
    assert sheet["name"] == procedures.get(city.database, NINTEI).content.name.ja
    draft = data(procedures.get(city.database, NINTEI).content)
    await page.write({**draft, "name": {"ja": "書いている", "pt": "Escrevendo"}, "minutes": 12}, 1)
    assert page.preview[0]["name"] == "書いている"
    assert "12" in page.preview[0]["facts"][0]
    await page.speak("pt")
    assert page.preview[0]["name"] == "Escrevendo"
    await page.speak("xx")
    assert page.language == "pt"
    for broken in (
        {},
        {"name": 1},
        {**draft, "minutes": "many"},
        {**draft, "reach": "moon"},
        draft | {"documents": 3},
    ):
        await page.write(broken, 1)
    await page.refresh()
    assert procedures.get(city.database, NINTEI).version == 1, "nothing is saved by typing"


async def test_older_versions_are_looked_at_and_copied(city: City, open_page: Any) -> None:
    old = procedures.get(city.database, NINTEI).content.name.ja
    page = await open_page(ProcedureState, city.admin())
    await page._turn_to(NINTEI)
    save(city, name={"ja": "新しい名前"})
    await page.refresh()
    assert [one["number"] for one in page.versions] == [2, 1]
    assert (page.newest, page.newest_by) == (2, "admin2")
    assert page.preview[0]["name"] == "新しい名前"
    await page.look_at(1)
    assert page.preview[0]["name"] == old
    await page.take(1)
    await page.take(1)
    assert (page.taken, page.taken_turn, page.looked_at) == (1, 2, 0)
    await page.look_at(77)
    assert page.problem == "その版は、ありません。"
    assert page.looked_at == 0


async def test_only_what_was_read_is_confirmed(city: City, open_page: Any) -> None:
    unsure = next(view for view in procedures.of_admin(city.database) if view.unconfirmed)
    page = await open_page(ProcedureState, city.admin())
    await page._turn_to(unsure.id)
    assert page.unconfirmed
    await page.write(data(unsure.content), unsure.version)
    changed = {**data(unsure.content), "minutes": 99}
    procedures.save(city.database, ADMIN_KNOWN, OTHER, unsure.id, changed, unsure.version)
    await page.refresh()
    await page.confirm()
    assert "admin2" in page.problem
    assert page.unconfirmed
    await page.write(changed, unsure.version + 1)
    await page.confirm()
    assert (page.done, page.unconfirmed) == ("要確認を外しました。", False)
    await page.confirm()
    assert page.problem == "この手続きは、もう確認してあります。"


async def test_a_procedure_that_is_not_there_says_so(city: City, open_page: Any) -> None:
    page = await open_page(ProcedureState, city.admin())
    await page._turn_to("kaigo.nothing")
    assert (page.problem, page.procedure) == ("この手続きは、ありません。", "")
    await page._turn_to("", "kaigo")
    assert (page.problem, page.department, page.preview) == ("", "kaigo", [])


async def test_nobody_else_may(city: City, open_page: Any) -> None:
    admin, others = city.admin(), (city.branch(), city.desk("hoken"))
    for state in (ProceduresState, ProcedureState):
        assert may_see(state.get_full_name(), admin)
        assert not any(may_see(state.get_full_name(), other) for other in others)
    listed, edited = await open_page(ProceduresState, None), await open_page(ProcedureState, None)
    for act in (
        listed.refresh(),
        listed.retire(NINTEI),
        listed.move(NINTEI, 1),
        listed.put_back(),
        edited._turn_to(NINTEI),
        edited.write({}, 1),
        edited.take(1),
        edited.confirm(),
    ):
        with pytest.raises(NotAllowed):
            await act
    assert not procedures.get(city.database, NINTEI).retired
