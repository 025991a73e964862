"""From marks to a PDF that looks the same in every viewer: the typeface is inside, the text can be found."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from iga_madoguchi.adapters.stamping.typeface import Face, clusters

MM = 72 / 25.4  # points
LEAST_PT = 5.5
LEADING = 1.25
NOT_FIRST = "ﾞﾟー、。）」・"  # never begin a line
CENTRE = 0.36  # of the size: from the middle of a line to its baseline
Mark = dict[str, Any]


def draw(pages: Sequence[tuple[float, float]], marks: Sequence[Sequence[Mark]], title: str) -> bytes:
    """A document of these pages. Raises FontMissing."""
    faces = {"regular": Face.load("regular"), "bold": Face.load("bold")}
    streams = [_Sheet(height, faces).draw(page) for (_, height), page in zip(pages, marks, strict=True)]
    pdf = pikepdf.new()
    fonts = Dictionary({f"/{name}": _embed(pdf, face, name) for name, face in faces.items() if face.used})
    for (width, height), stream in zip(pages, streams, strict=True):
        pdf.add_blank_page(page_size=(width * MM, height * MM))
        page = pdf.pages[-1]
        page.Contents = pdf.make_stream(stream)
        page.Resources = Dictionary(Font=fonts)
    pdf.Root.Lang = pikepdf.String("ja-JP")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    # Nobody's name and no value: what is in the metadata is read without opening the document.
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = ["ja-JP"]
        metadata["xmp:CreatorTool"] = "iga_madoguchi"
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, linearize=False)
    return out.getvalue()


class _Sheet:
    """One page's marks as operators; millimetres from the top left become points from the bottom left."""

    def __init__(self, height: float, faces: dict[str, Face]) -> None:
        self._height = height
        self._faces = faces
        self._out: list[bytes] = [b"1 J 1 j"]

    def draw(self, marks: Sequence[Mark]) -> bytes:
        for mark in marks:
            getattr(self, f"_{mark['kind']}")(mark)
        return b"\n".join(self._out)

    def _say(self, text: str) -> None:
        self._out.append(text.encode("ascii"))

    def _at(self, x: float, y: float) -> str:
        return f"{x * MM:.2f} {(self._height - y) * MM:.2f}"

    def _fill(self, mark: Mark) -> None:
        corner = self._at(mark["x"], mark["y"] + mark["h"])
        size = f"{mark['w'] * MM:.2f} {mark['h'] * MM:.2f}"
        self._say(f"{_rgb(mark['ink'])} rg {corner} {size} re f")

    def _line(self, mark: Mark) -> None:
        points = [(float(x), float(y)) for x, y in mark["points"]]
        self._say(f"{_rgb(mark['ink'])} RG {mark['width'] * MM:.2f} w {self._at(*points[0])} m")
        smooth = mark["smooth"]
        if smooth:
            # Through the middles, bent towards the points: a hand has no corners.
            for before, bend, after in zip(points, points[1:], points[2:], strict=False):
                self._curve(before, bend, after)
        # A dot is made by the round ends of a line to itself.
        for point in points[-1:] if smooth or len(points) == 1 else points[1:]:
            self._say(f"{self._at(*point)} l")
        self._say("S")

    def _curve(
        self, before: tuple[float, float], bend: tuple[float, float], after: tuple[float, float]
    ) -> None:
        start = ((before[0] + bend[0]) / 2, (before[1] + bend[1]) / 2)
        end = ((bend[0] + after[0]) / 2, (bend[1] + after[1]) / 2)
        one, two = (
            (edge[0] + (bend[0] - edge[0]) * 2 / 3, edge[1] + (bend[1] - edge[1]) * 2 / 3)
            for edge in (start, end)
        )
        self._say(f"{self._at(*start)} l {self._at(*one)} {self._at(*two)} {self._at(*end)} c")

    def _text(self, mark: Mark) -> None:
        face, size = "bold" if mark["bold"] else "regular", float(mark["size"])
        if mark["fit"]:
            size *= min(1.0, mark["fit"] * MM / max(1.0, self._faces[face].width(mark["text"], size)))
        place = (mark["x"], mark["y"], mark["align"])
        self._set(face, size, mark["text"], *place, mark["ink"], mark.get("turn", 0.0))

    def _box(self, mark: Mark) -> None:
        """As large as it fits, in one line if possible without becoming small."""
        width, face = mark["w"] * MM, self._faces["regular"]
        size, lines = _fit(face, mark["text"], mark["size"], width, mark["h"] * MM, mark["lines"])
        step = size * LEADING / MM
        top = mark["y"] + mark["h"] / 2 - step * (len(lines) - 1) / 2 + size * CENTRE / MM
        x = mark["x"] + (mark["w"] / 2 if mark["align"] == "center" else 0)
        for number, line in enumerate(lines):
            self._set("regular", size, line, x, top + number * step, mark["align"], mark["ink"])

    def _set(
        self,
        face: str,
        size: float,
        text: str,
        x: float,
        y: float,
        align: str,
        ink: Sequence[float],
        turn: float = 0.0,
    ) -> None:
        """`turn` in degrees against the clock, about the point that `align` names."""
        wide = self._faces[face].width(text, size) / MM
        back = {"left": 0.0, "center": wide / 2, "right": wide}[align]
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        at = self._at(x - back * cos, y + back * sin)
        matrix = f"{cos:.4g} {sin:.4g} {-sin:.4g} {cos:.4g} {at}"
        code = self._faces[face].encode(text).hex().upper()
        self._say(f"BT {_rgb(ink)} rg /{face} {size:.2f} Tf {matrix} Tm <{code}> Tj ET")


def _fit(
    face: Face, text: str, size: float, width: float, height: float, lines: int
) -> tuple[float, list[str]]:
    """Size and lines: one line down to four fifths of the size, then more lines, then smaller."""
    full = face.width(text, size)
    if full * 0.8 <= width or lines == 1:
        return size * min(1.0, width / max(full, 1.0)), [text]
    while size > LEAST_PT:
        broken = _break(face, text, size, width)
        if len(broken) <= lines and len(broken) * size * LEADING <= height:
            return size, broken
        size -= 0.5
    return size, _break(face, text, size * min(1.0, lines * width * 0.95 / face.width(text, size)), width)


def _break(face: Face, text: str, size: float, width: float) -> list[str]:
    lines = [""]
    for cluster in clusters(text):
        if lines[-1] and cluster not in NOT_FIRST and face.width(lines[-1] + cluster, size) > width:
            lines.append("")
        lines[-1] += cluster
    return lines


def _rgb(ink: Sequence[float]) -> str:
    return " ".join(f"{part:.3f}" for part in ink)


def _embed(pdf: pikepdf.Pdf, face: Face, name: str) -> pikepdf.Object:
    about, to_unicode, tag = face.describe(), face.to_unicode(), face.tag()
    base = Name(f"/{tag}+NotoSansCJKjp-{name.title()}")
    program = pdf.make_stream(face.subset(), Subtype=Name.CIDFontType0C)
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=base,
        Flags=4,
        FontBBox=Array(about["box"]),
        ItalicAngle=0,
        Ascent=about["ascent"],
        Descent=about["descent"],
        CapHeight=about["cap"],
        StemV=140 if name == "bold" else 80,
        FontFile3=pdf.make_indirect(program),
    )
    widths = Array()
    for cid, width in sorted(about["widths"].items()):
        widths.append(cid)
        widths.append(Array([width]))
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0,
        BaseFont=base,
        CIDSystemInfo=Dictionary(
            Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
        ),
        DW=1000,
        W=widths,
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=base,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_indirect(pdf.make_stream(to_unicode)),
    )
    return pdf.make_indirect(font)
