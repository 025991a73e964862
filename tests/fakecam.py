"""Cameras whose pictures say which camera and which picture they are, and microphones that are one tone.

A picture is a grid of 6 x 4 squares, black or white: 4 bits camera id, 12 bits counter, 8 bits check. It
survives VP8 at 320x180. Every page can have cameras and a tone of its own inside ONE Chromium (scripted
devices), or Chromium is given files for its own fake device (the true capture path).

Scripted devices (the usual way)::

    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=fakecam.chromium_args())
    page = browser.new_context(permissions=["camera", "microphone"]).new_page()
    page.add_init_script(fakecam.devices_script(
        [Camera(1, "顔カメラ"), Camera(2, "書画カメラ", 1920, 1080, 15)], [Microphone(440)]))

Device files::

    fakecam.write_video(folder / "face.mjpeg", Camera(3, "face"), seconds=10)  # .y4m: no decoding, large
    fakecam.write_beeps(folder / "voice.wav", hertz=660)
    args = fakecam.chromium_args(video=folder / "face.mjpeg", audio=folder / "voice.wav")
    page.add_init_script(fakecam.devices_script([Camera(2, "書画カメラ")], keep_real=True))

Reading, in the page (`window.fakecam` exists after any `devices_script`, also one without devices)::

    page.evaluate(fakecam.SEE, "[data-testid=remote-camera]")  # {"id": 1, "counter": 812, "at": ms} or None
    page.evaluate(fakecam.MOVES, "[data-testid=paper-live]")   # {"id": 2, "pictures": 7} after 0.5 s
    page.evaluate(fakecam.HEAR, "audio")                       # {"hertz": 445.3, "level": 0.2}; 12 Hz steps
    fakecam.age(reading, fps)               # JS: ms since a scripted camera drew this picture
    fakecam.watch(video)                    # JS: an array that gets a reading for every picture presented
    fakecam.lay(device_id, data_url)        # JS: from now on a scripted camera sees this picture
    fakecam.unplug(device_id)               # JS: pulls a scripted device's cable
    fakecam.refuse = "NotAllowedError"      # JS: every getUserMedia is refused from now on

The counter of a scripted camera is floor(wall clock ms * fps / 1000) mod 4096, so on one machine a reader
knows the delay; that of a file counts its pictures from 0 and starts again when the file does.
"""

from __future__ import annotations

import json
import math
import struct
import wave
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

COLUMNS, ROWS = 6, 4
DARK, LIGHT = 40, 220
COUNTER_END = 4096

SEE = "(selector) => fakecam.read(document.querySelector(selector))"
"""Selector of a <video> -> {"id", "counter", "at" (ms since 1970)} or None."""

MOVES = """async (selector) => {
    const seen = [], video = document.querySelector(selector), end = performance.now() + 500;
    while (performance.now() < end) {
        const one = fakecam.read(video);
        if (one) seen.push(one);
        await new Promise((next) => setTimeout(next, 15));
    }
    return seen.length ? {id: seen[0].id, pictures: new Set(seen.map((s) => s.counter)).size} : null;
}"""
"""Selector of a <video> -> {"id", "pictures": different ones within 0.5 s} or None: none of ours."""

HEAR = """async (selector) => {
    const heard = [];
    for (const element of document.querySelectorAll(selector)) {
        if (!element.srcObject || !element.srcObject.getAudioTracks().length) continue;
        const ear = fakecam.ear(element.srcObject);
        await new Promise((next) => setTimeout(next, 300));
        heard.push(ear.hear());
    }
    return heard.sort((a, b) => b.level - a.level)[0] ?? null;
}"""
"""Selector of media elements -> {"hertz", "level"} of the loudest of them, or None when none has sound."""


@dataclass(frozen=True)
class Camera:
    """A camera; `ident` 0-15 is what its pictures say, `device_id` what the page asks for."""

    ident: int
    label: str
    width: int = 1280
    height: int = 720
    fps: int = 30
    device_id: str = ""
    still: bool = False  # every picture is number 0, as over a sheet that nobody moves
    driven: bool = False  # its pictures come from a thread of their own, not from the page's

    def __post_init__(self) -> None:
        if not 0 <= self.ident <= 15:
            raise ValueError("a camera's ident has four bits")
        if not self.device_id:
            object.__setattr__(self, "device_id", f"fakecam-{self.ident}")


@dataclass(frozen=True)
class Microphone:
    """A scripted microphone: one steady tone."""

    hertz: float
    label: str = "マイク"
    device_id: str = field(default="")

    def __post_init__(self) -> None:
        if not self.device_id:
            object.__setattr__(self, "device_id", f"fakecam-{self.hertz:g}hz")


def chromium_args(video: Path | None = None, audio: Path | None = None) -> list[str]:
    """Chromium's switches: no permission prompt, sound without a gesture, no throttling in the back."""
    args = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        "--autoplay-policy=no-user-gesture-required",
        "--disable-background-timer-throttling",
        "--disable-backgrounding-occluded-windows",
        "--disable-renderer-backgrounding",
        "--disable-dev-shm-usage",
        "--no-sandbox",
    ]
    if video is not None:
        args.append(f"--use-file-for-fake-video-capture={video}")
    if audio is not None:
        args.append(f"--use-file-for-fake-audio-capture={audio}")
    return args


def devices_script(
    cameras: Sequence[Camera] = (), microphones: Sequence[Microphone] = (), *, keep_real: bool = False
) -> str:
    """The init script that gives a page these devices; with `keep_real` they stand beside Chromium's own."""
    devices = {
        "cameras": [asdict(camera) for camera in cameras],
        "microphones": [asdict(microphone) for microphone in microphones],
        "keepReal": keep_real,
    }
    code = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    return f"{code}\nfakecam.install({json.dumps(devices, ensure_ascii=False)});\n"


def bits(ident: int, counter: int) -> list[int]:
    """The 24 squares of a picture, row by row, 1 = white."""
    check = (ident * 31 + (counter & 255) * 7 + (counter >> 8) * 13 + 0x5A) & 255
    word = (ident & 15) << 20 | (counter % COUNTER_END) << 8 | check
    return [word >> (23 - at) & 1 for at in range(COLUMNS * ROWS)]


def luma(camera: Camera, counter: int) -> bytes:
    """The grey plane of one picture: height rows of width bytes."""
    squares = bits(camera.ident, counter)
    edges = [round(camera.width * column / COLUMNS) for column in range(COLUMNS + 1)]
    rows = []
    for row in range(ROWS):
        line = b"".join(
            bytes([LIGHT if squares[row * COLUMNS + column] else DARK]) * (edges[column + 1] - edges[column])
            for column in range(COLUMNS)
        )
        high = round(camera.height * (row + 1) / ROWS) - round(camera.height * row / ROWS)
        rows.append(line * high)
    return b"".join(rows)


def read_luma(plane: bytes, width: int, height: int) -> tuple[int, int] | None:
    """(ident, counter) of a decoded grey plane without row padding, or None when it is not one of ours."""
    word = 0
    for at in range(COLUMNS * ROWS):
        x = round(width * (at % COLUMNS + 0.5) / COLUMNS)
        y = round(height * (at // COLUMNS + 0.5) / ROWS)
        word = word << 1 | (plane[y * width + x] > 127)
    ident, counter = word >> 20, word >> 8 & (COUNTER_END - 1)
    return (ident, counter) if bits(ident, counter)[-8:] == [word >> (7 - n) & 1 for n in range(8)] else None


def frames(camera: Camera, count: int) -> Iterator[VideoFrame]:
    """`count` numbered pictures as PyAV frames (yuv420p, time base 1/fps)."""
    grey = bytes([128]) * (camera.width // 2 * camera.height // 2)
    for counter in range(count):
        frame = VideoFrame(camera.width, camera.height, "yuv420p")
        for plane, data in zip(frame.planes, (luma(camera, counter), grey, grey), strict=True):
            plane.update(_padded(data, plane.width, plane.line_size))
        frame.pts, frame.time_base = counter, Fraction(1, camera.fps)
        yield frame


def _padded(data: bytes, width: int, line_size: int) -> bytes:
    if width == line_size:
        return data
    gap = bytes(line_size - width)
    return b"".join(data[at : at + width] + gap for at in range(0, len(data), width))


def write_video(path: Path, camera: Camera, seconds: float = 10.0) -> Path:
    """Writes numbered pictures as .mjpeg (small) or .y4m (cheap to play); Chromium plays it in a loop."""
    kind, codec, pixels = {
        ".mjpeg": ("mjpeg", "mjpeg", "yuvj420p"),
        ".y4m": ("yuv4mpegpipe", "wrapped_avframe", "yuv420p"),
    }[path.suffix]
    with av.open(str(path), "w", format=kind) as file:
        stream = cast(VideoStream, file.add_stream(codec, rate=camera.fps))
        stream.width, stream.height, stream.pix_fmt = camera.width, camera.height, pixels
        for frame in frames(camera, round(seconds * camera.fps)):
            file.mux(stream.encode(frame.reformat(format=pixels)))
        file.mux(stream.encode())
    return path


def write_beeps(path: Path, hertz: float, seconds: float = 2.0) -> Path:
    """Writes a mono wav of 0.5 s tone and 0.5 s silence: a steady tone would be taken away as noise."""
    rate = 48000
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        for at in range(int(seconds * rate)):
            loud = 9000 if at % rate < rate // 2 else 0
            file.writeframesraw(struct.pack("<h", int(loud * math.sin(2 * math.pi * hertz * at / rate))))
    return path
