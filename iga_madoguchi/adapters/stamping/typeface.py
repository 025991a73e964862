"""The typeface of the forms: where it lies, which letters it has, and a subset to put into a document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

FOLDER = Path("/usr/share/fonts/opentype/noto")
FILES = {"regular": "NotoSansCJK-Regular.ttc", "bold": "NotoSansCJK-Bold.ttc"}
JAPANESE = "JP"
SELECTORS = range(0xE0100, 0xE01F0)  # which shape of a letter: 葛󠄀 is not 葛
GETA = "〓"  # what printers set for a letter they do not have
GLYPHS_IN_BLOCK = 100  # of a ToUnicode map


class FontMissing(Exception):
    """The Debian package fonts-noto-cjk is not installed."""


def clusters(text: str) -> list[str]:
    """Letters, each with its selector if it has one."""
    found: list[str] = []
    for char in text:
        if found and ord(char) in SELECTORS:
            found[-1] += char
        else:
            found.append(char)
    return found


@cache
def letters() -> Letters:
    """What the regular face can set; read once. Raises FontMissing."""
    font = _open("regular")
    try:
        return Letters.of(font)
    finally:
        font.close()


@dataclass(frozen=True)
class Letters:
    """Names of glyphs by letter, and by letter with selector."""

    plain: dict[int, str]
    selected: dict[str, str]

    @classmethod
    def of(cls, font: TTFont) -> Letters:
        plain = dict(font.getBestCmap())
        selected = {}
        for table in font["cmap"].tables:
            if table.format == 14:
                for selector, entries in table.uvsDict.items():
                    for code, name in entries:
                        if glyph := name or plain.get(code):
                            selected[chr(code) + chr(selector)] = glyph
        return cls(plain, selected)

    def glyph(self, cluster: str) -> str | None:
        return self.plain.get(ord(cluster)) if len(cluster) == 1 else self.selected.get(cluster)


@dataclass
class Face:
    """One face while a document is drawn: remembers what was used, so that only that is embedded."""

    font: TTFont
    letters: Letters
    used: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, name: str) -> Face:
        """Raises FontMissing."""
        font = _open(name)
        return cls(font, Letters.of(font))

    def encode(self, text: str) -> bytes:
        """The text as CIDs of two bytes each."""
        return b"".join(_cid(glyph).to_bytes(2, "big") for glyph in self._glyphs(text))

    def width(self, text: str, size: float) -> float:
        """In points."""
        metrics = self.font["hmtx"].metrics
        return float(sum(metrics[glyph][0] for glyph in self._glyphs(text)) * size / 1000)

    def subset(self) -> bytes:
        """The outlines of what was used, as a CFF program of its own."""
        options = Options(notdef_outline=True, layout_features=[], name_IDs=[])
        subsetter = Subsetter(options)
        subsetter.populate(glyphs=sorted(self.used))
        subsetter.subset(self.font)
        compiled: bytes = self.font["CFF "].compile(self.font)
        return compiled

    def describe(self) -> dict[str, Any]:
        """Metrics for the font's descriptor; ask before `subset`."""
        head, os2 = self.font["head"], self.font["OS/2"]
        return {
            "box": [head.xMin, head.yMin, head.xMax, head.yMax],
            "ascent": os2.sTypoAscender,
            "descent": os2.sTypoDescender,
            "cap": getattr(os2, "sCapHeight", 733),
            "widths": {_cid(glyph): self.font["hmtx"].metrics[glyph][0] for glyph in self.used},
        }

    def tag(self) -> str:
        """Six capitals that name this subset."""
        number = int(hashlib.sha256(" ".join(sorted(self.used)).encode()).hexdigest(), 16)
        return "".join(chr(65 + number // 26**place % 26) for place in range(6))

    def to_unicode(self) -> bytes:
        """The map by which every viewer finds the text again."""
        pairs = [
            f"<{_cid(glyph):04X}> <{text.encode('utf-16-be').hex().upper()}>"
            for glyph, text in sorted(self.used.items(), key=lambda pair: _cid(pair[0]))
        ]
        blocks = [pairs[at : at + GLYPHS_IN_BLOCK] for at in range(0, len(pairs), GLYPHS_IN_BLOCK)]
        lines = [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
        ]
        for block in blocks:
            lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
        lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
        return "\n".join(lines).encode()

    def _glyphs(self, text: str) -> list[str]:
        found = []
        for cluster in clusters(text):
            glyph = self.letters.glyph(cluster)
            if glyph is None:
                cluster, glyph = GETA, self.letters.plain[ord(GETA)]
            self.used.setdefault(glyph, cluster)
            found.append(glyph)
        return found


def _open(name: str) -> TTFont:
    path = FOLDER / FILES[name]
    if not path.exists():
        raise FontMissing(str(path))
    with TTCollection(str(path), lazy=True) as collection:
        names = [str(font["name"].getDebugName(4)) for font in collection.fonts]
    number = next(number for number, full in enumerate(names) if f" {JAPANESE}" in full)
    return TTFont(str(path), fontNumber=number, lazy=True)


def _cid(glyph: str) -> int:
    """These fonts name each glyph by its number in the character collection, which a PDF asks for."""
    return int(glyph.removeprefix("cid")) if glyph != ".notdef" else 0
