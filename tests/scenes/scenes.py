"""Whole scenes: the standard ones every branch has daily, the hard ones, and a card."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw

from tests.scenes import desk
from tests.scenes.camera import Floats, Lens, Picture, Pose, expose, lay, project
from tests.scenes.chart import A4_MM, Chart, draw_chart, font

CARD_MM = (85.6, 53.98)
_BLUR, _NOISE = 0.6, 3.0


@dataclass(frozen=True)
class Scene:
    """Frames as a camera took them, RGB; the true corners clockwise from the printed top left of the
    sheet."""

    frames: tuple[Picture, ...]
    corners: Floats
    size_mm: tuple[float, float]
    chart: Chart | None = None
    notes: tuple[str, ...] = field(default=())

    def error_mm(self, found: Floats) -> float:
        """How far the worst found corner is off, measured on the sheet; whichever corner comes first."""
        width, height = self.size_mm
        sheet = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        onto = cv2.getPerspectiveTransform(self.corners, sheet)
        placed = cv2.perspectiveTransform(found.reshape(1, 4, 2).astype(np.float32), onto)[0]
        return float(min(np.linalg.norm(np.roll(placed, k, 0) - sheet, axis=1).max() for k in range(4)))

    @property
    def turn(self) -> int:
        """By how much the straightened page has to be turned clockwise to be read."""
        return 90 * int(np.argmin(self.corners.sum(1))) if self.corners.size else 0


@lru_cache(maxsize=4)
def _chart(seed: int) -> tuple[Chart, Picture]:
    chart = draw_chart(seed)
    return chart, np.asarray(chart.image)


def standard(
    seed: int,
    frames: int = 1,
    lens: Lens | None = None,
    skew: float = 15.0,
    hands: bool = True,
    charts: int = 4,
) -> Scene:
    """One sheet on one of six desks, turned up to `skew` degrees, light falling off; half of them with a
    shadow, a third with fingers over a corner."""
    lens, chance = lens or Lens(), np.random.default_rng([1, seed])
    chart, sheet = _chart(seed % charts)
    kind = desk.BACKGROUNDS[seed % len(desk.BACKGROUNDS)]
    scene = desk.background(kind, chance, lens)
    pose = _pose(chance, lens, fill=(0.82, 0.87), skew=skew, tilt=3.0, bow=0.0)
    corners = lay(scene, sheet, A4_MM, pose, lens, shade=0.35)
    notes = [kind]
    if hands and chance.random() < 0.34:
        _fingers(scene, corners, pose, chance)
        notes.append("hand")
    desk.light(scene, chance, falloff=chance.uniform(0.1, 0.45), tint=chance.uniform(-0.08, 0.08))
    if chance.random() < 0.5:
        desk.shadow(scene, chance, chance.uniform(0.2, 0.5))
        notes.append("shadow")
    return Scene(tuple(expose(scene, chance, frames, _NOISE, _BLUR)), corners, A4_MM, chart, tuple(notes))


def hard(seed: int, frames: int = 1, lens: Lens | None = None, charts: int = 4) -> Scene:
    """The same with one to three other printed sheets below, pens, fingers in half of them, a shadow
    always, a bow of up to 2.5 mm, a lamp's reflection, less of the picture filled and more tilt."""
    lens, chance = lens or Lens(), np.random.default_rng([2, seed])
    chart, sheet = _chart(seed % charts)
    kind = desk.BACKGROUNDS[seed % len(desk.BACKGROUNDS)]
    scene = desk.background(kind, chance, lens)
    pose = _pose(chance, lens, fill=(0.60, 0.85), skew=15.0, tilt=9.0, bow=2.5)
    notes = [kind]
    for _ in range(int(chance.integers(1, 4))):
        _other(scene, pose, lens, chance, charts)
        notes.append("below")
    corners = lay(scene, sheet, A4_MM, pose, lens, shade=0.35)
    for _ in range(int(chance.integers(0, 3))):
        desk.pen(scene, _somewhere(corners, chance), pose.px_per_mm, chance)
        notes.append("pen")
    if chance.random() < 0.5:
        _fingers(scene, corners, pose, chance)
        notes.append("hand")
    desk.light(scene, chance, falloff=chance.uniform(0.2, 0.45), tint=chance.uniform(-0.08, 0.08))
    desk.shadow(scene, chance, chance.uniform(0.3, 0.5))
    if chance.random() < 0.5:
        desk.glare(scene, _somewhere(corners, chance), pose.px_per_mm, chance)
        notes.append("glare")
    return Scene(tuple(expose(scene, chance, frames, _NOISE, _BLUR)), corners, A4_MM, chart, tuple(notes))


def card(seed: int, frames: int = 1, lens: Lens | None = None) -> Scene:
    """A card the size of a driving licence, zoomed in on."""
    lens, chance = lens or Lens(), np.random.default_rng([3, seed])
    kind = desk.BACKGROUNDS[seed % 5]  # a pale card on a white desk is nobody's daily work
    scene = desk.background(kind, chance, lens)
    pose = Pose(
        lens.width / 2 + chance.uniform(-200, 200),
        lens.height / 2 + chance.uniform(-150, 150),
        chance.uniform(18, 24) * lens.width / 3840,
        chance.uniform(-20, 20),
        chance.uniform(-3, 3),
        chance.uniform(-3, 3),
    )
    corners = lay(scene, _card_picture(), CARD_MM, pose, lens, shade=0.3)
    desk.light(scene, chance, falloff=0.3, tint=chance.uniform(-0.05, 0.05))
    return Scene(tuple(expose(scene, chance, frames, _NOISE, _BLUR)), corners, CARD_MM, None, (kind,))


def bare(seed: int, lens: Lens | None = None) -> Scene:
    """A desk with nothing on it."""
    lens, chance = lens or Lens(), np.random.default_rng([4, seed])
    scene = desk.background(desk.BACKGROUNDS[seed % len(desk.BACKGROUNDS)], chance, lens)
    desk.light(scene, chance, falloff=0.3, tint=0.0)
    return Scene(tuple(expose(scene, chance, 1, _NOISE, _BLUR)), np.zeros((0, 2), np.float32), A4_MM)


def jpeg(picture: Picture, quality: int = 95) -> bytes:
    """As a browser would send it."""
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=quality)
    return out.getvalue()


def _pose(
    chance: np.random.Generator,
    lens: Lens,
    fill: tuple[float, float],
    skew: float,
    tilt: float,
    bow: float,
) -> Pose:
    """The long side across the picture, its top to the left or to the right; wholly inside."""
    share = chance.uniform(*fill)
    turn = chance.choice((90.0, -90.0)) + chance.uniform(-skew, skew)
    tilts = chance.uniform(-tilt, tilt, 2)
    bowed, along = chance.uniform(0, bow), int(chance.integers(2))
    away = chance.uniform(-1, 1, 2)
    scale = share * lens.height / A4_MM[0]
    corners = np.array([[0, 0], [A4_MM[0], 0], A4_MM, [0, A4_MM[1]]], np.float32)
    while True:
        pose = Pose(lens.width / 2, lens.height / 2, scale, turn, *tilts, bowed, along)
        seen = project(corners, A4_MM, pose, lens)
        room = np.array([lens.width, lens.height]) - (seen.max(0) - seen.min(0)) - lens.height * 0.02
        if (room > 0).all():
            break
        scale *= 0.98
    middle = np.array([lens.width, lens.height]) / 2 - (seen.max(0) + seen.min(0)) / 2
    shift = middle + away * room / 2 * 0.9
    return Pose(lens.width / 2 + shift[0], lens.height / 2 + shift[1], scale, turn, *tilts, bowed, along)


def _fingers(scene: Floats, corners: Floats, pose: Pose, chance: np.random.Generator) -> None:
    middle = corners.mean(0)
    corner = corners[int(chance.integers(4))]
    outwards = corner - middle
    desk.hand(scene, corner - outwards * 0.06, outwards, pose.px_per_mm, chance)


def _somewhere(corners: Floats, chance: np.random.Generator) -> Floats:
    low, high = corners.min(0), corners.max(0)
    return np.asarray(chance.uniform(low - 100, high + 100), np.float32)


def _other(scene: Floats, pose: Pose, lens: Lens, chance: np.random.Generator, charts: int) -> None:
    """Another sheet, white or coloured, partly covered later."""
    _, sheet = _chart(int(chance.integers(charts)))
    if chance.random() < 0.3:
        paper = np.array(((190, 225, 190), (250, 235, 170), (245, 205, 210))[int(chance.integers(3))])
        sheet = (sheet * (paper / 255)).astype(np.uint8)
    lies = Pose(
        lens.width / 2 + chance.uniform(-0.3, 0.3) * lens.width,
        lens.height / 2 + chance.uniform(-0.3, 0.3) * lens.height,
        pose.px_per_mm,
        chance.uniform(0, 360),
        pose.tilt_x,
        pose.tilt_y,
    )
    lay(scene, sheet, A4_MM, lies, lens, shade=0.35)


@lru_cache(maxsize=1)
def _card_picture() -> Picture:
    """A pale patterned card with a photograph's place, coloured print and rounded corners left square."""
    scale = 24.0
    image = Image.new("RGB", (round(CARD_MM[0] * scale), round(CARD_MM[1] * scale)), "#eef3e6")
    draw = ImageDraw.Draw(image)
    for step in range(0, image.width * 2, 24):
        draw.line((step, 0, step - image.height, image.height), "#cfe3d2", 4)
    draw.rectangle((0, 0, image.width, 160), fill="#9ec9a8")
    draw.text((60, 20), "身体障害者手帳", "#20303a", font("gothic", 14, scale))
    draw.rectangle((60, 240, 560, 880), fill="#5f7f9f")
    draw.ellipse((190, 320, 430, 600), fill="#dcb294")
    draw.rectangle((140, 640, 480, 880), fill="#303848")
    for row, words in enumerate(
        ("氏名　伊賀　花子", "生年月日　昭和三十五年四月一日", "等級　二級", "交付　伊賀市長")
    ):
        draw.text((640, 250 + row * 170), words, "#202020", font("gothic", 9, scale))
    draw.ellipse((1650, 900, 1950, 1200), outline="#c8283c", width=14)
    return np.asarray(image)
