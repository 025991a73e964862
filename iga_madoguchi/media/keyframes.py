"""Recognises the first packet of a picture that needs no other, from the payload header alone."""

from __future__ import annotations

_H264_IDR, _H264_SPS, _H264_STAP_A, _H264_FU_A = 5, 7, 24, 28


def begins_keyframe(codec: str, payload: memoryview) -> bool:
    """True for the first packet of a key frame of `vp8`, `vp9` or `h264`; anything else is never one."""
    if len(payload) < 2:
        return False
    if codec == "vp8":
        return _vp8(payload)
    if codec == "vp9":
        return _vp9(payload)
    return codec == "h264" and _h264(payload)


def _vp8(payload: memoryview) -> bool:
    first, at = payload[0], 1
    if first & 0x17 != 0x10:  # start of partition 0
        return False
    if first & 0x80:
        extension = payload[1]
        at += 1
        if extension & 0x80:
            at += 2 if len(payload) > at and payload[at] & 0x80 else 1
        at += bool(extension & 0x40) + bool(extension & 0x30)
    return len(payload) > at and not payload[at] & 1


def _vp9(payload: memoryview) -> bool:
    return payload[0] & 0x48 == 0x08  # begins a frame that is not predicted from another


def _h264(payload: memoryview) -> bool:
    kind = payload[0] & 31
    if kind == _H264_STAP_A and len(payload) > 3:
        kind = payload[3] & 31
    elif kind == _H264_FU_A and payload[1] & 0x80:
        kind = payload[1] & 31
    return kind in (_H264_IDR, _H264_SPS)
