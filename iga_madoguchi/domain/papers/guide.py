"""The guide sheet: the desk's marks at their millimetres on paper, to be laid beside the real one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from iga_madoguchi.domain.papers.views import MarkView, PageView, Point
from iga_madoguchi.errors import InvalidInput

SHORT, LONG = 210.0, 297.0  # mm, A4
HERE = "ここに記入"
LETTER = 6.0  # mm
HEAD = 7.0  # mm of an arrow
RIM = 2.0  # mm without words at the sides
FOOT = 12.0  # mm below which the sheet says what it is
NEAR_A4 = 0.03  # a page whose sides are that near to A4's is one
FONT = "Noto Sans CJK JP"


def sheet(page: PageView, marks: Sequence[MarkView], title: str) -> str:
    """HTML of one A4 page, lying or upright as the paper does.

    Raises InvalidInput `papers.guide.no_marks` when nobody has drawn anything on this page.
    """
    drawn = [mark for mark in marks if mark.page == page.number]
    if not drawn:
        raise InvalidInput("papers.guide.no_marks")
    width, height = (SHORT, LONG) if page.height >= page.width else (LONG, SHORT)
    scale = min(width / page.width, height / page.height)
    size = (page.width * scale, page.height * scale)
    left, top = (width - size[0]) / 2, (height - size[1]) / 2

    def place(point: Point) -> Point:
        return left + point[0] * size[0], top + point[1] * size[1]

    parts = [_drawn(mark, [place(point) for point in mark.points], (width, height)) for mark in drawn]
    foot = f"{title}　印のところを、実物の同じところに合わせてご覧ください。"
    if abs(size[0] / width - 1) > NEAR_A4 or abs(size[1] / height - 1) > NEAR_A4:
        foot += "（用紙の大きさがA4でないため、位置は目安です）"
    return (
        f'<!doctype html><html lang="ja"><meta charset="utf-8"><title>{HERE}</title><style>'
        f"@page {{ size: {width}mm {height}mm; margin: 0 }} body {{ margin: 0 }}"
        f'svg {{ display: block; font-family: "{FONT}" }}</style>'
        f'<svg width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">'
        f'<rect x="{left:.2f}" y="{top:.2f}" width="{size[0]:.2f}" height="{size[1]:.2f}" fill="none"'
        ' stroke="#bbb" stroke-width="0.3" stroke-dasharray="2 2"/>'
        f'{"".join(parts)}<text x="{width / 2}" y="{height - 6}" font-size="3.4" text-anchor="middle">'
        f"{escape(foot)}</text></svg></html>"
    )


def _drawn(mark: MarkView, points: Sequence[Point], paper: Point) -> str:
    if mark.shape == "text":
        return _words(points[0], mark.text or HERE, paper)
    if mark.shape == "box":
        (ax, ay), (bx, by) = points
        x, y = min(ax, bx), min(ay, by)
        box = (
            f'<rect x="{x:.2f}" y="{y:.2f}" width="{abs(ax - bx):.2f}" height="{abs(ay - by):.2f}" rx="1.5"'
            ' fill="none" stroke="#000" stroke-width="1.2"/>'
        )
        return box + _words((x, y - 2 if y > 2 * LETTER else max(ay, by) + LETTER + 1), HERE, paper)
    line = "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)
    if mark.shape != "arrow":
        path = f'<path d="{line}" fill="none" stroke="#000" stroke-width="1.2" stroke-linecap="round"/>'
        return path + _words((points[0][0], points[0][1] - 2), HERE, paper)
    (fx, fy), (tx, ty) = points
    angle = math.atan2(ty - fy, tx - fx)
    wings = [(tx - HEAD * math.cos(angle + turn), ty - HEAD * math.sin(angle + turn)) for turn in (0.5, -0.5)]
    (ax, ay), (bx, by) = wings
    head = f"M{ax:.2f} {ay:.2f}L{tx:.2f} {ty:.2f}L{bx:.2f} {by:.2f}"
    arrow = f'<path d="{line}{head}" fill="none" stroke="#000" stroke-width="1.2" stroke-linecap="round"/>'
    return arrow + _words((fx, fy - 2), HERE, paper)


def _words(at: Point, text: str, paper: Point) -> str:
    """On the paper with all their letters, smaller ones if need be, and above what stands at its foot."""
    width, height = paper
    size = min(LETTER, (width - 2 * RIM) / len(text))
    x = max(RIM, min(at[0], width - RIM - size * len(text)))
    y = max(LETTER + 1, min(at[1], height - FOOT))
    return f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:.2f}" font-weight="bold">{escape(text)}</text>'
