"""The forms of the city: complete, on the page, and none that contradicts itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from iga_madoguchi.domain.example_city import DEPARTMENTS
from iga_madoguchi.domain.forms import layout
from iga_madoguchi.domain.forms.catalogue import FOLDER, all_forms, read
from iga_madoguchi.domain.forms.template import KINDS, Form, Rect

FORMS = {form.id: form for form in all_forms()}


def test_every_department_has_its_form() -> None:
    assert len(FORMS) == 5
    assert {form.department for form in FORMS.values()} == {row[0] for row in DEPARTMENTS}
    assert {field.kind for form in FORMS.values() for field in form.fields} == set(KINDS)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_says_that_it_is_a_sample_and_is_complete_in_both_languages(form: Form) -> None:
    assert "見本様式（要確認）" in [text.text for text in form.texts]
    assert form.pages == ((210.0, 297.0),)
    assert form.signature is not None
    for field in form.fields:
        words = [field.label, field.help, *(choice.words for choice in field.choices)]
        assert all(one.ja.strip() and one.en.strip() for one in words), field.id
    labels = [field.label.ja for field in form.fields]
    assert len(labels) == len(set(labels)), "in a list, every field is told from the others"


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_field_has_a_sample_but_a_my_number(form: Form) -> None:
    """Each of them is what a clerk could have typed: a file with another one is not read at all."""
    assert {field.id for field in form.fields if not field.sample} == {
        field.id for field in form.fields if field.secret
    }


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_nobody_in_a_sample_can_be_found(form: Form) -> None:
    """Telephones, numbers and streets that were never given to anybody."""
    for field in form.fields:
        if field.kind == "phone":
            assert "-0000-" in field.sample or "-00-" in field.sample, field.id
        if field.kind == "address":
            assert "見本町" in field.sample, field.id
        if field.kind == "number":
            assert set(field.sample) <= {"0"} or field.sample == "1234567", field.id


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_nothing_lies_over_another_thing(form: Form) -> None:
    boxes = [(field.id, field.rect) for field in form.fields]
    boxes += [(f"{field.id} label", field.label_rect) for field in form.fields if field.label_rect]
    boxes += [(cell.text, cell.rect) for cell in form.cells]
    for number, (name, one) in enumerate(boxes):
        for other, two in boxes[number + 1 :]:
            assert not _overlap(one, two), f"{name} and {other}"


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_boxes_to_tick_stay_in_their_field(form: Form) -> None:
    for field in form.fields:
        if field.kind not in ("choice", "check"):
            continue
        for tick in layout.ticks(field):
            end = tick.text_x + layout.width(tick.text, layout.PRINT_PT)
            assert field.rect.x < tick.x < end <= field.rect.x + field.rect.w, (field.id, tick.text)
            assert field.rect.y <= tick.y <= field.rect.y + field.rect.h - layout.TICK


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "kokuho_shutoku"', 'id = "other"'),
        ('kind = "kana"', 'kind = "rune"'),
        ("required = true", "requird = true"),
        ("[118, 30, 74, 10]", "[150, 30, 74, 10]"),
        ('id = "head_kana"', 'id = "date"'),
        ("secret = true", "secret = true\nrequired = true"),
        ("secret = true", 'secret = true\nsample = "123456789012"'),
        ('sample = "令和8年4月1日"', 'sample = "令和8年4月31日"'),
        ('sample = "left"', 'sample = "right"'),
        ('sample = "0595-00-0000"', 'sample = "0595"'),
        ('sample = "見本工業健康保険組合"', f'sample = "{"長" * 31}"'),
        ('sample = "妻"\n', ""),
    ],
)
def test_a_form_that_contradicts_itself_is_refused_by_name(tmp_path: Path, old: str, new: str) -> None:
    text = (FOLDER / "kokuho_shutoku.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "kokuho_shutoku.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=r"kokuho_shutoku\.toml: "):
        read(path)


def _overlap(one: Rect, two: Rect) -> bool:
    across = min(one.x + one.w, two.x + two.w) - max(one.x, two.x)
    along = min(one.y + one.h, two.y + two.h) - max(one.y, two.y)
    return across > 0.05 and along > 0.05
