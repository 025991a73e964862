"""A small fixed slice of the scenes: where the sheet is, and whether the finder knows how sure it is. The
full set is `make bench NAME=paper`.
"""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from iga_madoguchi.adapters.imaging import corner, missing
from iga_madoguchi.adapters.imaging.lines import Line
from iga_madoguchi.adapters.imaging.shapes import clockwise, is_convex
from iga_madoguchi.adapters.imaging.sheet import find_sheet
from iga_madoguchi.adapters.imaging.straightening import page_size
from tests.scenes import scenes
from tests.scenes.camera import Lens

HALF = Lens(1920, 1080)


@pytest.mark.parametrize("seed", range(3000, 3006))
def test_a_sheet_on_each_desk_is_found_to_a_millimetre(seed: int) -> None:
    scene = scenes.standard(seed, lens=HALF, charts=1)
    sheet = find_sheet(scene.frames[0])
    assert sheet is not None
    assert scene.error_mm(sheet.corners) < 0.5
    assert is_convex(sheet.corners)


@pytest.mark.parametrize("seed", [1000, 1006, 4016])
def test_a_sheet_on_other_sheets_is_found_but_not_called_certain(seed: int) -> None:
    scene = scenes.hard(seed, lens=HALF, charts=1)
    sheet = find_sheet(scene.frames[0])
    assert sheet is not None
    assert scene.error_mm(sheet.corners) < 2.0
    assert not sheet.certain, "another sheet looks out from under it"


def test_a_lone_sheet_on_a_dark_desk_is_certain() -> None:
    scene = scenes.standard(3000, lens=HALF, hands=False, charts=1)
    sheet = find_sheet(scene.frames[0])
    assert sheet is not None
    assert sheet.certain


@pytest.mark.parametrize("seed", range(6))
def test_an_empty_desk_has_no_sheet(seed: int) -> None:
    sheet = find_sheet(scenes.bare(seed, HALF).frames[0])
    assert sheet is None or not sheet.certain


def test_a_card_keeps_its_shape() -> None:
    scene = scenes.card(3000, lens=HALF)
    sheet = find_sheet(scene.frames[0])
    assert sheet is not None
    assert scene.error_mm(sheet.corners) < 1.0
    width, height = page_size(scene.frames[0], sheet.corners)
    assert width / height == pytest.approx(85.6 / 53.98, rel=0.01)


def test_lines_between_which_no_sheet_has_room_are_no_sheet() -> None:
    view = np.full((400, 960), 160, np.uint8)
    across = Line(np.array([0, 1], np.float32), 200.0, 900.0)
    down = Line(np.array([1, 0], np.float32), 480.0, 500.0)
    assert corner.with_two_edges([across, down], view).shape == (0, 4, 2)
    assert missing.with_three_edges([across, down], 960, 400)[0].shape == (0, 4, 2)


def test_corners_run_clockwise_from_the_top_left() -> None:
    square = np.array([[10, 10], [100, 20], [90, 120], [5, 110]], np.float32)
    for shuffled in ([2, 0, 3, 1], [3, 2, 1, 0], [1, 2, 3, 0]):
        assert (clockwise(square[shuffled]) == square).all()


def test_the_same_seed_draws_the_same_scene() -> None:
    one, two = scenes.hard(9, lens=HALF, charts=1), scenes.hard(9, lens=HALF, charts=1)
    assert (one.frames[0] == two.frames[0]).all()
    assert (one.corners == two.corners).all()
    assert Image.open(io.BytesIO(scenes.jpeg(one.frames[0]))).size == (1920, 1080)
