"""What a new city begins with: every procedure of the plan, complete in seven languages, and found whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from iga_madoguchi.domain.example_city import DEPARTMENTS
from iga_madoguchi.domain.procedures import seeding, service
from iga_madoguchi.domain.procedures.content import Content, Known, Said
from tests.cast import City
from tests.domain.procedures.samples import ADMIN_KNOWN

ALL = Known(frozenset(row[0] for row in DEPARTMENTS), ADMIN_KNOWN.forms, ADMIN_KNOWN.covers)
SEED = dict(seeding.seed(ALL))
FROM_IGA = {"shogai.techo", "hoiku.nyusho", "hoiku.tochu", "hoiku.genkyo"}


def test_every_procedure_of_the_five_departments_is_there() -> None:
    count: dict[str, int] = {}
    for procedure_id, content in SEED.items():
        assert procedure_id.split(".")[0] == content.department
        count[content.department] = count.get(content.department, 0) + 1
    assert count == {"shogai": 10, "kodomo": 8, "hoiku": 6, "kaigo": 10, "hoken": 10}
    assert len({content.name.ja for content in SEED.values()}) == 44


@pytest.mark.parametrize("content", SEED.values(), ids=SEED)
def test_residents_read_all_of_it_in_their_language(content: Content) -> None:
    said: list[Said] = [content.name, content.line, content.deadline, *content.next_steps]
    said += [part for document in content.documents for part in (document.name, document.when)]
    assert [one.missing for one in said if one.missing] == []
    assert content.documents
    assert content.next_steps
    assert content.questions
    assert content.checklist
    assert len(content.words) >= 5


def test_what_is_not_from_the_city_says_so() -> None:
    assert {key for key, content in SEED.items() if content.source == "iga"} == FROM_IGA


def test_every_form_has_a_procedure_and_numbers_are_covered() -> None:
    documents = [document for content in SEED.values() for document in content.documents]
    assert {document.form for document in documents} - {""} == ADMIN_KNOWN.forms
    assert all(
        document.cover == "mynumber"
        for document in documents
        if document.name.ja == "マイナンバーのわかるもの"
    )


def test_a_new_city_offers_it_and_says_what_is_to_be_confirmed(city: City) -> None:
    found = service.of_admin(city.database)
    assert [view.id for view in found][:3] == ["shogai.techo", "shogai.techo-henko", "shogai.ryoiku"]
    assert {view.id: view.content for view in found} == SEED
    assert {view.id for view in found if not view.unconfirmed} == FROM_IGA
    assert {view.saved_by for view in found} == {"system"}
    kaigo = service.get(city.database, "kaigo.nintei")
    assert (kaigo.phone, kaigo.icon, kaigo.department_name) == ("0595-00-0004", "cane", "介護高齢福祉課")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('use = "common_paper"', 'use = "nothing"', "nothing is called 'nothing'"),
        ("minutes = 5", "minutes = 0", "minutes: procedures.content.number"),
        ('ja = "あ"', "", "name.ja: procedures.content.missing"),
    ],
)
def test_an_entry_that_cannot_be_used_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    shared = (
        '[documents.common_paper]\nkind = "show"\nwho = "self"\nname.ja = "紙"\n'
        "[deadlines]\n[whens]\n[steps]\n"
    )
    entry = (
        '[[procedure]]\nid = "kaigo.x"\nminutes = 5\nreach = "apply"\nsource = "iga"\n'
        '[procedure.name]\nja = "あ"\n[procedure.line]\nja = "い"\n'
        '[[procedure.documents]]\nuse = "common_paper"\n'
    )
    (tmp_path / "common.toml").write_text(shared, encoding="utf-8")
    (tmp_path / "kaigo.toml").write_text(entry, encoding="utf-8")
    assert [key for key, _ in seeding.seed(ALL, tmp_path)] == ["kaigo.x"]
    (tmp_path / "kaigo.toml").write_text(entry.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=f"kaigo.toml kaigo.x: {told}"):
        list(seeding.seed(ALL, tmp_path))
