"""Files and sheets say what the figures say, and nothing that somebody wrote becomes a tag or a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from iga_madoguchi.domain.calls import talk
from iga_madoguchi.domain.records import charts, look, report, service, settings, statistics, survey, tables
from iga_madoguchi.domain.records.charts import Series
from iga_madoguchi.domain.records.counting import following
from iga_madoguchi.domain.records.views import DIMENSIONS, Statistics
from iga_madoguchi.errors import Unavailable
from tests.domain.records.conftest import TYPED, Counter

DAY = date(2026, 11, 24)


def week(counter: Counter) -> Statistics:
    call = counter.call()
    counter.finish(call)
    survey.answer(counter.city.database, counter.ayama, call, "good")
    counter.write("もう一件", procedure_id="x.y", procedure_name="=1+1 <b>")
    return statistics.of_period(counter.city.database, DAY, DAY)


def read(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_table_is_a_file_that_a_spreadsheet_opens(counter: Counter) -> None:
    found = week(counter)
    for dimension in DIMENSIONS:
        rows = read(tables.csv_of(found, dimension))
        assert len({len(row) for row in rows}) == 1
        assert rows[0][0] == tables.HEADINGS[dimension]
        assert rows[-1][:4] == ["合計", "2", "2", "2"]
        assert sum(int(row[2]) for row in rows[1:-1]) == 2
    ayama = next(row for row in read(tables.csv_of(found, "branch")) if row[0] == "阿山支所")
    assert ayama == [
        "阿山支所", "2", "2", "2", "0", "0", "0", "0", "2.0", "2.0", "20.0", "10.0", "1", "0", "0", "100.0",
        "1.6", "30.4", "1.1",
    ]  # fmt: skip
    assert tables.file_name(found, "month") == "toukei-month-20261124-20261124.csv"
    assert read(tables.csv_of_assumptions(found.assumptions))[1] == ["伊賀支所", "24.0", "50", "80"]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "＠x"])
def test_no_cell_is_a_formula(counter: Counter, name: str) -> None:
    counter.write("x", procedure_id="x.y", procedure_name=name)
    found = statistics.of_period(counter.city.database, DAY, DAY)
    rows = read(tables.csv_of(found, "matter"))
    assert rows[1][0] == f"'{name}"


def test_the_report_has_a_table_beside_every_chart(counter: Counter) -> None:
    found = week(counter)
    html = report.yearly(found, counter.city.clock.now())
    body = html[html.index("<body>") :]
    sections = body.split("<h2>")[1:]
    drawn = [section for section in sections if "<svg" in section]
    assert len(drawn) == 8
    assert all("<table" in section for section in drawn)
    assert "&lt;b&gt;" in html
    assert "<b>" not in body.replace("<b>この窓口で減った移動（見積もり）</b>", "")
    for needed in (
        "2026年11月24日 から",
        "阿山支所",
        "児童手当の認定請求",
        "減った移動の見積もり",
        "30.4"[:2],
    ):
        assert needed in html


def test_a_report_of_nothing_can_be_made(counter: Counter) -> None:
    html = report.yearly(statistics.of_period(counter.city.database, DAY, DAY), counter.city.clock.now())
    assert "<h2>手続きごと" not in html
    assert "0件" in html


def test_a_record_becomes_a_sheet(counter: Counter) -> None:
    city = counter.city
    call = counter.call(end=False)
    talk.write_note(city.database, counter.kodomo, call, "引き継ぎの<i>ことば")
    counter.hang_up(call)
    view = counter.finish(call, replace(TYPED, memo="一行目\n<script>二行目", minutes=5))
    html = report.record(view, city.clock.now())
    for needed in (
        "相談の記録",
        "一行目\n&lt;script&gt;二行目",
        "引き継ぎの&lt;i&gt;ことば",
        "書類が足りない",
        "口座の写し",
        "5分（計測 10分）",
        "阿山支所",
        "こども未来課",
        str(view.id),
    ):
        assert needed in html
    assert "お名前" not in html
    settings.set_needs_name(city.database, "kodomo", True, counter.kodomo.actor)
    service.amend(
        city.database,
        counter.kodomo,
        view.id,
        replace(TYPED, resident_name="架空 花子"),
        view.revision,
        "追記",
    )
    again = report.record(look.one(city.database, counter.kodomo, view.id), city.clock.now())
    assert "架空 花子" in again
    assert "追記" in again


def test_charts_are_drawings_with_a_name_and_nothing_else() -> None:
    series = [Series("<甲>", [3, 0]), Series("乙", [1.5, 7])]
    for draw in (charts.columns, charts.bars, charts.shares):
        svg = charts.svg(draw("題 & <名>", ["1月", "とても長い名前の手続きのつづき"], series, "件"))
        root = ElementTree.fromstring(svg)
        names = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert names <= {"svg", "title", "rect", "text", "path"}
        assert root.findtext("{http://www.w3.org/2000/svg}title") == "題 & <名>"
        assert "style=" not in svg
        assert "-" not in {rect.get(side, "")[:1] for rect in root.iter() for side in ("width", "height")}


def test_a_bar_is_as_long_as_its_value() -> None:
    svg = charts.svg(charts.bars("x", ["a", "b"], [Series("s", [8, 2])], "件"))
    rects = [one for one in ElementTree.fromstring(svg).iter() if one.tag.endswith("rect")][1:]
    assert float(rects[0].get("width", "")) == pytest.approx(4 * float(rects[1].get("width", "")), abs=0.2)


@pytest.mark.parametrize(
    ("value", "top"), [(0, 1), (1, 1), (1.2, 2), (3, 4), (8, 8), (9, 10), (25, 30), (81, 100), (2855, 3000)]
)
def test_an_axis_ends_at_a_round_number(value: float, top: float) -> None:
    assert charts.ceiling(value) == top


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "—"), (0, "0%"), (99.4, "99%"), (99.6, "99.6%"), (99.99, "99.9%"), (100, "100%")],
)
def test_what_is_not_all_is_not_called_all(value: float | None, said: str) -> None:
    assert tables.percent(value) == said


def test_months_are_told_apart_when_one_comes_twice() -> None:
    year = [f"2026{month:02}" for month in range(1, 13)]
    assert charts.month_names(year)[::11] == ["1月", "12月"]
    assert charts.month_names([*year, "202701"])[::12] == ["26/1", "27/1"]


def test_a_file_never_leaves_calls_out(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """More news in the log than a file waits for: it is refused rather than wrong, and complete later."""
    counter.call()
    database = counter.city.database
    with monkeypatch.context() as hurry:
        hurry.setattr(statistics, "FILE_BATCHES", 0)
        hurry.setattr(following.catch_up, "__defaults__", (0,))
        with pytest.raises(Unavailable, match="behind"):
            statistics.complete(database, DAY, DAY)
    assert statistics.complete(database, DAY, DAY).total.calls == 1
