"""A figure over time: the picture, the words for it, and a gap that stays a gap."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from iga_madoguchi.domain.monitoring import figures, words
from iga_madoguchi.domain.monitoring.checks import BY_ID, CHECKS, Cause
from iga_madoguchi.domain.monitoring.policy import Status
from iga_madoguchi.domain.monitoring.sentences import FIGURES
from iga_madoguchi.domain.monitoring.views import IncidentView, Point
from iga_madoguchi.ui.admin.history import drawing, show

NOON = datetime(2026, 11, 24, 3, tzinfo=UTC)
LIMITS = BY_ID["memory.low"].rule.limits


def curve(span: timedelta, every: timedelta, value: float = 50) -> list[Point]:
    dice, found, at = random.Random(1), [], NOON - span
    while at < NOON:
        mean = value + dice.uniform(-5, 5)
        found.append(Point(at, mean - 3, mean, mean + 3))
        at += every
    return found


def fault(begin: timedelta, lasts: timedelta | None) -> IncidentView:
    begun = NOON - begin
    words_ = {"name": "阿山支所"}
    cause = Cause("terminal.silent", "ayama")
    ended = None if lasts is None else begun + lasts
    return IncidentView(1, cause, begun, Status.BAD, words_, recovered_at=ended)


@pytest.mark.parametrize("span", drawing.SPANS)
def test_every_span_is_drawn_within_its_picture(span: str) -> None:
    one = drawing.SPANS[span]
    since = NOON - one.length
    slots = figures.thinned(curve(one.length, timedelta(minutes=5)), since, NOON, one.slots)
    assert None not in slots
    drawn = drawing.picture(slots, since, NOON, "%", LIMITS, [fault(timedelta(hours=2), None)])
    numbers = [float(part) for part in drawn["line"].lstrip("M").replace("L", " ").split()]
    assert all(drawing.LEFT <= x <= drawing.WIDTH for x in numbers[::2])
    assert all(drawing.TOP <= y <= drawing.HEIGHT - drawing.FOOT for y in numbers[1::2])
    assert len(numbers) == 2 * one.slots
    below = [word["text"] for word in drawn["words"] if word["id"].startswith("x")]
    assert 5 <= len(below) <= 12, below
    assert "注意の目安" in {word["text"] for word in drawn["words"]}
    (mark,) = drawn["marks"]
    assert float(mark["x"]) + float(mark["width"]) == pytest.approx(drawing.WIDTH, abs=5)
    assert len(str(drawn)) < 30_000, "small enough to be sent at each look"


def test_where_nothing_was_measured_there_is_neither_line_nor_band() -> None:
    day = drawing.SPANS["day"]
    since = NOON - day.length
    whole = curve(day.length, timedelta(minutes=5))
    holed = [point for point in whole if not 100 <= (point.at - since) / timedelta(minutes=5) < 150]
    slots = figures.thinned(holed, since, NOON, day.slots)
    assert slots.count(None) == 50
    drawn = drawing.picture(slots, since, NOON, "%", LIMITS, [])
    assert drawn["line"].count("M") == drawn["band"].count("M") == 2
    said = show.summary("memory", "1日", holed, LIMITS, slots, 0)
    assert "記録がない時が、全体の17%あります" in said
    assert "この間の異常はありません" in said


def test_the_words_say_what_the_picture_shows() -> None:
    day = drawing.SPANS["day"]
    since = NOON - day.length
    points = curve(day.length, timedelta(minutes=5))
    points[144] = Point(points[144].at, 6, 8, 10)
    slots = figures.thinned(points, since, NOON, day.slots)
    said = show.summary("memory", "1日", points, LIMITS, slots, 1)
    assert "いちばん小さいのは 6%（11月24日 00:00ごろ）" in said
    assert "注意の目安（10%を下回ったとき）になったことがあります" in said
    assert "この間の異常は1件です" in said
    rows = show.rows("memory", "day", points, since, NOON)
    assert len(rows) == 8
    assert rows[4]["least"] == "6%"
    assert show.summary("memory", "1日", [], LIMITS, [None] * 288, 0) == "この1日の記録は、まだありません。"


def test_faults_are_numbered_as_on_the_picture_and_the_rest_is_only_listed() -> None:
    many = [fault(timedelta(hours=hour), timedelta(minutes=5)) for hour in range(1, 24)]
    listed = show.faults(many)
    drawn = drawing.picture([None], NOON - timedelta(days=1), NOON, "%", None, many)
    assert [one["number"] for one in drawn["marks"]] == [one["number"] for one in listed if one["number"]]
    assert [one["number"] for one in listed[20:]] == ["", "", ""]
    assert listed[0]["when"] == "11月24日 11:00 から 11:05"


def test_every_figure_has_its_name_its_unit_and_its_check() -> None:
    kept = {figures.of(check.id, "data") for check in CHECKS} - {""}
    for figure in [*kept, figures.PROCESS]:
        assert words.figure_name(figure) != figure
        assert words.with_unit(figure, 12.3) not in ("12.3", "")
        check = figures.check_of(figure)
        assert figure == figures.PROCESS or figures.of(check, "data") == figure
    assert len(FIGURES) == len(kept) + 1
    assert words.figure_name("gone") == "gone"
    assert [one["id"] for one in show.choices(["process", "gone", "disk.data", "cpu"])][0] == "cpu"
