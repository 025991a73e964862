"""What is sent: synthetic streams for every server, and real VP8 with real Opus for the one that decodes."""

from __future__ import annotations

import math
import struct
from fractions import Fraction
from functools import cache

import av
from aiortc.codecs.vpx import Vp8Encoder
from av.audio.frame import AudioFrame

from tests.bench.relay.pump import Packet

MILLISECOND = 1_000_000
SECOND = 1000 * MILLISECOND
KEYFRAME = bytes([0x10, 0x50, 0x42, 0x00, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x01])
"""Start of a VP8 packet: descriptor (first packet of a frame), then the header of a key frame of 640x480."""
DELTA = bytes([0x10, 0x51, 0x42, 0x00])
INSIDE = bytes([0x00])

Cycle = tuple[list[Packet], int, int]
"""Packets, length in nanoseconds, length in RTP ticks."""


def synthetic_audio() -> Cycle:
    """50 packets a second of 160 bytes."""
    return [Packet(20 * MILLISECOND * at, 960 * at, False, bytes(160)) for at in range(50)], SECOND, 48000


def synthetic_video() -> Cycle:
    """240 packets a second of 1100 bytes: 30 pictures of 8 packets, evenly spaced, a key frame a second."""
    packets = []
    for at in range(240):
        picture, part = divmod(at, 8)
        start = INSIDE if part else DELTA if picture else KEYFRAME
        packets.append(Packet(at * SECOND // 240, 3000 * picture, part == 7, start.ljust(1100, b"\x55")))
    return packets, SECOND, 90000


@cache
def real_video(seconds: int = 4) -> Cycle:
    """libvpx at 640x480, 30 pictures and about 1 Mbit a second; each picture's packets leave together."""
    encoder = av.CodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt = 640, 480, "yuv420p"
    encoder.bit_rate, encoder.gop_size, encoder.time_base = 1_000_000, 90, Fraction(1, 30)
    encoder.options = {
        "deadline": "realtime",
        "cpu-used": "-6",
        "lag-in-frames": "0",
        "minrate": "1000000",
        "maxrate": "1000000",
        "bufsize": "1000000",
    }
    packetizer = Vp8Encoder()
    packets: list[Packet] = []
    with av.open(f"testsrc2=size=640x480:rate=30:duration={seconds}", format="lavfi") as film:
        for picture, frame in enumerate(film.decode(video=0)):
            frame.pict_type = (
                av.video.frame.PictureType.I if picture == 0 else av.video.frame.PictureType.NONE
            )
            frame.pts, frame.time_base = picture, Fraction(1, 30)
            for encoded in encoder.encode(frame.reformat(format="yuv420p")):
                payloads, _ = packetizer.pack(encoded)
                for payload in payloads:
                    last = payload is payloads[-1]
                    packets.append(Packet(picture * SECOND // 30, picture * 3000, last, payload))
    return packets, seconds * SECOND, seconds * 90000


@cache
def real_audio(seconds: int = 2) -> Cycle:
    """Opus of a tone, 50 packets a second."""
    encoder = av.CodecContext.create("libopus", "w")
    encoder.format, encoder.layout, encoder.sample_rate = "s16", "mono", 48000
    encoder.bit_rate, encoder.time_base = 32000, Fraction(1, 48000)
    encoder.options = {"application": "voip", "frame_duration": "20"}
    packets: list[Packet] = []
    for at in range(50 * seconds):
        frame = AudioFrame(format="s16", layout="mono", samples=960)
        tone = (int(8000 * math.sin(2 * math.pi * 440 * (960 * at + n) / 48000)) for n in range(960))
        frame.planes[0].update(struct.pack("<960h", *tone))
        frame.sample_rate, frame.pts = 48000, 960 * at
        for encoded in encoder.encode(frame):
            number = len(packets)
            packets.append(Packet(20 * MILLISECOND * number, 960 * number, False, bytes(encoded)))
    return packets, 20 * MILLISECOND * len(packets), 960 * len(packets)
