"""The mat that lies under the document camera: by it the browser knows where a card or a sheet lies.

Printed on A3. Four markers (ArUco MIP 36h12, numbers 0 to 3) surround an A4 frame with a card's frame in its
middle, on a blue that no card and no sheet has. The same figures stand in assets/js/paper/mask.js.
"""

from __future__ import annotations

MARKER_MM = 24
MARKERS_MM = ((-44, 0), (317, 0), (317, 186), (-44, 186))
CODES = (0xD2B63A09D, 0x6001134E5, 0x1206FBE72, 0xFF8AD6CB4)
BITS = 6
FRAMES_MM = {"card": (105.7, 78.0, 85.6, 54.0), "a4": (0.0, 0.0, 297.0, 210.0)}
BLUE, LINE = "#2f5fd0", "#173a94"
SHEET_MM = (-56.0, -12.0, 409.0, 234.0)


def svg() -> str:
    """The mat as a drawing in mm, 409 x 234: it fits on A3."""
    x, y, width, height = SHEET_MM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm"'
        f' viewBox="{x} {y} {width} {height}">',
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{BLUE}"/>',
    ]
    parts += [_marker(*place, code) for place, code in zip(MARKERS_MM, CODES, strict=True)]
    parts += [_frame(*frame) for frame in FRAMES_MM.values()]
    parts.append(
        f'<text x="148.5" y="72" font-size="5" text-anchor="middle" fill="{LINE}">'
        "カードは、この枠の中に置いてください</text></svg>"
    )
    return "".join(parts)


def sheet() -> str:
    """HTML of one lying A3 page with the mat in its middle, in real millimetres."""
    return (
        '<!doctype html><html lang="ja"><meta charset="utf-8"><title>台紙</title><style>'
        "@page { size: 420mm 297mm; margin: 31.5mm 5.5mm } body { margin: 0 }"
        'svg { display: block; font-family: "Noto Sans CJK JP" }</style>'
        f"{svg()}</html>"
    )


def bits(code: int) -> list[list[bool]]:
    """The squares of a marker, from its top left; True is white."""
    text = f"{code:0{BITS * BITS}b}"
    return [[bit == "1" for bit in text[row * BITS : (row + 1) * BITS]] for row in range(BITS)]


def _marker(x: float, y: float, code: int) -> str:
    cell = MARKER_MM / (BITS + 2)
    margin = cell
    squares = [
        f'<rect x="{x - margin}" y="{y - margin}" width="{MARKER_MM + 2 * margin}"'
        f' height="{MARKER_MM + 2 * margin}" fill="#fff"/>',
        f'<rect x="{x}" y="{y}" width="{MARKER_MM}" height="{MARKER_MM}"/>',
    ]
    for row, line in enumerate(bits(code)):
        for column, white in enumerate(line):
            if white:
                left, top = x + (column + 1) * cell, y + (row + 1) * cell
                squares.append(f'<rect x="{left}" y="{top}" width="{cell}" height="{cell}" fill="#fff"/>')
    return "".join(squares)


def _frame(x: float, y: float, width: float, height: float) -> str:
    """Corners only, in another blue: the frame itself must look like the mat."""
    corner = 12
    paths = []
    for left, across in ((x, corner), (x + width, -corner)):
        for top, down in ((y, corner), (y + height, -corner)):
            paths.append(f"M{left + across} {top}H{left}V{top + down}")
    return f'<path d="{" ".join(paths)}" fill="none" stroke="{LINE}" stroke-width="0.8"/>'
