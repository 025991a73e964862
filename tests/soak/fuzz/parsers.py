"""Every parser of ours that reads what a stranger, a browser, a file or a device has written."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Callable, Coroutine
from datetime import date
from typing import Any

from starlette.requests import Request

from iga_madoguchi.adapters import ipp_wire, speech, translation
from iga_madoguchi.domain.backup import manifest
from iga_madoguchi.domain.calls.media import MediaTokens
from iga_madoguchi.domain.calls.views import MediaGrant
from iga_madoguchi.domain.conversation.private import answers, questions
from iga_madoguchi.domain.conversation.talking import checking
from iga_madoguchi.domain.forms import catalogue, finishing, naming, values
from iga_madoguchi.domain.papers import content, marking
from iga_madoguchi.domain.printing import addresses
from iga_madoguchi.domain.procedures import columns, decoding, reading
from iga_madoguchi.domain.procedures.content import Known
from iga_madoguchi.domain.procedures.problems import Unusable
from iga_madoguchi.domain.procedures.rows import Reader
from iga_madoguchi.domain.records import statistics
from iga_madoguchi.domain.records import words as record_words
from iga_madoguchi.errors import InvalidInput, NotAllowed, NotFound, Unavailable
from iga_madoguchi.http import bodies, choice, door, forms, media, multipart, papers
from iga_madoguchi.http.identity import Unidentified
from iga_madoguchi.http.live import media as live_media
from iga_madoguchi.http.live import private, routes, shapes, talk_shapes
from iga_madoguchi.http.live.forms import _readable
from iga_madoguchi.http.live.room import Malformed
from iga_madoguchi.kit import ruby, typed
from iga_madoguchi.media import answer, rtcp, sdp
from iga_madoguchi.media.ice import IceAgent
from iga_madoguchi.media.publisher import Publisher
from tests.soak.fuzz.budget import Parser
from tests.soak.fuzz.values import Values

SHEET = 32_768  # bytes; a file may have 4 MB, and reading one takes time in proportion, in a worker thread
TODAY = date(2026, 11, 30)
VOICE_AND_FACE = (
    "v=0\no=- 1 1 IN IP4 127.0.0.1\ns=-\nt=0 0\na=group:BUNDLE 0 1\na=ice-ufrag:abcd\n"
    "a=ice-pwd:0123456789abcdef0123456789abcdef\na=fingerprint:sha-256 " + ":".join(["AB"] * 32) + "\n"
    "a=setup:actpass\nm=audio 9 UDP/TLS/RTP/SAVPF 96\nc=IN IP4 0.0.0.0\na=mid:0\na=sendonly\na=rtcp-mux\n"
    "a=rtpmap:96 opus/48000/2\na=rtcp-fb:96 nack\na=ssrc:5 cname:a\n"
    "m=video 9 UDP/TLS/RTP/SAVPF 97 98\nc=IN IP4 0.0.0.0\na=mid:1\na=sendonly\na=rtcp-mux\na=rtcp-rsize\n"
    "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\n"
    "a=extmap:5 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\n"
    "a=rtpmap:97 VP8/90000\na=rtcp-fb:97 nack\na=rtcp-fb:97 nack pli\na=rtpmap:98 rtx/90000\n"
    "a=fmtp:98 apt=97\na=ssrc-group:FID 7001 7002\na=ssrc:7001 cname:a\na=ssrc:7002 cname:a\n"
)
WORDS = (
    *"t id x y text paper page scale turn off points shape mark request stage code cover device".split(),
    *"devices zoom min max now phrase answer ink stroke at camera mic choices number word pad".split(),
    *"question live box".split(),
    *"pen arrow stamp hiding preview taken failed unsaid unknown yen age name ja ja-easy line".split(),
    *"purpose documents kind who when deadline proxy minutes reach questions checklist".split(),
    *"next_steps phone words".split(),
    *"source icon department kaigo show self apply iga form strokes completed start end 1".split(),
    *("", "申請《しんせい》", "0595-22-9650", "<b>", "\u202e", "昭和64年2月1日"),
)
LOOP = asyncio.new_event_loop()
LAYOUT = columns.columns({"kaigo": "介護高齢福祉課"})
KNOWN = Known(forms=naming.known().forms, covers=naming.known().covers, departments=frozenset({"kaigo"}))
FIELDS = [field for form in catalogue.all_forms() for field in form.fields]


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    return LOOP.run_until_complete(work)


def _request(body: bytes, pieces: int = 1, **headers: str) -> Request:
    size = max(1, len(body) // pieces)
    sent = [body[at : at + size] for at in range(0, len(body), size)]
    messages = [{"type": "http.request", "body": one, "more_body": True} for one in sent]
    messages.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    made = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    return Request({"type": "http", "method": "POST", "headers": made}, receive)


def _sdp(data: bytes) -> None:
    offer = sdp.parse_offer(data.decode("utf-8", "replace"))
    for use in ("publish", "watch"):
        chosen = [answer.choose(section, use) for section in offer.sections]
        local = answer.Local("u" * 8, "p" * 32, ("sha-256", "AA"), "passive", (("127.0.0.1", 1),))
        answer.write(offer, chosen, use, local)


def _rtcp(data: bytes) -> None:
    for report in rtcp.parse(data):
        rtcp.sender_times(report)
        rtcp.nacked(report)
        rtcp.fir_targets(report)
        assert 0 <= report.media_ssrc < 1 << 32


class _Deaf:
    """A relay that hears nothing."""

    def __getattr__(self, _name: str) -> Callable[..., None]:
        return lambda *_: None


def _sockets() -> list[socket.socket]:
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setblocking(False)
    sock.bind(("127.0.0.1", 0))
    return [sock]


async def _a_publisher() -> Publisher:
    return Publisher("alice", sdp.parse_offer(VOICE_AND_FACE), _sockets(), _Deaf())


async def _an_agent() -> IceAgent:
    return IceAgent(_sockets(), ("them", "p" * 32), lambda: None, lambda size: None, lambda data: None)


PUBLISHER = LOOP.run_until_complete(_a_publisher())
AGENT = LOOP.run_until_complete(_an_agent())


def _rtp(data: bytes) -> None:
    """Packets of somebody who has the keys: each is preceded by its length."""
    from iga_madoguchi.media.buffers import RX

    at, now = 0, 1.0
    while at < len(data):
        piece = data[at + 1 : at + 1 + data[at]]
        at += 1 + data[at]
        now += 0.01
        RX[: len(piece)] = piece
        if len(piece) > 8 and 192 <= piece[1] <= 223:
            for report in rtcp.parse(piece):
                PUBLISHER.on_report(report, now)
        else:
            PUBLISHER.on_rtp(len(piece), now)
    PUBLISHER.heartbeat(now)
    PUBLISHER._arrivals.drain(1)


def _stun(data: bytes) -> None:
    name = AGENT._tag
    AGENT._stun(AGENT._paths[0], data.replace(b"USER", name), ("127.0.0.1", 9))


def _tokens(data: bytes) -> None:
    tokens = MediaTokens()
    real = tokens.issue(MediaGrant("call", "alice", frozenset()))
    text = data.decode("latin-1")
    token = media._bearer(_request(b"", authorization=text.replace("\x00", real)))
    assert tokens.redeem(token, "another") is None
    assert (tokens.redeem(token, "call") == "alice") == (token == real)
    assert tokens.redeem(token, "call") is None, "a token was good twice"


def _door(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    unheard: Any = None
    incoming = door._Incoming(unheard, unheard, unheard, lambda name: name == "known", unheard)
    incoming._fault({"type": "websocket.receive", "text": text})
    incoming._is_ours(text)
    door.TOKEN.fullmatch(text)
    door.SHUT.match(text)


def _live(data: bytes) -> None:
    routes._parse(data.decode("utf-8", "ignore"))


_SHAPES: tuple[Callable[[Any], Any], ...] = (
    shapes.shown, shapes.on, shapes.view, shapes.point, shapes.words, shapes.mark_id, shapes.shot,
    shapes.cover_id, shapes.next_page_of, shapes.camera, shapes.cameras, talk_shapes.tmp,
    talk_shapes.saying_id, talk_shapes.writing, talk_shapes.ink, live_media._state, private._typed,
    private._id,
)  # fmt: skip


def _shapes(data: bytes) -> None:
    given = Values(data, WORDS)
    which, message = given.byte() % (len(_SHAPES) + 4), given.message()
    if which < len(_SHAPES):
        json.dumps(_SHAPES[which](message), default=str, allow_nan=False)
    elif which == len(_SHAPES):
        tmp, shape, points = shapes.drawing(message)
        marking._check(shape, points, shapes.words(message), tmp)
    elif which == len(_SHAPES) + 1:
        checking.checked(talk_shapes.words(message))
    elif which == len(_SHAPES) + 2:
        text, choices, pad = private._typed(message)
        answers.check(questions.own(text, choices, pad), private._answer(message.get("answer")))
    else:
        _readable(talk_shapes.writing(message))


def _json(data: bytes) -> None:
    choice._parse(_run(bodies.json_object(_request(data, 3))))


def _form(data: bytes) -> None:
    _run(bodies.form(_request(data, 2)))
    bodies.counting_number(data.decode("utf-8", "replace"), "x")


def _typed_json(data: bytes) -> None:
    given = Values(data, WORDS)
    which, body = given.byte() % 5, given.message()
    if which == 0:
        finishing._check_strokes(forms._strokes({"strokes": given.value(), **body}))
    elif which == 1:
        papers._corners(given.value())
    elif which == 2:
        papers._whole(given.value())
    elif which == 3:
        speech.Segments().heard(given.value())
    else:
        forms._count({"x": given.value()}, "x")


def _multipart(data: bytes) -> None:
    pieces = 1 + (data[0] % 7 if data else 0)
    head = "multipart/form-data; boundary=b"
    if data[:1] == b"?":
        head, _, rest = data[1:].decode("latin-1").partition("\n")
        data = rest.encode("latin-1")
    _run(
        multipart.read_form(_request(data, pieces, content_type=head), multipart.Limits(2, 100_000, 150_000))
    )


def _sheet(data: bytes) -> None:
    """A catalogue's file; a file without our headings gets them, so that rows are read too."""
    try:
        table = decoding.table(data)
    except decoding.Undecodable:
        return
    headings = [columns.ID, columns.VERSION, columns.USED, *(one.heading for one in LAYOUT)]
    for cells in table.rows[:20]:
        padded = (*cells[: len(headings)], *("" for _ in headings[len(cells) :]))
        Reader(LAYOUT, dict(zip(headings, padded, strict=True)), table.encoding).read(None, KNOWN)


def _catalogue(data: bytes) -> None:
    reading.parse(Values(data, WORDS).message(), KNOWN)


def _values(data: bytes) -> None:
    field = FIELDS[(data[0] if data else 0) % len(FIELDS)]
    kept = values.checked(field, data[1:].decode("utf-8", "ignore"), TODAY)
    values.shown(field, kept)


def _texts(data: bytes) -> None:
    text = data.decode("utf-8", "ignore")
    for read in (ruby.broken, ruby.without_reading, ruby.kana):
        read(text)
    typed.as_made(text[:200], 4, 4)
    content.title_of(text[:10_000])
    record_words.ask(text[:200])
    checking.readable(text)


def _days(data: bytes) -> None:
    first, _, last = data.decode("utf-8", "ignore").partition(" ")
    statistics.period_of(first, last)


def _kind(data: bytes) -> None:
    content.kind_of(data)


def _address(data: bytes) -> None:
    addresses.checked(data.decode("utf-8", "replace"), ("printer.iga",))


def _translation(data: bytes) -> None:
    translation._text(200, data)


def _manifest(data: bytes) -> None:
    manifest.parse(data)
    list(manifest.listed(data))


_NACK = rtcp.nack(1, 7001, [1, 2, 30]) + rtcp.sender_report(5, 1 << 40, 9, 1, 1) + rtcp.fir(1, 2, 3)
_PACKET = struct.pack("!BBHLL", 0x90, 97, 1, 1, 7001) + b"\xbe\xde\0\1\x51\0\1\0" + b"\x10\0abc"
_RTX = struct.pack("!BBHLL", 0x80, 98, 1, 1, 7002) + b"\0\1\x10\0abc"
_DRAWING = b'{"t":"mark","id":"a","shape":"pen","points":[[0.1,0.2],[1e999,1]],"paper":"live","page":1}'
_PARTS = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nabc\r\n--b--\r\n'
_JSON_WORDS = (b'"t":', b"1e999", b"null", b"true", b"[[", b"{}", b"\\ud800", b"NaN", b"\\u0000")
_SDP_WORDS = (
    b"a=",
    b"m=video 9 UDP/TLS/RTP/SAVPF ",
    b"a=fmtp:",
    b"a=rtcp-fb:",
    b"a=ssrc:",
    b"a=extmap:",
    b"a=mid:",
)
_IPP = struct.pack("!BBHL", 2, 0, 0, 1) + b"\x01\x47\0\x12attributes-charset\0\5utf-8\x03"

TABLE: dict[str, Parser] = {
    parser.name: parser
    for parser in (
        Parser("sdp", _sdp, bodies.SDP_LIMIT, (VOICE_AND_FACE.encode(),), _SDP_WORDS),
        Parser("rtcp", _rtcp, 1500, (_NACK,)),
        Parser("rtp", _rtp, 4096, (b"".join(bytes([len(one)]) + one for one in (_PACKET, _RTX, _NACK)),)),
        Parser("stun", _stun, 2048, (b"\0\1\0\x08\x21\x12\xa4\x42" + bytes(12) + b"\0\6\0\4USER",)),
        Parser("tokens", _tokens, 8192, (b"Bearer \0", b"bearer x"), refusals=(InvalidInput, Unidentified)),
        Parser("door", _door, door.FRAME_LIMIT, (b'42/_event,["event",{"name":"a","payload":{}}]', b"2")),
        Parser("live", _live, routes.MESSAGE_LIMIT, (_DRAWING,), _JSON_WORDS, (InvalidInput, Malformed)),
        Parser("shapes", _shapes, 16_384, (bytes(range(64)),), refusals=(InvalidInput, Malformed)),
        Parser("json", _json, bodies.JSON_LIMIT, (_DRAWING,), _JSON_WORDS),
        Parser(
            "form",
            _form,
            bodies.FORM_LIMIT,
            (b"login=a&password=%E3%81", b"12"),
            (),
            (InvalidInput, NotFound),
        ),
        Parser("typed", _typed_json, 4096, (bytes(range(64)),), refusals=(InvalidInput, ValueError)),
        Parser("multipart", _multipart, 160_000, (_PARTS, b"?multipart/form-data; boundary=b\n" + _PARTS)),
        Parser("sheet", _sheet, SHEET, ("a.b,1,\nは,'=1,いいえ\n".encode("cp932"), b'"a,",\xe3\x81\x82')),
        Parser("catalogue", _catalogue, 16_384, (bytes(range(90)),), refusals=(InvalidInput, Unusable)),
        Parser("values", _values, 2000, ("\0昭和58年5月3日".encode(),), refusals=(InvalidInput, NotAllowed)),
        Parser("texts", _texts, 16_384, ("｜14日《じゅうよっか》".encode(),)),
        Parser("days", _days, 100, (b"2026-04-01 2027-03-31",)),
        Parser(
            "kind",
            _kind,
            200_000,
            (b"%PDF-1.7", b"\x89PNG\r\n\x1a\nIEND\xaeB`\x82<svg", b"RIFF\x04\0\0\0WEBPPK\5\6"),
        ),
        Parser("address", _address, 1000, (b"ipp://10.0.0.1:631/ipp", b"ipps://[fc00::1]/")),
        Parser("ipp", lambda data: _nothing(ipp_wire.answer(data)), 65_536, (_IPP,), (), (ValueError,)),
        Parser("translation", _translation, 16_384, (b'{"translatedText":"a"}',), _JSON_WORDS, (ValueError,)),
        Parser(
            "manifest",
            _manifest,
            65_536,
            (b'{"format":1,"kind":"whole"}',),
            _JSON_WORDS,
            (Unavailable, ValueError),
        ),
    )
}


def _nothing(_result: object) -> None:
    return None
