"""Chooses what of an offer is used and writes the SDP answer; holds no state and opens nothing."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from iga_madoguchi.media.sdp import URI_MID, URI_TWCC, Codec, Offer, Section

VIDEO = ("vp8", "vp9", "h264")
OPUS_FMTP = "minptime=10;useinbandfec=1"
# kbit/s, read by Chromium only. After an outage its estimate is near nothing, and at such a rate a key frame
# takes seconds; a wired network always carries the lower one. Each picture's own ceiling holds below it.
BROWSER_RATES = "x-google-min-bitrate=800;x-google-start-bitrate=6000"
_FEEDBACK = {"audio": ("nack",), "video": ("nack", "nack pli", "ccm fir")}


@dataclass(frozen=True)
class Local:
    """Our side of the transport: credentials, certificate fingerprint, DTLS role and host candidates."""

    ufrag: str
    password: str
    fingerprint: tuple[str, str]
    setup: str
    candidates: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Chosen:
    """A section we accept, with the codecs and extensions that both sides use and our sending SSRCs."""

    section: Section
    codecs: tuple[Codec, ...]
    extensions: dict[str, int]
    ssrc: int = 0
    rtx_ssrc: int = 0


def family(codec: Codec) -> str:
    """What must agree for a packet of one side to be understood by the other, payload types aside."""
    parameters = codec.parameters
    if codec.name == "vp9":
        return f"vp9/{parameters.get('profile-id', '0')}"
    if codec.name == "h264":
        level = parameters.get("profile-level-id", "42e01f").lower()
        return f"h264/{parameters.get('packetization-mode', '0')}/{level[:4]}"
    return codec.name


def choose(section: Section, use: Literal["publish", "watch"]) -> Chosen | None:
    """What we accept of a section; None when it is to be answered with port 0."""
    codecs = [codec for codec in section.codecs if _forwardable(section.kind, codec)]
    if section.rejected or not codecs:
        return None
    known = {codec.pt for codec in codecs}
    repairs = [codec for codec in section.codecs if codec.apt in known and codec.apt is not None]
    wanted = (URI_MID, URI_TWCC) if use == "publish" else ()
    extensions = {uri: section.extensions[uri] for uri in wanted if uri in section.extensions}
    if use == "publish":
        return Chosen(section, (*codecs, *repairs), extensions)
    return Chosen(section, (*codecs, *repairs), extensions, _new_ssrc(), _new_ssrc())


def wants_media(section: Section, use: Literal["publish", "watch"]) -> bool:
    return section.direction in ("sendrecv", "sendonly" if use == "publish" else "recvonly")


def write(
    offer: Offer, chosen: Sequence[Chosen | None], use: Literal["publish", "watch"], local: Local
) -> str:
    """The answer to `offer`; `chosen` has one entry per section."""
    used = [c.section.mid for c in chosen if c is not None]
    lines = [
        "v=0",
        f"o=- {secrets.randbits(62)} 1 IN IP4 0.0.0.0",
        "s=-",
        "t=0 0",
        f"a=group:BUNDLE {' '.join(used)}",
        "a=msid-semantic: WMS *",
    ]
    for section, choice in zip(offer.sections, chosen, strict=True):
        if choice is None:
            formats = section.formats or "0"
            lines += [f"m={section.kind} 0 {section.protocol} {formats}", "c=IN IP4 0.0.0.0"]
            lines += [f"a=mid:{section.mid}", "a=inactive"]
        else:
            lines += _accepted(choice, use, local)
    return "\r\n".join(lines) + "\r\n"


def _accepted(choice: Chosen, use: Literal["publish", "watch"], local: Local) -> list[str]:
    section = choice.section
    host, port = local.candidates[0]
    direction = "recvonly" if use == "publish" else "sendonly"
    lines = [
        f"m={section.kind} {port} {section.protocol} {' '.join(str(c.pt) for c in choice.codecs)}",
        f"c=IN {_net(host)} {host}",
        "a=rtcp:9 IN IP4 0.0.0.0",
        f"a=mid:{section.mid}",
        f"a={direction if wants_media(section, use) else 'inactive'}",
        "a=rtcp-mux",
        *(["a=rtcp-rsize"] if section.reduced_size else []),
        f"a=ice-ufrag:{local.ufrag}",
        f"a=ice-pwd:{local.password}",
        f"a=fingerprint:{local.fingerprint[0]} {local.fingerprint[1]}",
        f"a=setup:{local.setup}",
    ]
    lines += [f"a=extmap:{number} {uri}" for uri, number in choice.extensions.items()]
    for codec in choice.codecs:
        lines += _codec_lines(codec, section.kind, use)
    if use == "watch":
        lines += _stream_lines(choice)
    for order, (address, own_port) in enumerate(local.candidates):
        priority = 126 << 24 | (65535 - order) << 8 | 255
        lines.append(f"a=candidate:{order + 1} 1 udp {priority} {address} {own_port} typ host")
    return [*lines, "a=end-of-candidates"]


def _codec_lines(codec: Codec, kind: str, use: Literal["publish", "watch"]) -> list[str]:
    channels = f"/{codec.channels}" if codec.channels > 1 else ""
    lines = [f"a=rtpmap:{codec.pt} {_spelled(codec.name)}/{codec.rate}{channels}"]
    fmtp = OPUS_FMTP if codec.name == "opus" else codec.fmtp
    if use == "publish" and codec.name in VIDEO:
        fmtp = ";".join(part for part in (fmtp, BROWSER_RATES) if part)
    if fmtp:
        lines.append(f"a=fmtp:{codec.pt} {fmtp}")
    if codec.name == "rtx":
        return lines
    # Browsers answer NACK for Opus although they never offer it: 5 % loss becomes inaudible.
    feedback = [name for name in _FEEDBACK[kind] if name in codec.feedback or codec.name == "opus"]
    if use == "publish" and "transport-cc" in codec.feedback:
        feedback.append("transport-cc")
    return lines + [f"a=rtcp-fb:{codec.pt} {name}" for name in feedback]


def _stream_lines(choice: Chosen) -> list[str]:
    kind, slot = choice.section.kind, choice.section.index
    # Voice and face share a stream so that the browser keeps lips and voice together; paper stands alone.
    stream = "person" if slot < 2 else f"paper{slot}"
    lines = [f"a=msid:{stream} {kind}{slot}"]
    if any(codec.name == "rtx" for codec in choice.codecs):
        lines.append(f"a=ssrc-group:FID {choice.ssrc} {choice.rtx_ssrc}")
        return [*lines, f"a=ssrc:{choice.ssrc} cname:{stream}", f"a=ssrc:{choice.rtx_ssrc} cname:{stream}"]
    return [*lines, f"a=ssrc:{choice.ssrc} cname:{stream}"]


def _forwardable(kind: str, codec: Codec) -> bool:
    if kind == "audio":
        return codec.name == "opus" and codec.rate == 48000
    return codec.name in VIDEO and codec.rate == 90000


def _spelled(name: str) -> str:
    return name if name in ("opus", "rtx") else name.upper()


def _net(host: str) -> str:
    return "IP6" if ":" in host else "IP4"


def _new_ssrc() -> int:
    return secrets.randbelow((1 << 32) - 2) + 1
