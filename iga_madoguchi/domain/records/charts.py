"""Charts: columns, bars and shares, in tones that a grey printer tells apart, too.

A picture is its boxes, words and rules: a screen draws them with its own colours, `svg` draws them for paper.
There every text is escaped, and there is neither a style attribute nor a script.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

WIDTH = 720
INK, GRID, BLUE, PALE, GREY = "#1a1a1a", "#d0d0d4", "#0017c1", "#a9b8ff", "#767680"
TONES = (BLUE, PALE, "#ffffff", GREY)
FONT = 'font-family="Noto Sans JP, Noto Sans CJK JP, sans-serif"'
COLUMNS, TOP, LEFT, FOOT = 190, 34, 52, 30
BAR, GAP, NAME, RIGHT = 20, 8, 210, 70
SHORT = 14  # signs of a name; a name in full stands in the table beside

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Series:
    """What is drawn in one colour: its name, and a value for each label."""

    name: str
    values: Sequence[float]


@dataclass(frozen=True)
class Box:
    """A bar or a key of the legend; `tone` 0 to 3, the same for one series."""

    x: float
    y: float
    width: float
    height: float
    tone: int


@dataclass(frozen=True)
class Word:
    """A text on its line; `anchor`: which end of it stands at x."""

    x: float
    y: float
    text: str
    anchor: Anchor


@dataclass(frozen=True)
class Rule:
    """A thin line to the right edge, beside a number of the axis."""

    x: float
    y: float


@dataclass(frozen=True)
class Picture:
    """A chart, WIDTH units wide. `title` is its name for who cannot see it."""

    title: str
    height: float
    boxes: tuple[Box, ...]
    words: tuple[Word, ...]
    rules: tuple[Rule, ...] = ()


def columns(title: str, labels: Sequence[str], series: Sequence[Series], unit: str) -> Picture:
    """Upright columns side by side for each label, such as the months of a year."""
    most = ceiling(max((value for one in series for value in one.values), default=0.0))
    boxes, words = _legend(series, unit)
    rules = [Rule(LEFT, TOP + COLUMNS * (1 - step / 4)) for step in range(5)]
    words += [Word(LEFT - 6, rule.y + 4, _number(most * step / 4), "end") for step, rule in enumerate(rules)]
    wide = (WIDTH - LEFT) / max(1, len(labels))
    each = min(26.0, wide * 0.8 / max(1, len(series)))
    often = max(1, -(-len(labels) * 46 // (WIDTH - LEFT)))  # so that neighbouring labels do not touch
    for at, label in enumerate(labels):
        middle = LEFT + wide * (at + 0.5)
        for number, one in enumerate(series):
            tall = COLUMNS * one.values[at] / most
            x = middle - each * len(series) / 2 + each * number
            boxes.append(Box(x, TOP + COLUMNS - tall, each * 0.92, tall, number))
        if at % often == 0:
            words.append(Word(middle, TOP + COLUMNS + FOOT - 10, label, "middle"))
    return Picture(title, TOP + COLUMNS + FOOT, tuple(boxes), tuple(words), tuple(rules))


def bars(title: str, labels: Sequence[str], series: Sequence[Series], unit: str) -> Picture:
    """Lying bars with their value behind them, such as branches; several series under each other."""
    most = ceiling(max((value for one in series for value in one.values), default=0.0))
    tall = BAR * len(series) + GAP
    boxes, words = _legend(series, unit)
    for at, label in enumerate(labels):
        y = TOP + tall * at
        words.append(Word(NAME - 8, y + (tall - GAP) / 2 + 5, _shortened(label), "end"))
        for number, one in enumerate(series):
            long = (WIDTH - NAME - RIGHT) * one.values[at] / most
            boxes.append(Box(NAME, y + BAR * number, long, BAR - 3, number))
            words.append(Word(NAME + long + 6, y + BAR * number + 13, _number(one.values[at]), "start"))
    return Picture(title, TOP + tall * len(labels), tuple(boxes), tuple(words))


def shares(title: str, labels: Sequence[str], series: Sequence[Series], unit: str) -> Picture:
    """Lying bars of equal length, divided by the series; a label without values has an empty one."""
    tall = BAR + GAP
    boxes, words = _legend(series, unit)
    for at, label in enumerate(labels):
        y, x = TOP + tall * at, float(NAME)
        whole = sum(one.values[at] for one in series)
        words.append(Word(NAME - 8, y + 14, _shortened(label), "end"))
        for number, one in enumerate(series):
            long = (WIDTH - NAME - RIGHT) * one.values[at] / whole if whole else 0.0
            boxes.append(Box(x, y, long, BAR - 3, number))
            x += long
        words.append(Word(WIDTH - RIGHT + 6, y + 14, f"{_number(whole)}{unit}", "start"))
    return Picture(title, TOP + tall * len(labels), tuple(boxes), tuple(words))


def month_names(keys: Sequence[str]) -> list[str]:
    """Short names of months (yyyymm): 4月 within a year, 26/4 where a month would come twice."""
    if len(keys) <= 12:
        return [f"{int(key[4:])}月" for key in keys]
    return [f"{key[2:4]}/{int(key[4:])}" for key in keys]


def ceiling(value: float) -> float:
    """The next number at or above whose quarters are round, too; at least 1."""
    power = 1.0
    while value > 8 * power:
        power *= 10
    steps = (1, 2, 4, 8) if power == 1 else (1, 2, 3, 4, 6, 8)
    return next(step * power for step in steps if value <= step * power)


def svg(picture: Picture) -> str:
    """The picture for paper."""
    rules = [f'<path d="M{one.x:.0f} {one.y:.1f}H{WIDTH}" stroke="{GRID}"/>' for one in picture.rules]
    boxes = [_box(one) for one in picture.boxes]
    words = [
        f'<text x="{one.x:.1f}" y="{one.y:.1f}" text-anchor="{one.anchor}">{escape(one.text)}</text>'
        for one in picture.words
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {picture.height:.0f}"'
        f' {FONT} font-size="14" fill="{INK}"><title>{escape(picture.title)}</title>'
    )
    return "".join([head, *rules, *boxes, *words, "</svg>"])


def _box(one: Box) -> str:
    # The rim keeps pale parts apart from white paper and from each other.
    return (
        f'<rect x="{one.x:.1f}" y="{one.y:.1f}" width="{one.width:.1f}" height="{one.height:.1f}"'
        f' fill="{TONES[one.tone % 4]}" stroke="{BLUE}" stroke-width=".6"/>'
    )


def _legend(series: Sequence[Series], unit: str) -> tuple[list[Box], list[Word]]:
    boxes, words, x = [], [], 0.0
    for number, one in enumerate(series):
        text = f"{one.name}（{unit}）"
        boxes.append(Box(x, 3, 14, 14, number))
        words.append(Word(x + 20, 15, text, "start"))
        x += 44 + 14 * len(text)
    return boxes, words


def _shortened(label: str) -> str:
    return label if len(label) <= SHORT else label[: SHORT - 1] + "…"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"
