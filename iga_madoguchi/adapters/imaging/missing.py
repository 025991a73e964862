"""A sheet of which one edge cannot be made out: white on white, lit from that side. Three edges and the
knowledge that it is an A4 sheet seen by a camera tell where the fourth must be.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from iga_madoguchi.adapters.imaging.lines import Line
from iga_madoguchi.adapters.imaging.pixels import Floats, Picture
from iga_madoguchi.adapters.imaging.shapes import A_SERIES, FOCAL

_LINES = 44  # of the longest lines take part
_SWEEP = np.linspace(-0.025, 0.025, 21, dtype=np.float32)  # of the sheet's length around the expected place
_LEAN = np.linspace(-0.005, 0.005, 5, dtype=np.float32)  # and so much more at its other end
_SAMPLES = 48
_DOUBT = 200.0  # steps of the raised view that a place further off must show more

Numbers = npt.NDArray[np.float64]


def with_three_edges(found: list[Line], width: int, height: int) -> tuple[Floats, Numbers]:
    """Quadrilaterals (n, 4, 2): the first three edges lie on lines, the last one is where it has to be. The
    first edge runs between the two sides that are known, so the missing one is from corner 2 to corner 3.
    And which share of the three was seen as a line."""
    found = found[:_LINES]
    if len(found) < 3:
        return np.zeros((0, 4, 2), np.float32), np.zeros(0)
    focal, middle = FOCAL * max(width, height), np.array([(width - 1) / 2, (height - 1) / 2])
    rays = np.array(
        [[*line.normal, (float(line.normal @ middle) - line.distance) / focal] for line in found], np.float64
    )  # line . (x, y, 1) = 0 for directions (x, y, 1) from the camera
    one, two = np.triu_indices(len(found), 1)
    parallel = np.abs((rays[one, :2] * rays[two, :2]).sum(1)) > np.cos(np.deg2rad(16))
    one, two = one[parallel], two[parallel]
    sides, base = np.repeat(np.arange(len(one)), len(found)), np.tile(np.arange(len(found)), len(one))
    left, right = one[sides], two[sides]
    crossing = np.abs((rays[left, :2] * rays[base, :2]).sum(1)) < np.sin(np.deg2rad(20))
    left, right, base = left[crossing], right[crossing], base[crossing]
    down = np.cross(rays[left], rays[right])
    down /= np.linalg.norm(down, axis=1, keepdims=True) + 1e-12
    across = np.cross(rays[base], down)
    across /= np.linalg.norm(across, axis=1, keepdims=True) + 1e-12
    first, second = np.cross(rays[left], rays[base]), np.cross(rays[right], rays[base])
    usable = (np.abs(first[:, 2]) > 1e-6) & (np.abs(second[:, 2]) > 1e-6)
    first, second, down, across = first[usable], second[usable], down[usable], across[usable]
    left, right, base = left[usable], right[usable], base[usable]
    first, second = first / first[:, 2:], second / second[:, 2:]
    # How far along the second ray: the way from the first corner must run along the sheet.
    normal = np.cross(across, down)
    second = second * ((normal * first).sum(1) / ((normal * second).sum(1) + 1e-12))[:, None]
    length = np.linalg.norm(second - first, axis=1, keepdims=True)
    quads = []
    for share in (A_SERIES, 1 / A_SERIES):
        for sign in (1, -1):
            far = down * length * share * sign
            corners = np.stack([first, second, second + far, first + far], 1)
            quads.append(corners[..., :2] / np.maximum(corners[..., 2:], 1e-3) * focal + middle)
    all_quads = np.concatenate(quads).astype(np.float32)
    sides = np.maximum(np.linalg.norm(np.roll(all_quads, -1, 1) - all_quads, axis=2), 1.0)
    lengths = np.array([line.length for line in found])
    drawn = np.stack([np.tile(lengths[line], len(quads)) for line in (base, right, left)], 1)
    return all_quads, np.minimum(drawn / sides[:, [0, 1, 3]], 1).mean(1)


def place_fourth(view: Picture, quads: Floats) -> Floats:
    """The quadrilaterals with their last edge moved to where the raised view shows most of it."""
    if not len(quads):
        return quads
    near, far = quads[:, [1, 0]], quads[:, [2, 3]]  # both sides, known end and expected end
    sweep, lean = np.meshgrid(_SWEEP, _LEAN, indexing="ij")
    reach = 1 + np.stack([sweep + lean, sweep - lean], -1).reshape(1, -1, 2, 1)
    ends = near[:, None] + (far - near)[:, None] * reach
    start, end = ends[:, :, 0], ends[:, :, 1]
    steps = np.linspace(0.03, 0.97, _SAMPLES, dtype=np.float32)
    places = start[:, :, None] + (end - start)[:, :, None] * steps[:, None]
    towards = (near.mean(1) - far.mean(1))[:, None, None]
    inwards = towards / (np.linalg.norm(towards, axis=-1, keepdims=True) + 1e-6)
    step = np.minimum(taken(view, places + inwards * 1.5), taken(view, places + inwards * 4)) - taken(
        view, places - inwards * 1.5
    )
    shown = np.clip(step, -10, 25).mean(-1) - _DOUBT * np.abs(sweep).reshape(-1)
    chosen = shown.argmax(1)
    rows = np.arange(len(quads))
    moved = quads.copy()
    moved[:, 2], moved[:, 3] = start[rows, chosen], end[rows, chosen]
    return moved


def taken(view: Picture, places: Floats) -> Floats:
    """What the view shows at places (..., 2)."""
    flat = places.reshape(places.shape[0], -1, 2).astype(np.float32)
    # OpenCV takes no more than 32767 rows at once.
    parts = np.array_split(flat, flat.shape[0] // 20_000 + 1)
    values = [
        cv2.remap(view, part[..., 0], part[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        for part in parts
    ]
    return np.concatenate(values).reshape(places.shape[:-1]).astype(np.float32)
