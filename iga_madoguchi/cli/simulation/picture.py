"""The waits of simulated days as one picture (SVG): each resident a dot, each department a row of figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from statistics import median

from iga_madoguchi.cli.simulation.day import Wait
from iga_madoguchi.kit.clock import local

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 1200, 720, 80, 96, 360, 64
FROM_H, UNTIL_H = 8.5, 18.0
COLOURS = ("#0017c1", "#c74700", "#197a4b", "#8b2bb5", "#927200")
SHAPES = ("circle", "square", "diamond", "up", "down")


def draw(waits: Sequence[Wait], names: Mapping[str, str], title: str) -> str:
    """A complete SVG document; minutes upwards, the hours of the day to the right."""
    top_min = max(10.0, 5.0 * -(-max((w.waited_s for w in waits), default=0.0) // 300))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="Noto Sans JP, Noto Sans CJK JP, sans-serif" font-size="18" fill="#1a1a1a">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="44" font-size="28" font-weight="700">{escape(title)}</text>',
        f'<text x="{LEFT}" y="76">待ち時間（分）</text>',
        *_axes(top_min),
    ]
    for number, (department, name) in enumerate(names.items()):
        mine = [wait for wait in waits if wait.department == department]
        parts += [_mark(number, *_place(wait, top_min)) for wait in mine]
        parts += _legend(number, name, mine)
    return "\n".join([*parts, "</svg>"]) + "\n"


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of 1 lies; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _place(wait: Wait, top_min: float) -> tuple[float, float]:
    here = local(wait.at)
    hour = here.hour + here.minute / 60 + here.second / 3600
    across = LEFT + (WIDTH - LEFT - RIGHT) * (hour - FROM_H) / (UNTIL_H - FROM_H)
    up = (HEIGHT - TOP - BOTTOM) * min(1.0, wait.waited_s / 60 / top_min)
    return across, HEIGHT - BOTTOM - up


def _axes(top_min: float) -> list[str]:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    lines = []
    for hour in range(9, 19):
        x = LEFT + (right - LEFT) * (hour - FROM_H) / (UNTIL_H - FROM_H)
        lines.append(f'<path d="M{x:.1f} {TOP}V{bottom}" stroke="#d8d8db"/>')
        lines.append(f'<text x="{x:.1f}" y="{bottom + 32}" text-anchor="middle">{hour}時</text>')
    for step in range(6):
        y = bottom - (bottom - TOP) * step / 5
        lines.append(f'<path d="M{LEFT} {y:.1f}H{right}" stroke="#d8d8db"/>')
        lines.append(
            f'<text x="{LEFT - 12}" y="{y + 6:.1f}" text-anchor="end">{top_min * step / 5:.0f}</text>'
        )
    return lines


def _mark(number: int, x: float, y: float) -> str:
    colour, shape, r = COLOURS[number % 5], SHAPES[number % 5], 6
    paths = {
        "square": f"M{x - r:.1f} {y - r:.1f}h{2 * r}v{2 * r}h{-2 * r}z",
        "diamond": f"M{x:.1f} {y - 8:.1f}l8 8-8 8-8-8z",
        "up": f"M{x:.1f} {y - 8:.1f}l8 14h-16z",
        "down": f"M{x:.1f} {y + 8:.1f}l8-14h-16z",
    }
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}" fill="{colour}" fill-opacity=".7"/>'
    return f'<path d="{paths[shape]}" fill="{colour}" fill-opacity=".7"/>'


def _legend(number: int, name: str, waits: Sequence[Wait]) -> list[str]:
    x, y = WIDTH - RIGHT + 40, TOP + 24 + 104 * number
    minutes = [wait.waited_s / 60 for wait in waits]
    middle = median(minutes) if minutes else 0.0
    return [
        _mark(number, x, y - 7),
        f'<text x="{x + 24}" y="{y}" font-size="22" font-weight="700">{escape(name)}</text>',
        f'<text x="{x + 24}" y="{y + 30}">{len(waits)}人　まんなか {middle:.0f}分</text>',
        f'<text x="{x + 24}" y="{y + 58}">10人に9人は {percentile(minutes, 0.9):.0f}分まで</text>',
    ]
