"""A card on the mat under a document camera, drawn by the seed, with the place of its number."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from iga_madoguchi.domain.papers import mat

Picture = npt.NDArray[np.uint8]
PX_PER_MM = 6  # of the flat mat
LEFT, TOP = -mat.SHEET_MM[0], -mat.SHEET_MM[1]
NUMBER = (8.0, 6.0, 60.0, 8.0)  # mm on the card: the band that must not be seen


@dataclass
class Scene:
    """How a card lies on the mat under the camera. Angles in degrees, places in mm."""

    shift: tuple[float, float] = (0.0, 0.0)
    turn: float = 0.0
    upside_down: bool = False
    colour: tuple[int, int, int] = (225, 232, 236)
    hand: tuple[float, float] | None = None
    second_card: tuple[float, float] | None = None
    card: bool = True
    light: float = 1.0
    warm: float = 1.0
    tilt: float = 0.0
    covered_marker: bool = False
    width: int = 1920
    seed: int = 0
    size: tuple[float, float] = field(default=(85.6, 54.0))


def draw(scene: Scene) -> tuple[Picture, Picture]:
    """(the camera's picture, where in it the number stands: 255)."""
    flat = _mat()
    number = np.zeros(flat.shape[:2], np.uint8)
    if scene.second_card is not None:
        _card(flat, number.copy(), scene, scene.second_card, 12.0)
    if scene.card:
        _card(flat, number, scene, scene.shift, scene.turn + (180 if scene.upside_down else 0))
    if scene.covered_marker:
        x, y = mat.MARKERS_MM[2]
        cv2.circle(flat, _px(x + 12, y + 12), 14 * PX_PER_MM, (120, 160, 200), -1)
    if scene.hand is not None:
        start, end = _px(*scene.hand), _px(scene.hand[0] - 40, scene.hand[1] + 120)
        cv2.line(flat, start, end, (140, 170, 215), 18 * PX_PER_MM, cv2.LINE_AA)
        cv2.line(number, start, end, 0, 18 * PX_PER_MM)
    height = scene.width * 9 // 16
    scale = scene.width / 439
    lean = scene.tilt * scene.width
    corners = np.array([[0, 0], [409, 0], [409, 234], [0, 234]], np.float32)
    seen = corners * scale + np.array([15 * scale, 6.5 * scale], np.float32)
    seen += np.array([[lean, lean / 2], [-lean, lean], [lean / 2, -lean / 3], [0, 0]], np.float32)
    view = cv2.getPerspectiveTransform(corners * PX_PER_MM, seen.astype(np.float32))
    size = (scene.width, height)
    picture = cv2.warpPerspective(flat, view, size, flags=cv2.INTER_AREA, borderValue=(90, 110, 120))
    where = cv2.warpPerspective(number, view, size, flags=cv2.INTER_NEAREST)
    return _lit(picture, scene), where


def _mat() -> Picture:
    _, _, width, height = mat.SHEET_MM
    flat = np.full((round(height * PX_PER_MM), round(width * PX_PER_MM), 3), (208, 95, 47), np.uint8)
    cell = mat.MARKER_MM / (mat.BITS + 2)
    for (x, y), code in zip(mat.MARKERS_MM, mat.CODES, strict=True):
        _fill(flat, x - cell, y - cell, mat.MARKER_MM + 2 * cell, mat.MARKER_MM + 2 * cell, 255)
        _fill(flat, x, y, mat.MARKER_MM, mat.MARKER_MM, 0)
        for row, line in enumerate(mat.bits(code)):
            for column, white in enumerate(line):
                if white:
                    _fill(flat, x + (column + 1) * cell, y + (row + 1) * cell, cell, cell, 255)
    return flat


def _px(x: float, y: float) -> tuple[int, int]:
    return round((x + LEFT) * PX_PER_MM), round((y + TOP) * PX_PER_MM)


def _fill(flat: Picture, x: float, y: float, width: float, height: float, grey: int) -> None:
    cv2.rectangle(flat, _px(x, y), _px(x + width, y + height), (grey, grey, grey), -1)


def _card(flat: Picture, number: Picture, scene: Scene, shift: tuple[float, float], turn: float) -> None:
    width, height = (round(side * PX_PER_MM) for side in scene.size)
    card = np.full((height, width, 3), scene.colour, np.uint8)
    cv2.rectangle(card, (40, height - 120), (140, height - 20), (90, 90, 90), -1)
    x, y, wide, high = (round(value * PX_PER_MM) for value in NUMBER)
    cv2.putText(card, "1234 5678 9018", (x, y + high - 6), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (30, 30, 30), 4)
    band = np.zeros((height, width), np.uint8)
    band[y : y + high, x : x + wide] = 255
    left, top, frame_width, frame_height = mat.FRAMES_MM["card"]
    middle = _px(left + frame_width / 2 + shift[0], top + frame_height / 2 + shift[1])
    place = cv2.getRotationMatrix2D((width / 2, height / 2), -turn, 1)
    place[:, 2] += np.array(middle) - np.array([width / 2, height / 2])
    size = (flat.shape[1], flat.shape[0])
    here = cv2.warpAffine(np.full((height, width), 255, np.uint8), place, size, flags=cv2.INTER_NEAREST)
    flat[here > 0] = cv2.warpAffine(card, place, size)[here > 0]
    number[here > 0] = cv2.warpAffine(band, place, size, flags=cv2.INTER_NEAREST)[here > 0]


def _lit(picture: Picture, scene: Scene) -> Picture:
    chance = np.random.default_rng(scene.seed)
    height, width = picture.shape[:2]
    fall = 1 - 0.3 * np.linspace(0, 1, width)[None, :, None] * np.linspace(0.4, 1, height)[:, None, None]
    lit = picture.astype(np.float32) * fall * scene.light
    lit[..., 0] /= scene.warm
    lit[..., 2] *= scene.warm
    lit += chance.normal(0, 3, picture.shape)
    return cv2.GaussianBlur(np.clip(lit, 0, 255).astype(np.uint8), (0, 0), 0.8)
