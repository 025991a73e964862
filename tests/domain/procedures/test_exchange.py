"""The catalogue goes to a spreadsheet and comes back as it was; what is wrong in a file is named."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iga_madoguchi.domain.audit import service as audit
from iga_madoguchi.domain.audit.service import Actor
from iga_madoguchi.domain.calls import retiring
from iga_madoguchi.domain.procedures import columns, exchange, service
from iga_madoguchi.domain.procedures.content import data
from iga_madoguchi.domain.procedures.service import CHANGED
from iga_madoguchi.domain.terminals import service as terminals
from iga_madoguchi.domain.terminals.views import DepartmentView
from tests.cast import City
from tests.domain.procedures.samples import ADMIN_KNOWN, sample

ADMIN = Actor("admin", "digital")
Rows = list[dict[str, str]]


def exported(city: City) -> Rows:
    return list(csv.DictReader(io.StringIO(exchange.export(city.database).decode("utf-8-sig"), newline="")))


def written(rows: Rows, encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding, "replace")


def look(city: City, file: bytes) -> exchange.Plan:
    return exchange.look(city.database, ADMIN_KNOWN, file)


def take(city: City, file: bytes) -> exchange.Plan:
    return exchange.take(city.database, ADMIN_KNOWN, ADMIN, file)


def faults(city: City, file: bytes) -> list[tuple[int, str, str]]:
    """Row, column and the end of the code of each; and that importing does nothing."""
    before = exchange.export(city.database)
    seen = len(audit.newest(city.database, 500))
    with pytest.raises(exchange.Unimportable) as error:
        take(city, file)
    assert error.value.plan == look(city, file)
    assert error.value.plan.faults
    assert exchange.export(city.database) == before
    assert len(audit.newest(city.database, 500)) == seen
    return [(fault.row, fault.column, fault.code.split(".")[-1]) for fault in error.value.plan.faults]


def row_of(rows: Rows, procedure_id: str) -> dict[str, str]:
    return next(row for row in rows if row["番号"] == procedure_id)


def edited(city: City, **cells: str) -> Rows:
    """The export with cells of its second procedure changed."""
    rows = exported(city)
    rows[1].update(cells)
    return rows


def test_what_goes_out_comes_back_as_no_change(city: City) -> None:
    file = exchange.export(city.database)
    assert file.startswith(b"\xef\xbb\xbf")
    plan = look(city, file)
    assert (plan.encoding, plan.count("same"), len(plan.rows), plan.faults) == ("utf-8", 44, 44, ())
    seen = len(city.hub.published)
    assert take(city, file) == plan
    assert len(city.hub.published) == seen
    assert {view.version for view in service.of_admin(city.database)} == {1}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_every_usual_encoding_is_read_and_no_language_lost(city: City, encoding: str) -> None:
    plan = look(city, written(exported(city), encoding))
    assert plan.faults == ()
    assert plan.encoding == ("cp932" if encoding == "cp932" else "utf-8")
    assert plan.count("same") == 44, "what Shift_JIS cannot write is still known"


def test_letters_without_their_accents_are_still_known(city: City) -> None:
    """Excel writes the bare letter for some of what Shift_JIS lacks."""
    rows = exported(city)
    name = rows[0]["名前（ポルトガル語）"]
    assert "í" in name
    rows[0]["名前（ポルトガル語）"] = name.replace("í", "i")
    assert look(city, written(rows, "cp932")).count("same") == 44
    assert look(city, written(rows)).count("changed") == 1


def test_a_change_is_told_first_and_then_done(city: City) -> None:
    rows = edited(city, **{"分数": "25", "はじめに聞くこと": "一つ\n\n二つ\n"})
    new = dict(row_of(rows, "kaigo.nintei"), 番号="kaigo.new", 版="")
    file = written([*rows, new])
    plan = look(city, file)
    assert [(row.row, row.procedure_id, row.change) for row in plan.rows if row.change != "same"] == [
        (3, rows[1]["番号"], "changed"),
        (46, "kaigo.new", "new"),
    ]
    assert plan.rows[1].columns == ("分数", "はじめに聞くこと")
    assert service.get(city.database, rows[1]["番号"]).version == 1
    assert take(city, file) == plan
    changed, added = (service.get(city.database, one) for one in (rows[1]["番号"], "kaigo.new"))
    assert (changed.version, changed.content.minutes, changed.content.questions) == (2, 25, ("一つ", "二つ"))
    assert changed.saved_by == "admin"
    assert added.content == service.get(city.database, "kaigo.nintei").content
    assert service.of_kiosk(city.database, "kaigo")[-1].id == "kaigo.new"
    assert city.hub.published[-1] == (CHANGED, "")
    for subject in (changed.id, added.id):
        assert [entry.action for entry in audit.history(city.database, subject)] == ["procedures.imported"]
    assert exchange.take(city.database, ADMIN_KNOWN, ADMIN, file).count("same") == 45, "twice changes nothing"


def test_a_file_takes_out_of_use_and_back(city: City) -> None:
    rows = edited(city, 使う="いいえ")
    plan = take(city, written(rows))
    assert plan.rows[1].columns == ("使う",)
    one = service.get(city.database, rows[1]["番号"])
    assert (one.retired, one.version) == (True, 1)
    assert exported(city)[1]["使う"] == "いいえ"
    rows[1]["使う"] = ""
    take(city, written(rows))
    assert not service.get(city.database, rows[1]["番号"]).retired


def test_an_import_leaves_a_confirmation_and_what_it_does_not_name(city: City) -> None:
    service.confirm(city.database, ADMIN, "kaigo.nintei", 1)
    rows = exported(city)
    row_of(rows, "kaigo.nintei")["分数"] = "45"
    take(city, written([row_of(rows, "kaigo.nintei")]))
    assert not service.get(city.database, "kaigo.nintei").unconfirmed
    assert len(service.of_kiosk(city.database)) == 44


def test_a_change_that_somebody_else_made_since_the_export_is_not_lost(city: City) -> None:
    rows = exported(city)
    nintei = row_of(rows, "kaigo.nintei")
    raw = data(service.get(city.database, "kaigo.nintei").content)
    service.save(city.database, ADMIN_KNOWN, ADMIN, "kaigo.nintei", {**raw, "minutes": 55}, 1)
    nintei["分数"] = "20"
    number = rows.index(nintei) + 2
    assert faults(city, written(rows)) == [(number, "版", "version")]
    nintei["版"] = ""
    assert faults(city, written(rows)) == [(number, "版", "version")]
    nintei.update(版="1", 分数="55")
    assert look(city, written(rows)).count("same") == 44, "both wrote the same"


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"名前（日本語）": "<script>x</script>"}, "名前（日本語）", "html"),
        ({"名前（日本語）": "=1+1"}, "名前（日本語）", "formula"),
        ({"電話": "@SUM(A1)"}, "電話", "formula"),
        ({"電話": "＝1"}, "電話", "formula"),
        ({"名前（日本語）": ""}, "名前（日本語）", "missing"),
        ({"名前（日本語）": "あ" * 101}, "名前（日本語）", "too_long"),
        ({"名前（やさしい日本語）": "申請"}, "名前（やさしい日本語）", "ruby"),
        ({"課": "水道課"}, "課", "choice"),
        ({"課": ""}, "課", "choice"),
        ({"書類の様式": "nothing"}, "書類の様式", "form"),
        ({"書類のかくす場所": "nothing"}, "書類のかくす場所", "cover"),
        ({"書類の出し方": "燃やす"}, "書類の出し方", "choice"),
        ({"書類の出し方": ""}, "書類の出し方", "choice"),
        ({"書類（日本語）": ""}, "書類（英語）", "lines"),
        ({"書類（英語）": "\n" * 30 + "x"}, "書類（英語）", "lines"),
        ({"つぎにすること（ベトナム語）": "a\nb\nc\nd\ne"}, "つぎにすること（ベトナム語）", "lines"),
        ({"書類（日本語）": "\n".join("あ" * 21)}, "書類（日本語）", "many"),
        ({"分数": "およそ20"}, "分数", "number"),
        ({"分数": ""}, "分数", "number"),
        ({"この窓口でできること": "全部"}, "この窓口でできること", "choice"),
        ({"もとの資料": "うわさ"}, "もとの資料", "choice"),
        ({"使う": "たぶん"}, "使う", "used"),
        ({"番号": "日本"}, "番号", "id"),
        ({"番号": ""}, "番号", "id"),
        ({"番号": "kaigo.other"}, "版", "version_new"),
        ({"番号": "shogai.techo"}, "番号", "id_twice"),
        ({"電話": "\x00"}, "", "encoding"),
        ({"電話": "\u202e0595"}, "電話", "characters"),
        ({"さがすことば": "同じ\n同じ"}, "さがすことば", "twice"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(
    city: City, cells: dict[str, str], column: str, code: str
) -> None:
    assert (3, column, code) in faults(city, written(edited(city, **cells)))


def test_the_line_of_a_cell_is_named(city: City) -> None:
    rows = exported(city)
    row_of(rows, "kaigo.nintei")["書類の様式"] = "\n\nnothing"
    fault = look(city, written(rows)).faults[0]
    number = rows.index(row_of(rows, "kaigo.nintei")) + 2
    assert fault.where == f"{number}行目 書類の様式（セルの3行目）"
    assert fault.sentence == "「nothing」という様式はありません。"


def test_a_missing_choice_is_told_in_the_words_of_the_sheet(city: City) -> None:
    rows = edited(city, 書類の出し方="提示")
    fault = look(city, written(rows)).faults[0]
    assert fault.sentence == "「」は選べません。提示、写し、原本、記入 のどれかにしてください。"


def test_every_fault_of_every_row_is_told_at_once(city: City) -> None:
    rows = exported(city)
    for row in rows[:3]:
        row.update(分数="0", 電話="=x")
    assert faults(city, written(rows)) == [
        (row, column, code) for row in (2, 3, 4) for column, code in (("電話", "formula"), ("分数", "number"))
    ]


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        (lambda head: head.replace("分数,", "かかる時間,"), "かかる時間", "column_unknown"),
        (lambda head: head.replace("分数,", "かかる時間,"), "分数", "column_missing"),
        (lambda head: head.replace("分数,", "電話,"), "電話", "column_twice"),
        (lambda _: "a,b,c", "番号", "column_missing"),
        (lambda head: head.replace(",", ";"), "番号", "column_missing"),
    ],
)
def test_wrong_columns_are_named(city: City, change: Callable[[str], str], column: str, code: str) -> None:
    head, _, rest = exchange.export(city.database).decode("utf-8-sig").partition("\r\n")
    assert (1, column, code) in faults(city, f"{change(head)}\r\n{rest}".encode())


@pytest.mark.parametrize(
    ("file", "found"),
    [
        (b"", (0, "", "empty")),
        (b"\xef\xbb\xbf", (0, "", "empty")),
        (b"\r\n\r\n,,\r\n", (0, "", "empty")),
        (b"\xff\xfe" + "番号,版".encode("utf-16-le"), (1, "", "encoding")),
        (b"\x89PNG\r\n\x1a\n\x00\x00", (3, "", "encoding")),
        (b'a,"b\r\nc', (1, "", "quotes")),
        (b'a\r\n"' + b"x" * 200_000 + b'"', (2, "", "quotes")),
        (b"a\r\n\xfc\xfc", (2, "", "encoding")),
        (b"," * 5_000_000, (0, "", "too_large")),
    ],
    ids=["nothing", "mark", "blank", "utf-16", "png", "quote", "long cell", "bytes", "5 MB"],
)
def test_a_file_that_is_no_table_is_named(city: City, file: bytes, found: tuple[int, str, str]) -> None:
    assert faults(city, file) == [found]


@pytest.mark.parametrize(("usual", "pasted"), [("utf-8", "cp932"), ("cp932", "utf-8")])
def test_a_row_in_another_encoding_is_named(city: City, usual: str, pasted: str) -> None:
    lines = [written([row], usual) for row in exported(city)]
    strange = written([exported(city)[4]], pasted)
    head = lines[0].split(b"\r\n")[0]
    rows = [line[len(line.split(b"\r\n")[0]) + 2 :] for line in lines]
    rows[4] = strange[len(strange.split(b"\r\n")[0]) + 2 :]
    assert faults(city, head + b"\r\n" + b"".join(rows)) == [(6, "", "mixed")]


def test_too_many_cells_and_rows_are_named(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    file = exchange.export(city.database)
    assert faults(city, file + b",".join([b"x"] * 80)) == [(46, "", "cells")]
    monkeypatch.setattr(exchange.policy, "PROCEDURES", 44)
    new = dict(exported(city)[0], 番号="kaigo.new", 版="")
    assert faults(city, written([*exported(city), new])) == [(0, "", "rows")]


def test_lost_letters_of_a_new_row_are_named(city: City) -> None:
    new = dict(row_of(exported(city), "kaigo.nintei"), 番号="kaigo.new", 版="")
    assert (2, "名前（ベトナム語）", "lost") in faults(city, written([new], "cp932"))


def test_formulas_in_the_catalogue_are_safe_in_a_spreadsheet_and_come_back(city: City) -> None:
    risky = ["=1+1", "+81", "-", "@x", "'=x", "''=x", "'quoted", "＝全角"]
    for number, text in enumerate(risky):
        raw = sample(purpose=text, proxy=text, questions=[text, "x"])
        service.add(city.database, ADMIN_KNOWN, ADMIN, f"kaigo.x{number}", raw)
    for row in exported(city):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for cell in row.values())
    plan = look(city, exchange.export(city.database))
    assert (plan.count("same"), plan.faults) == (44 + len(risky), ())


@given(st.text(alphabet="'=+-@＝ a\n", max_size=8))
def test_any_text_comes_back_from_its_safe_cell(text: str) -> None:
    cell = columns.safe(text)
    assert columns.unsafe(cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "＝"))


def test_departments_of_the_same_name_are_told_apart_by_id(city: City) -> None:
    twin = DepartmentView("kaigo2", "介護高齢福祉課", "", "cane", "")
    terminals.add_department(city.database, twin, ADMIN)
    service.add(city.database, ADMIN_KNOWN, ADMIN, "kaigo2.x", sample(department="kaigo2"))
    assert row_of(exported(city), "kaigo2.x")["課"] == "kaigo2"
    assert look(city, exchange.export(city.database)).count("same") == 45


def test_the_procedures_of_a_retired_department_go_and_come_back_too(city: City) -> None:
    before = exported(city)
    retiring.retire_department(city.database, "kaigo", 1, ADMIN)
    assert exported(city) == before
    assert take(city, written(before)).faults == ()
