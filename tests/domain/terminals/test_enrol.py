"""How a browser becomes a terminal, and stops being one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from iga_madoguchi.domain.audit.service import SYSTEM
from iga_madoguchi.domain.terminals import enrolment
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.domain.terminals.views import DepartmentView, DeviceChoice
from iga_madoguchi.errors import Conflict, InvalidInput, NotFound
from tests.cast import City


def test_a_code_works_once(city: City) -> None:
    code = enrolment.issue_code(city.database, "ayama", SYSTEM)
    assert enrolment.enrol(city.database, code).device.terminal_id == "ayama"
    with pytest.raises(InvalidInput):
        enrolment.enrol(city.database, code)


@pytest.mark.parametrize("code", ["", "wrong", "x" * 10_000])
def test_an_unknown_code_is_refused(city: City, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        enrolment.enrol(city.database, code)
    assert refused.value.code == "terminals.code.unusable"


def test_an_expired_code_is_refused_in_the_same_words(city: City) -> None:
    code = enrolment.issue_code(city.database, "ayama", SYSTEM)
    city.clock.advance(seconds=(enrolment.CODE_LIFE + timedelta(seconds=1)).total_seconds())
    with pytest.raises(InvalidInput) as refused:
        enrolment.enrol(city.database, code)
    assert refused.value.code == "terminals.code.unusable"


def test_a_new_device_replaces_the_old_one(city: City) -> None:
    old, new = city.enrol("ayama"), city.enrol("ayama")
    assert city.sessions.device(old) is None
    found = city.sessions.device(new)
    assert found is not None
    assert found.terminal_id == "ayama"


def test_a_department_and_a_desk_are_added_without_reinstalling(city: City) -> None:
    terminals.add_terminal(city.database, "zeimu", "desk", "税務課", SYSTEM)
    terminals.add_department(city.database, DepartmentView("zeimu", "税務課", "市民税", "help", ""), SYSTEM)
    terminals.serve(city.database, "zeimu", "zeimu", SYSTEM)
    views = {view.id: view for view in terminals.terminals(city.database)}
    assert [department.name for department in views["zeimu"].departments] == ["税務課"]
    with pytest.raises(Conflict):
        terminals.serve(city.database, "zeimu", "zeimu", SYSTEM)
    with pytest.raises(NotFound):
        terminals.serve(city.database, "ayama", "zeimu", SYSTEM)
    with pytest.raises(InvalidInput):
        terminals.add_terminal(city.database, "../etc", "desk", "x", SYSTEM)


def test_the_chosen_cameras_are_remembered_and_bounded(city: City) -> None:
    chosen = DeviceChoice(
        face="HD Webcam", paper="書画カメラ", mic="Array", speaker="Bar", blur=True, handset="受話器"
    )
    enrolment.remember_choice(city.database, "kodomo", chosen, SYSTEM)
    assert enrolment.choice(city.database, "kodomo") == chosen
    with pytest.raises(InvalidInput):
        enrolment.remember_choice(city.database, "kodomo", DeviceChoice(face="x" * 201), SYSTEM)
    assert enrolment.choice(city.database, "kodomo") == chosen
