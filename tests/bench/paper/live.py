"""What a desk sees of the document camera in the live picture: 1080p, VP8, as a browser encodes it."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

import cv2
import numpy as np

from tests.scenes.camera import Picture

SIZE = (1920, 1080)
RATE, FRAMES, BITS = 15, 45, "1600k"


def halved(frame: Picture) -> Picture:
    """A 4K picture as a clone of the track at 1080p."""
    return np.asarray(cv2.resize(frame, SIZE, interpolation=cv2.INTER_AREA), np.uint8)


def over_vp8(frames: Sequence[Picture]) -> Picture:
    """The last picture of three seconds of a paper that lies still, encoded in real time and decoded."""
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{SIZE[0]}x{SIZE[1]}"]
    shown = [halved(frame).tobytes() for frame in frames]
    encoded = _ffmpeg(
        [*raw, "-r", str(RATE), "-i", "-"],
        ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "5", "-b:v", BITS, "-f", "ivf", "-"],
        b"".join(shown[number % len(shown)] for number in range(FRAMES)),
    )
    decoded = _ffmpeg(["-f", "ivf", "-i", "-"], [*raw[:4], "-"], encoded)
    size = SIZE[0] * SIZE[1] * 3
    return np.frombuffer(decoded[-size:], np.uint8).reshape(SIZE[1], SIZE[0], 3)


def _ffmpeg(source: list[str], target: list[str], data: bytes) -> bytes:
    command = ["ffmpeg", "-v", "error", "-threads", "1", *source, *target]
    return subprocess.run(command, input=data, capture_output=True, check=True, timeout=120).stdout
