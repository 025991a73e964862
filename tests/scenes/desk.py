"""What lies around a sheet: the desk itself, hands, pens, shadows, a lamp's reflection."""

from __future__ import annotations

import cv2
import numpy as np

from tests.scenes.camera import Floats, Lens

BACKGROUNDS = ("dark", "gray", "wood", "blue", "checks", "white")
_SKINS = ((224, 172, 140), (198, 146, 112), (240, 196, 168))
_PENS = ((30, 30, 40), (180, 30, 40), (40, 70, 170), (230, 230, 225), (240, 200, 40))


def background(kind: str, chance: np.random.Generator, lens: Lens) -> Floats:
    """A desk top that fills the picture."""
    size = (lens.width, lens.height)
    plain = {"dark": (46, 44, 42), "gray": (128, 128, 126), "blue": (70, 96, 150), "white": (222, 221, 217)}
    if kind == "checks":
        pitch = lens.width / 48
        x, y = np.meshgrid(np.arange(lens.width) // pitch, np.arange(lens.height) // pitch)
        light = ((x + y) % 2)[..., None]
        desk = np.array((176, 60, 60), np.float32) * light + np.array((216, 206, 190), np.float32) * (
            1 - light
        )
    elif kind == "wood":
        grain = cv2.resize(
            chance.normal(0, 1, (lens.height // 6, lens.width // 240)).astype(np.float32), size
        )
        fine = cv2.resize(chance.normal(0, 1, (lens.height // 2, lens.width // 60)).astype(np.float32), size)
        desk = np.array((150, 104, 66), np.float32) + (grain * 13 + fine * 6)[..., None]
    else:
        desk = np.broadcast_to(np.array(plain[kind], np.float32), (lens.height, lens.width, 3))
    uneven = cv2.resize(chance.normal(0, 2, (9, 16)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    return (desk + uneven[..., None]).astype(np.float32)


def hand(scene: Floats, at: Floats, towards: Floats, px_per_mm: float, chance: np.random.Generator) -> None:
    """Three or four fingers that come from `at` + `towards` and end near `at`."""
    skin = np.array(_SKINS[int(chance.integers(len(_SKINS)))], np.float32)
    direction = towards / (np.linalg.norm(towards) + 1e-6)
    across = np.array([-direction[1], direction[0]])
    for finger in range(int(chance.integers(3, 5))):
        width = chance.uniform(15, 19) * px_per_mm
        tip = at + across * (finger - 1.3) * width * 1.08 + direction * chance.uniform(-6, 8) * px_per_mm
        _rod(scene, tip, tip + direction * 160 * px_per_mm, width, skin * chance.uniform(0.92, 1.05))


def pen(scene: Floats, at: Floats, px_per_mm: float, chance: np.random.Generator) -> None:
    angle = chance.uniform(0, np.pi)
    way = np.array([np.cos(angle), np.sin(angle)]) * 70 * px_per_mm
    colour = np.array(_PENS[int(chance.integers(len(_PENS)))], np.float32)
    _rod(scene, at - way, at + way, 9 * px_per_mm, colour)


def _rod(scene: Floats, start: Floats, end: Floats, width: float, colour: Floats) -> None:
    """A round bar lit from above, with its shadow; worked out on the part of the picture it covers."""
    height, wide = scene.shape[:2]
    reach = width + 30
    left, top = np.floor(np.minimum(start, end) - reach).astype(int)
    right, bottom = np.ceil(np.maximum(start, end) + reach).astype(int)
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, wide), min(bottom, height)
    if left >= right or top >= bottom:
        return
    x, y = np.meshgrid(np.arange(left, right, dtype=np.float32), np.arange(top, bottom, dtype=np.float32))
    part = scene[top:bottom, left:right]
    for offset, is_shadow in ((14.0, True), (0.0, False)):
        sx, sy = start[0] + offset, start[1] + offset
        vx, vy = end[0] - start[0], end[1] - start[1]
        along = np.clip(((x - sx) * vx + (y - sy) * vy) / (vx * vx + vy * vy), 0, 1)
        away = np.hypot(x - sx - along * vx, y - sy - along * vy)
        if is_shadow:
            part *= (1 - 0.4 * np.clip((width / 2 + 12 - away) / 24, 0, 1))[..., None]
        else:
            cover = np.clip(width / 2 - away + 0.5, 0, 1)[..., None]
            round_off = (0.72 + 0.28 * np.sqrt(np.clip(1 - (2 * away / width) ** 2, 0, 1)))[..., None]
            part *= 1 - cover
            part += colour * round_off * cover


def light(scene: Floats, chance: np.random.Generator, falloff: float, tint: float) -> None:
    """Brightest somewhere, darker by `falloff` at the far side, a little yellow or blue."""
    height, width = scene.shape[:2]
    x, y = np.meshgrid(
        np.linspace(0, 1, width, dtype=np.float32), np.linspace(0, 1, height, dtype=np.float32)
    )
    cx, cy = chance.uniform(0.1, 0.9, 2)
    away = np.hypot(x - cx, (y - cy) * height / width)
    scene *= (1 - falloff * np.clip(away / 1.1, 0, 1))[..., None]
    scene *= np.array((1 + tint, 1, 1 - tint), np.float32)


def shadow(scene: Floats, chance: np.random.Generator, darkness: float) -> None:
    """The soft shadow of a head or an arm over a part of the picture."""
    height, width = scene.shape[:2]
    small = np.zeros((height // 8, width // 8), np.float32)
    corners = chance.uniform(-0.2, 1.2, (3, 2)) * (small.shape[1], small.shape[0])
    cv2.fillPoly(small, [corners.astype(np.int32)], 1.0)
    soft = cv2.GaussianBlur(small, (0, 0), chance.uniform(3, 14))
    scene *= (1 - darkness * cv2.resize(soft, (width, height)))[..., None]


def glare(scene: Floats, at: Floats, px_per_mm: float, chance: np.random.Generator) -> None:
    """A lamp mirrored on the sheet."""
    height, width = scene.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    wide, high = chance.uniform(12, 35, 2) * px_per_mm
    scene += (chance.uniform(60, 150) * np.exp(-(((x - at[0]) / wide) ** 2) - ((y - at[1]) / high) ** 2))[
        ..., None
    ]
