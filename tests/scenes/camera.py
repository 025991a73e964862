"""A document camera of 3840x2160 pixels above a desk: perspective, a bowed sheet, light that falls off,
shadows, blur and noise. The same seed gives the same picture; where the corners are is known.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

WIDTH, HEIGHT = 3840, 2160
FOCAL = 1.15 * WIDTH  # px; a view of 47 degrees across
_COARSE = 8  # px between the points of which the way from picture to sheet is worked out


@dataclass(frozen=True)
class Pose:
    """Where a sheet lies: its middle in pixels, pixels per millimetre there, turned and tilted in degrees,
    and how far its middle rises from the desk in millimetres (a bow along its long or short side)."""

    x: float
    y: float
    px_per_mm: float
    turn: float
    tilt_x: float = 0.0
    tilt_y: float = 0.0
    bow_mm: float = 0.0
    bow_along: int = 0


@dataclass(frozen=True)
class Lens:
    """What does not change between frames of one camera."""

    width: int = WIDTH
    height: int = HEIGHT

    @property
    def focal(self) -> float:
        return FOCAL * self.width / WIDTH


def _frame(pose: Pose, lens: Lens) -> tuple[Floats, Floats]:
    """Rotation and translation from sheet millimetres (origin in its middle) to the camera."""
    a, b, c = np.deg2rad((pose.turn, pose.tilt_x, pose.tilt_y))
    around_z = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    around_x = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    around_y = np.array([[np.cos(c), 0, np.sin(c)], [0, 1, 0], [-np.sin(c), 0, np.cos(c)]])
    far = lens.focal / pose.px_per_mm
    shift = (
        np.array([(pose.x - lens.width / 2) / lens.focal, (pose.y - lens.height / 2) / lens.focal, 1.0]) * far
    )
    return (around_y @ around_x @ around_z).astype(np.float32), shift.astype(np.float32)


def project(points_mm: Floats, size_mm: tuple[float, float], pose: Pose, lens: Lens) -> Floats:
    """Points of the sheet (millimetres from its top left) in the picture; OpenCV's pixel centres."""
    rotation, shift = _frame(pose, lens)
    centred = points_mm - np.array(size_mm, np.float32) / 2
    rise = -_bow(points_mm, size_mm, pose)
    seen = np.column_stack([centred, rise]) @ rotation.T + shift
    middle = np.array([lens.width / 2, lens.height / 2], np.float32)
    return (seen[:, :2] / seen[:, 2:] * lens.focal + middle - 0.5).astype(np.float32)


def _bow(points_mm: Floats, size_mm: tuple[float, float], pose: Pose) -> Floats:
    along = points_mm[..., pose.bow_along] / size_mm[pose.bow_along]
    return (pose.bow_mm * np.sin(np.pi * np.clip(along, 0, 1))).astype(np.float32)


def _way_back(size_mm: tuple[float, float], pose: Pose, lens: Lens) -> Floats:
    """For every pixel the place on the sheet in millimetres."""
    rotation, shift = _frame(pose, lens)
    columns = np.arange(0, lens.width + _COARSE, _COARSE, dtype=np.float32)
    rows = np.arange(0, lens.height + _COARSE, _COARSE, dtype=np.float32)
    x, y = np.meshgrid(columns, rows)
    rays = np.stack(
        [(x + 0.5 - lens.width / 2) / lens.focal, (y + 0.5 - lens.height / 2) / lens.focal, np.ones_like(x)],
        -1,
    )
    normal, across, down = rotation[:, 2], rotation[:, 0], rotation[:, 1]
    half = np.array(size_mm, np.float32) / 2
    rise = np.zeros_like(x)
    for _ in range(4):
        reach = (normal @ shift - rise) / (rays @ normal)
        hit = rays * reach[..., None] - shift
        places = np.stack([hit @ across, hit @ down], -1) + half
        rise = _bow(places, size_mm, pose)
    full = [
        cv2.warpAffine(
            np.ascontiguousarray(places[..., axis]),
            np.array([[1 / _COARSE, 0, 0], [0, 1 / _COARSE, 0]], np.float32),
            (lens.width, lens.height),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        )
        for axis in (0, 1)
    ]
    return np.stack(full, -1)


def lay(
    scene: Floats, sheet: Picture, size_mm: tuple[float, float], pose: Pose, lens: Lens, shade: float = 0.0
) -> Floats:
    """The scene with a sheet on it; `shade` is the darkness of the shadow it throws. Returns its corners."""
    scale = 2 * pose.px_per_mm
    texture = cv2.resize(
        sheet, (round(size_mm[0] * scale), round(size_mm[1] * scale)), interpolation=cv2.INTER_AREA
    )
    texture = cv2.GaussianBlur(texture, (0, 0), 0.6)  # what one pixel of the sensor takes together
    places = _way_back(size_mm, pose, lens)
    sx, sy = texture.shape[1] / size_mm[0], texture.shape[0] / size_mm[1]
    map_x, map_y = places[..., 0] * sx - 0.5, places[..., 1] * sy - 0.5
    # Distances to the nearest edge in half pixels of the sensor: an edge pixel shows some of both.
    inside = np.minimum.reduce(
        [map_x + 0.5, map_y + 0.5, texture.shape[1] - map_x - 0.5, texture.shape[0] - map_y - 0.5]
    )
    cover = np.clip(inside / 2 + 0.5, 0, 1)[..., None]
    if shade:
        moved = np.roll(cover, (6, 8), (0, 1))
        scene *= 1 - shade * cv2.GaussianBlur(moved, (0, 0), 7)[..., None]
    seen = cv2.remap(texture, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    scene *= 1 - cover
    scene += seen * cover
    corners = np.array([[0, 0], [size_mm[0], 0], size_mm, [0, size_mm[1]]], np.float32)
    return project(corners, size_mm, pose, lens)


def expose(
    scene: Floats, chance: np.random.Generator, frames: int, noise: float, blur: float
) -> list[Picture]:
    """Frames of the scene that differ by their noise alone."""
    clear = cv2.GaussianBlur(scene, (0, 0), blur)
    taken = []
    for _ in range(frames):
        grain = np.empty_like(clear)
        cv2.setRNGSeed(int(chance.integers(1 << 31)))
        cv2.randn(grain, 0, 1)
        # Dark parts have less noise than light ones: photons.
        taken.append(
            np.clip(clear + grain * noise * np.sqrt(0.25 + clear / 255 * 0.75), 0, 255).astype(np.uint8)
        )
    return taken
