"""The fake cameras must say who they are, or every journey that believes them proves nothing."""

from __future__ import annotations

from pathlib import Path

import av
import pytest
from av.video.frame import VideoFrame
from hypothesis import given
from hypothesis import strategies as st

from tests import fakecam
from tests.fakecam import Camera


@given(st.integers(0, 15), st.integers(0, 4095))
def test_a_picture_is_read_back(ident: int, counter: int) -> None:
    camera = Camera(ident, "any", 64, 48)
    assert fakecam.read_luma(fakecam.luma(camera, counter), 64, 48) == (ident, counter)


@pytest.mark.parametrize("grey", [0, 16, 128, 255])
def test_an_even_picture_is_nobody(grey: int) -> None:
    assert fakecam.read_luma(bytes([grey]) * (64 * 48), 64, 48) is None


@pytest.mark.parametrize("name", ["face.mjpeg", "face.y4m"])
def test_a_file_counts_its_pictures(tmp_path: Path, name: str) -> None:
    fakecam.write_video(tmp_path / name, Camera(5, "face", 320, 180), seconds=0.5)
    with av.open(str(tmp_path / name)) as file:
        planes = [_grey(frame) for frame in file.decode(video=0)]
    assert [fakecam.read_luma(plane, 320, 180) for plane in planes] == [(5, at) for at in range(15)]


def _grey(frame: VideoFrame) -> bytes:
    plane = frame.planes[0]
    rows = bytes(plane)
    return b"".join(rows[at : at + frame.width] for at in range(0, len(rows), plane.line_size))
