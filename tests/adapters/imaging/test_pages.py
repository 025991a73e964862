"""What the page looks like: straight, white, sharp, colours kept, small."""

from __future__ import annotations

import io
from functools import lru_cache

import cv2
import numpy as np
import pytest
from PIL import Image

from iga_madoguchi.adapters.imaging import cleaning, work
from iga_madoguchi.adapters.imaging.pixels import Picture
from iga_madoguchi.adapters.imaging.stacking import stack
from iga_madoguchi.domain.papers.ports import Corner, Still
from iga_madoguchi.errors import InvalidInput
from tests.scenes import reader, scenes
from tests.scenes.chart import A4_MM, MARKER_MM, STAMP_MM
from tests.scenes.scenes import Scene

SEED = 3004  # blue-free wood, a strong fall-off of light


@lru_cache(maxsize=1)
def shot() -> tuple[Scene, Still]:
    scene = scenes.standard(SEED, frames=4, hands=False, charts=1)
    return scene, work.still([scenes.jpeg(frame) for frame in scene.frames])


def opened(data: bytes) -> Picture:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


@lru_cache(maxsize=1)
def upright() -> Picture:
    scene, still = shot()
    made = work.straighten(still.received, still.corners, scene.turn)
    assert (made.page_width, made.page_height) == (1819, 2573)
    return opened(made.page)


def at(page: Picture, left: float, top: float, right: float, bottom: float) -> Picture:
    """A part of the page by millimetres."""
    x, y = page.shape[1] / A4_MM[0], page.shape[0] / A4_MM[1]
    return page[round(top * y) : round(bottom * y), round(left * x) : round(right * x)]


def test_the_page_lies_as_the_sheet_lay_and_is_small_enough() -> None:
    scene, still = shot()
    assert (still.width, still.height) == (3840, 2160) == Image.open(io.BytesIO(still.received)).size
    assert (still.page_width, still.page_height) == (2573, 1819) == Image.open(io.BytesIO(still.page)).size
    assert len(still.page) <= 1_200_000
    assert still.corners is not None
    assert scene.error_mm(np.array([[c.x, c.y] for c in still.corners], np.float32)) < 0.5


def test_paper_is_white_all_over_in_spite_of_the_lamp() -> None:
    scene, _ = shot()
    raw = scene.frames[0].reshape(-1, 3).astype(float)
    assert raw[raw.mean(1) > 100].std() > 15, "the lamp left the desk uneven"
    page = upright()
    spots = [at(page, x, y, x + 3, y + 3) for x in (3, 103, 204) for y in (3, 290)]
    for spot in spots:
        assert np.abs(spot.mean((0, 1)) - cleaning.WHITE).max() < 6


def test_a_red_stamp_stays_red_and_a_marker_yellow() -> None:
    page = upright().astype(int)
    x, y, radius = STAMP_MM
    ring = at(page, x - radius - 1, y - 3, x - radius + 2, y + 3).reshape(-1, 3)
    inked = ring[ring[:, 1].argsort()[:60]].mean(0)
    assert inked[0] > 150
    assert inked[0] - inked[1:].max() > 60
    left, top, right, _ = MARKER_MM
    yellow = np.median(at(page, right - 12, top + 2.5, right - 2, top + 4.0).reshape(-1, 3), axis=0)
    assert yellow[:2].min() > 180
    assert yellow[2] < 140


def test_what_is_wide_and_dark_or_coloured_does_not_turn_white() -> None:
    sheet = np.full((1200, 850, 3), 200, np.uint8)
    sheet[100:300, 100:700] = (20, 20, 20)
    sheet[500:800, 100:700] = (60, 150, 60)
    page = cleaning.clean(sheet, even=True).astype(int)
    assert page[200, 400].max() < 60, "a black bar"
    assert page[650, 400, 1] - page[650, 400, [0, 2]].max() > 60, "a green field"
    assert np.abs(page[1000, 400] - cleaning.WHITE).max() <= 3


def test_small_print_can_be_read() -> None:
    scene, _ = shot()
    assert scene.chart is not None
    cut = reader.from_page(upright())
    for block in scene.chart.blocks:
        if block.points in (5, 8):
            wrong, count = reader.mistakes(block, cut)
            assert wrong / count <= 0.02, f"{block.points} pt {block.face}"


def test_the_desk_turns_the_page_and_moves_a_corner() -> None:
    _, still = shot()
    assert still.corners is not None
    turned = work.straighten(still.received, still.corners, 90)
    assert (turned.page_width, turned.page_height) == (1819, 2573)
    assert turned.corners == still.corners
    assert turned.certain
    straight = opened(still.page).astype(int)
    clockwise = np.rot90(straight, -1)
    assert np.abs(opened(turned.page).astype(int) - clockwise).mean() < 4
    whole = work.straighten(still.received, None, 180)
    assert (whole.page_width, whole.page_height, whole.corners) == (3840, 2160, None)
    assert np.abs(opened(whole.page).astype(int) - opened(still.received)[::-1, ::-1]).mean() < 4


@pytest.mark.parametrize(
    "corners",
    [
        ((0, 0), (300, 0), (300, 200)),
        ((0, 0), (300, 0), (300, 200), (float("nan"), 200)),
        ((0, 0), (300, 0), (300, 200), (1e9, 200)),
        ((0, 0), (300, 200), (300, 0), (0, 200)),
        ((0, 0), (0, 200), (300, 200), (300, 0)),
        ((5, 5), (6, 5), (6, 6), (5, 6)),
        ((0, 0), (0, 0), (0, 0), (0, 0)),
    ],
    ids=["three", "nan", "far", "crossed", "anticlockwise", "tiny", "one point"],
)
def test_corners_that_are_no_sheet_are_refused(corners: tuple[tuple[float, float], ...]) -> None:
    data = scenes.jpeg(np.full((200, 300, 3), 90, np.uint8))
    with pytest.raises(InvalidInput) as refused:
        work.straighten(data, tuple(Corner(*corner) for corner in corners), 0)
    assert refused.value.code == "papers.picture.corners"


def test_only_quarter_turns() -> None:
    with pytest.raises(InvalidInput) as refused:
        work.straighten(scenes.jpeg(np.full((200, 300, 3), 90, np.uint8)), None, 45)
    assert refused.value.code == "papers.picture.turn"


def noisy(picture: Picture, seed: int) -> Picture:
    grain = np.random.default_rng(seed).normal(0, 4, picture.shape)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def text_like() -> Picture:
    """Dark strokes on light paper, nowhere the same."""
    chance, clear = np.random.default_rng(8), np.full((720, 1280, 3), 220, np.uint8)
    for _ in range(900):
        x, y = chance.integers(0, 1260), chance.integers(0, 700)
        clear[y : y + chance.integers(3, 16), x : x + chance.integers(3, 16)] = 40
    return cv2.GaussianBlur(clear, (0, 0), 0.8).astype(np.uint8)  # as a lens would


def test_frames_of_the_same_scene_are_averaged() -> None:
    clear = text_like()
    frames = [noisy(clear, seed) for seed in range(4)]
    one, four = (np.abs(p.astype(int) - clear).mean() for p in (frames[0], stack(frames)))
    assert four < 0.62 * one


def test_a_frame_that_shook_a_little_is_laid_over_the_first() -> None:
    clear = text_like()
    moved = [noisy(np.roll(clear, (3, -2), (0, 1)), seed) for seed in (1, 2, 3)]
    first = noisy(clear, 0)
    alone, made = (
        np.abs(p.astype(int) - clear)[20:-20, 20:-20].mean() for p in (first, stack([first, *moved]))
    )
    assert made < 0.8 * alone, "letters are where they were, and less noisy"


def test_a_frame_in_which_something_moved_is_left_out() -> None:
    clear = text_like()
    first, second = noisy(clear, 0), noisy(clear, 1)
    second[400:720, 800:1280] = (224, 172, 140)
    assert (stack([first, second]) == first).all()
    other = noisy(np.full((720, 1280, 3), 90, np.uint8), 2)
    smaller = noisy(clear[:360], 3)
    assert (stack([first, other, smaller]) == first).all()
