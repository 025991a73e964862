"""Reads an SDP offer into plain facts and refuses what is unusable; never answers and never keeps text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from iga_madoguchi.errors import InvalidInput

MAX_BYTES = 64 * 1024
MAX_LINES = 2000  # a browser writes about a hundred for each section
MAX_SECTIONS = 8
MAX_CODECS = 64  # per section; browsers offer about 30
MAX_SSRCS = 16  # per section; audio has one, video two

URI_MID = "urn:ietf:params:rtp-hdrext:sdes:mid"
URI_TWCC = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"

_ICE = re.compile(r"[A-Za-z0-9+/=_-]{4,256}")
_PASSWORD = re.compile(r"[A-Za-z0-9+/=_-]{22,256}")
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,64}")
_MEDIA = re.compile(r"(audio|video|application|text|message|image) (\d{1,5}) ([A-Za-z0-9/]{1,40})((?: \S+)*)")
_RTPMAP = re.compile(r"(\d{1,3}) ([A-Za-z0-9._-]{1,40})/(\d{1,7})(?:/(\d))?")
_EXTMAP = re.compile(r"(\d{1,5})(?:/\w+)? (\S{1,200})(?: .*)?")
_SSRC = re.compile(r"(\d{1,10})(?: .*)?")
_DIGESTS = {"sha-256": 32, "sha-384": 48, "sha-512": 64}  # bytes
_DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")
_ROLES = ("actpass", "active", "passive")


@dataclass(frozen=True)
class Codec:
    """One payload type of a section: `name` in lower case, `fmtp` as it was written."""

    pt: int
    name: str
    rate: int
    channels: int = 1
    fmtp: str = ""
    feedback: tuple[str, ...] = ()

    @property
    def parameters(self) -> dict[str, str]:
        pairs = (part.strip().partition("=") for part in self.fmtp.split(";") if part.strip())
        return {key.lower(): value for key, _, value in pairs}

    @property
    def apt(self) -> int | None:
        """For rtx, the payload type that is repaired."""
        value = self.parameters.get("apt", "") if self.name == "rtx" else ""
        return int(value) if value.isdigit() and len(value) < 4 else None


@dataclass(frozen=True)
class Transport:
    """How the other side of a section is reached and recognised."""

    ufrag: str = ""
    password: str = ""
    fingerprints: tuple[tuple[str, str], ...] = ()
    setup: str = ""


@dataclass(frozen=True)
class Section:
    """One m-line with everything below it; `rejected` sections are answered with port 0."""

    index: int
    kind: str
    protocol: str
    formats: str
    mid: str
    direction: str = "sendrecv"
    codecs: tuple[Codec, ...] = ()
    extensions: dict[str, int] = field(default_factory=dict)
    ssrcs: tuple[int, ...] = ()
    repairs: dict[int, int] = field(default_factory=dict)  # RTX SSRC -> SSRC it repairs
    transport: Transport = Transport()
    rejected: bool = False
    reduced_size: bool = False


@dataclass(frozen=True)
class Offer:
    """A usable offer: one bundled transport and its sections in order."""

    transport: Transport
    sections: tuple[Section, ...]


def parse_offer(text: str) -> Offer:
    """Raises InvalidInput `media.sdp.too_large|too_many_sections|malformed|no_fingerprint`."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise InvalidInput("media.sdp.too_large", limit=MAX_BYTES)
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line]
    if not lines or lines[0] != "v=0" or not all(_is_line(line) for line in lines):
        raise _malformed("not a session description")
    starts = [number for number, line in enumerate(lines) if line.startswith("m=")]
    if len(starts) > MAX_SECTIONS:
        raise InvalidInput("media.sdp.too_many_sections", limit=MAX_SECTIONS)
    if len(lines) > MAX_LINES:
        raise InvalidInput("media.sdp.too_large", limit=MAX_LINES)
    if not starts:
        raise _malformed("no media section")
    session = _attributes(lines[: starts[0]])
    shared = _transport(session, Transport())
    ends = [*starts[1:], len(lines)]
    sections = [
        _section(index, lines[start], _attributes(lines[start + 1 : end]), shared)
        for index, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]
    return _bundled(sections, session)


def _bundled(sections: list[Section], session: list[tuple[str, str]]) -> Offer:
    mids = [section.mid for section in sections]
    if len(set(mids)) != len(mids):
        raise _malformed("a mid is missing or used twice")
    groups = [value.split()[1:] for key, value in session if key == "group" and value.startswith("BUNDLE")]
    group = groups[0] if groups else mids[:1]
    tagged = next((section for section in sections if section.mid in group and not section.rejected), None)
    if tagged is None:
        raise _malformed("no usable media section")
    transport = tagged.transport
    if not transport.fingerprints:
        raise InvalidInput("media.sdp.no_fingerprint")
    if not _ICE.fullmatch(transport.ufrag) or not _PASSWORD.fullmatch(transport.password):
        raise _malformed("no usable ice-ufrag and ice-pwd")
    if transport.setup not in _ROLES:
        raise _malformed("no usable setup role")
    return Offer(transport, tuple(replace(s, rejected=s.rejected or s.mid not in group) for s in sections))


def _attributes(lines: list[str]) -> list[tuple[str, str]]:
    found = []
    for line in lines:
        if line.startswith("a="):
            key, _, value = line[2:].partition(":")
            found.append((key, value.strip()))
    return found


def _section(index: int, line: str, attributes: list[tuple[str, str]], shared: Transport) -> Section:
    match = _MEDIA.fullmatch(line[2:])
    if match is None:
        raise _malformed(f"m-line {index}")
    kind, port, protocol, formats = match.groups()
    flags = {key for key, _ in attributes}
    values = dict(attributes)
    mid = values.get("mid", "")
    if not _TOKEN.fullmatch(mid):
        raise _malformed(f"mid of m-line {index}")
    unusable = (int(port) == 0 and "bundle-only" not in flags) or kind not in ("audio", "video")
    if not unusable and ("rtcp-mux" not in flags or "TLS/RTP/SAVPF" not in protocol):
        raise _malformed(f"m-line {index} is not DTLS-SRTP with rtcp-mux")
    return Section(
        index=index,
        kind=kind,
        protocol=protocol,
        formats=formats.strip(),
        mid=mid,
        direction=next((d for d in _DIRECTIONS if d in flags), "sendrecv"),
        codecs=() if unusable else _codecs(formats.split(), attributes),
        extensions=_extensions(attributes),
        ssrcs=_ssrcs(attributes),
        repairs=_repairs(attributes),
        transport=_transport(attributes, shared),
        rejected=unusable,
        reduced_size="rtcp-rsize" in flags,
    )


def _transport(attributes: list[tuple[str, str]], shared: Transport) -> Transport:
    values = dict(attributes)
    fingerprints = []
    for key, value in attributes:
        algorithm, _, digest = value.partition(" ")
        size = _DIGESTS.get(algorithm.lower()) if key == "fingerprint" else None
        if size and re.fullmatch(rf"[0-9A-Fa-f]{{2}}(:[0-9A-Fa-f]{{2}}){{{size - 1}}}", digest):
            fingerprints.append((algorithm.lower(), digest.upper()))
    return Transport(
        ufrag=values.get("ice-ufrag", shared.ufrag),
        password=values.get("ice-pwd", shared.password),
        fingerprints=tuple(fingerprints) or shared.fingerprints,
        setup=values.get("setup", shared.setup),
    )


def _codecs(formats: list[str], attributes: list[tuple[str, str]]) -> tuple[Codec, ...]:
    maps: dict[int, tuple[str, int, int]] = {}
    fmtp: dict[int, str] = {}
    feedback: dict[str, list[str]] = {}
    for key, value in attributes:
        head, _, rest = value.partition(" ")
        if key == "rtpmap" and (match := _RTPMAP.fullmatch(value)):
            maps[int(match[1])] = (match[2].lower(), int(match[3]), int(match[4] or 1))
        elif key == "fmtp" and head.isdigit() and len(head) < 4:
            fmtp[int(head)] = rest[:500]
        elif key == "rtcp-fb":
            feedback.setdefault(head, []).append(rest)
    codecs = []
    for text in formats[:MAX_CODECS]:
        pt = int(text) if text.isdigit() and len(text) < 4 else -1
        if pt in maps and pt < 128:
            name, rate, channels = maps[pt]
            wanted = (*feedback.get(text, ()), *feedback.get("*", ()))
            codecs.append(Codec(pt, name, rate, channels, fmtp.get(pt, ""), wanted[:16]))
    return tuple(codecs)


def _extensions(attributes: list[tuple[str, str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, value in attributes:
        if key == "extmap" and (match := _EXTMAP.fullmatch(value)) and 0 < int(match[1]) < 15:
            found.setdefault(match[2], int(match[1]))
    return found


def _ssrcs(attributes: list[tuple[str, str]]) -> tuple[int, ...]:
    found: dict[int, None] = {}
    for key, value in attributes:
        if key == "ssrc" and (match := _SSRC.fullmatch(value)) and int(match[1]) < 1 << 32:
            found[int(match[1])] = None
    return tuple(found)[:MAX_SSRCS]


def _repairs(attributes: list[tuple[str, str]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for key, value in attributes:
        parts = value.split()
        if key == "ssrc-group" and len(parts) == 3 and parts[0] == "FID" and all(map(_ssrc_like, parts[1:])):
            found[int(parts[2])] = int(parts[1])
    return dict(list(found.items())[:MAX_SSRCS])


def _ssrc_like(text: str) -> bool:
    return text.isdigit() and len(text) <= 10 and int(text) < 1 << 32


def _is_line(line: str) -> bool:
    """What we may repeat in the answer: printable ASCII, except in lines that are never repeated."""
    return line[1:2] == "=" and line.isprintable() and (line.isascii() or line[0] not in "am")


def _malformed(reason: str) -> InvalidInput:
    return InvalidInput("media.sdp.malformed", reason=reason)
