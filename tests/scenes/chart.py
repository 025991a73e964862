"""A reading chart on A4: Japanese text in two faces from 12 down to 4 points, ruled fields, boxes, a red
stamp and a yellow marker. What stands where is known, so that a reader can be judged.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

A4_MM = (210.0, 297.0)
DPI = 600
PX_PER_MM = DPI / 25.4
SIZES_PT = (12, 10, 8, 6, 5, 4)
FACES = {
    "gothic": ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 0),
    "mincho": ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 0),
}
LINES = 4
_MARGIN_MM, _COLUMN_MM, _GUTTER_MM = 12.0, 90.0, 6.0
_SENTENCES = (
    "障害者手帳の交付を受けた方は、等級により医療費の助成を受けることができます。",
    "申請書に必要事項を記入し、本人確認のできる書類を添えて窓口に提出してください。",
    "児童手当は、中学校を卒業する前の児童を養育している方に支給されます。",
    "転入の届出は、新しい住所に住み始めた日から十四日以内に行う必要があります。",
    "介護保険の認定を受けるには、主治医の意見書と訪問調査の結果が必要です。",
    "保育所の入所を希望される方は、就労証明書を勤務先で作成してもらってください。",
    "国民健康保険の資格を失ったときは、保険証を速やかに返却してください。",
    "生活にお困りの方の相談は、予約がなくても随時お受けしています。",
    "税の納付が難しい場合は、分割して納める方法について御相談ください。",
    "氏名に旧字体を使用している場合は、戸籍の記載に合わせて記入してください。",
    "委任状がある場合に限り、代理人による申請を受け付けることができます。",
    "所得の証明は、前年の一月から十二月までの収入に基づいて発行されます。",
    "避難に支援が必要な方の名簿への登録は、地域の支所でも受け付けています。",
    "補装具の費用の支給を受けるには、購入する前に申請することが必要です。",
    "結果の通知は、受付の日から三十日以内に郵便でお送りいたします。",
    "災害により住宅に被害を受けた方には、見舞金を支給する制度があります。",
)


@dataclass(frozen=True)
class Block:
    """A few lines of text of one size and face; `box` is left, top, right, bottom in millimetres."""

    face: str
    points: int
    text: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Chart:
    """The picture at 600 dpi and what is written on it."""

    image: Image.Image
    blocks: tuple[Block, ...]


@lru_cache(maxsize=64)
def font(face: str, points: float, px_per_mm: float = PX_PER_MM) -> ImageFont.FreeTypeFont:
    path, index = FACES[face]
    return ImageFont.truetype(path, round(points * 25.4 / 72 * px_per_mm), index=index)


def draw_chart(seed: int, coloured: bool = True) -> Chart:
    """The same chart for the same seed."""
    chance = random.Random(seed)
    image = Image.new("RGB", (round(A4_MM[0] * PX_PER_MM), round(A4_MM[1] * PX_PER_MM)), "white")
    draw = ImageDraw.Draw(image)
    blocks: list[Block] = []
    top = _MARGIN_MM
    for points in SIZES_PT:
        pitch = points * 25.4 / 72 * 1.7
        for column, face in enumerate(FACES):
            left = _MARGIN_MM + column * (_COLUMN_MM + _GUTTER_MM)
            blocks.append(_text(draw, chance, face, points, left, top, pitch))
        top += LINES * pitch + 6.0
    _fields(draw, top)
    if coloured:
        _stamp(draw, chance)
        _marker(image, chance)
    return Chart(image, tuple(blocks))


def _text(
    draw: ImageDraw.ImageDraw,
    chance: random.Random,
    face: str,
    points: int,
    left: float,
    top: float,
    pitch: float,
) -> Block:
    letters = font(face, points)
    per_line = int(_COLUMN_MM * PX_PER_MM / letters.size)
    words = "".join(chance.sample(_SENTENCES, len(_SENTENCES)))[: per_line * LINES]
    for number in range(LINES):
        line = words[number * per_line : (number + 1) * per_line]
        draw.text((left * PX_PER_MM, (top + number * pitch) * PX_PER_MM), line, "#141414", letters)
    box = (left - 1.5, top - 1.0, left + _COLUMN_MM + 1.5, top + LINES * pitch + 0.5)
    return Block(face, points, words, box)


def _fields(draw: ImageDraw.ImageDraw, top: float) -> None:
    """Five rows of ruled fields with a caption each, as on a form."""
    captions = ("氏名", "フリガナ", "生年月日", "住所", "電話番号")
    height = (A4_MM[1] - _MARGIN_MM - top) / len(captions)
    for row, caption in enumerate(captions):
        y = (top + row * height) * PX_PER_MM
        right = (A4_MM[0] - _MARGIN_MM) * PX_PER_MM
        draw.rectangle((_MARGIN_MM * PX_PER_MM, y, right, y + height * PX_PER_MM), outline="#282828", width=8)
        draw.line(
            (_MARGIN_MM * PX_PER_MM + 700, y, _MARGIN_MM * PX_PER_MM + 700, y + height * PX_PER_MM),
            "#282828",
            5,
        )
        draw.text((_MARGIN_MM * PX_PER_MM + 40, y + 40), caption, "#282828", font("gothic", 9))


STAMP_MM = (168.0, 250.0, 14.0)  # centre and radius
MARKER_MM = (60.0, 258.0, 110.0, 263.0)  # left, top, right, bottom


def _stamp(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    x, y, radius = (value * PX_PER_MM for value in STAMP_MM)
    red = "#c8283c"
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=red, width=26)
    letters = font("mincho", 22)
    for row, word in enumerate(("伊賀", chance.choice(("市長", "福祉", "証明")))):
        draw.text((x - letters.size, y - letters.size + row * letters.size), word, red, letters)


def _marker(image: Image.Image, chance: random.Random) -> None:
    """A highlighter multiplies: print below it stays dark."""
    left, top, right, bottom = (round(value * PX_PER_MM) for value in MARKER_MM)
    ImageDraw.Draw(image).text((left + 30, top + 15), "必ず御記入ください", "#141414", font("gothic", 9))
    part = image.crop((left, top, right, bottom))
    red, green, blue = part.split()
    image.paste(
        Image.merge("RGB", (red, green.point(lambda v: v * 0.95), blue.point(lambda v: v * 0.35))),
        (left, top),
    )
