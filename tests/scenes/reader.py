"""Reads the chart with tesseract, block by block, and counts the characters it got wrong. Debian:
tesseract-ocr, tesseract-ocr-jpn.
"""

from __future__ import annotations

import subprocess
import unicodedata
from collections.abc import Callable

import cv2
import numpy as np

from tests.scenes.camera import Floats, Picture
from tests.scenes.chart import A4_MM, Block

READ_S = 60  # s for one block


def read(block: Picture) -> str:
    """What stands in a picture of a few lines; spaces are dropped, they mean nothing in Japanese."""
    larger = cv2.resize(block, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    _, data = cv2.imencode(".png", cv2.cvtColor(larger, cv2.COLOR_RGB2GRAY))
    done = subprocess.run(
        ["tesseract", "stdin", "stdout", "-l", "jpn", "--psm", "6", "--dpi", "400"],
        input=data.tobytes(),
        capture_output=True,
        timeout=READ_S,
        check=True,
        env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin"},
    )
    return _plain(done.stdout.decode("utf-8"))


def mistakes(block: Block, cut: Callable[[Block], Picture]) -> tuple[int, int]:
    """Wrong, missing and surplus characters, and how many there are."""
    wanted = _plain(block.text)
    return _distance(wanted, read(cut(block))), len(wanted)


def from_page(page: Picture) -> Callable[[Block], Picture]:
    """Cuts blocks out of an upright page that shows exactly the sheet."""
    per_mm = np.array([page.shape[1] / A4_MM[0], page.shape[0] / A4_MM[1]] * 2)

    def cut(block: Block) -> Picture:
        left, top, right, bottom = np.round(np.array(block.box) * per_mm).astype(int)
        return page[top:bottom, left:right]

    return cut


def from_picture(picture: Picture, corners: Floats) -> Callable[[Block], Picture]:
    """Cuts blocks out of the camera's own picture, turned as exactly as anybody could turn it by hand."""
    sheet = np.array([[0, 0], [A4_MM[0], 0], A4_MM, [0, A4_MM[1]]], np.float32)
    per_mm = float(np.linalg.norm(corners[1] - corners[0])) / A4_MM[0]
    turned, _ = cv2.estimateAffinePartial2D(corners, sheet * per_mm, method=cv2.LMEDS)
    size = (round(A4_MM[0] * per_mm), round(A4_MM[1] * per_mm))
    return from_page(np.asarray(cv2.warpAffine(picture, turned, size, flags=cv2.INTER_CUBIC), np.uint8))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _distance(one: str, two: str) -> int:
    row = list(range(len(two) + 1))
    for i, letter in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(two, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != other))
    return row[-1]
