"""Offers that cannot be used are refused with a code of their own; what is used is used fully."""

from __future__ import annotations

import re
import time

import pytest

from iga_madoguchi.errors import InvalidInput
from iga_madoguchi.media.answer import Local, choose, wants_media, write
from iga_madoguchi.media.loopback import VOICE
from iga_madoguchi.media.relay import Relay
from iga_madoguchi.media.sdp import MAX_BYTES, parse_offer
from tests.media.peers import CALL, KEYFRAME, THREE_TRACKS, VIDEO_PT, Cast, packets, rtp, until

PRINT = ":".join(["AB"] * 32)
SESSION = f"""v=0
o=- 1 1 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0 1 2
a=ice-ufrag:abcd
a=ice-pwd:0123456789012345678901
a=fingerprint:sha-256 {PRINT}
a=setup:actpass
"""
OFFER = SESSION + THREE_TRACKS.format(direction="sendonly", ssrc=1)
LOCAL = Local("ours", "p" * 24, ("sha-256", PRINT), "passive", (("192.0.2.1", 40000), ("192.0.2.2", 40000)))


def answer(text: str, use: str = "publish") -> str:
    offer = parse_offer(text)
    assert use in ("publish", "watch")
    chosen = [choose(section, "publish" if use == "publish" else "watch") for section in offer.sections]
    return write(offer, chosen, "publish" if use == "publish" else "watch", LOCAL)


def section(text: str, index: int) -> str:
    return "m=" + text.split("\r\nm=")[index + 1]


HOSTILE = {
    "empty": ("", "malformed"),
    "not sdp": ("<html>", "malformed"),
    "json": ('{"type": "offer"}', "malformed"),
    "wrong version": (OFFER.replace("v=0", "v=1"), "malformed"),
    "no media": (SESSION, "malformed"),
    "huge": (OFFER + "a=x:" + "y" * MAX_BYTES, "too_large"),
    "huge in bytes only": (OFFER + "s=" + "窓" * (MAX_BYTES // 3), "too_large"),
    "too many lines": (OFFER + "a=x\n" * 3000, "too_large"),
    "hundreds of sections": (SESSION + VOICE.format(direction="sendonly", ssrc=1) * 300, "too_many_sections"),
    "nine sections": (SESSION + VOICE.format(direction="sendonly", ssrc=1) * 9, "too_many_sections"),
    "no fingerprint": (OFFER.replace("a=fingerprint", "a=fingerpaint"), "no_fingerprint"),
    "weak fingerprint": (OFFER.replace("sha-256", "md5"), "no_fingerprint"),
    "short fingerprint": (OFFER.replace(PRINT, "AB:AB"), "no_fingerprint"),
    "no ufrag": (OFFER.replace("a=ice-ufrag:abcd\n", ""), "malformed"),
    "short password": (OFFER.replace("0123456789012345678901", "short"), "malformed"),
    "no setup": (OFFER.replace("a=setup:actpass\n", ""), "malformed"),
    "strange setup": (OFFER.replace("actpass", "holdconn"), "malformed"),
    "no rtcp-mux": (OFFER.replace("a=rtcp-mux\n", ""), "malformed"),
    "plain rtp": (OFFER.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"), "malformed"),
    "same mid twice": (OFFER.replace("a=mid:1", "a=mid:0"), "malformed"),
    "no mid": (OFFER.replace("a=mid:1\n", ""), "malformed"),
    "mid of a thousand": (OFFER.replace("a=mid:1", "a=mid:" + "1" * 1000), "malformed"),
    "broken m-line": (OFFER.replace("m=video 9 ", "m=video nine "), "malformed"),
    "nul bytes": (OFFER.replace("a=mid:1", "a=mid:1\x00"), "malformed"),
    "bare carriage return": (OFFER.replace("a=mid:1", "a=mid:1\ra=evil:1"), "malformed"),
    "line without =": (OFFER + "hello\n", "malformed"),
    "surrogates": (OFFER.replace("a=mid:1", "a=mid:\ud800"), "malformed"),
    "arabic digits": (OFFER.replace("m=video 9", "m=video ٩"), "malformed"),
    "everything outside the bundle": (OFFER.replace("BUNDLE 0 1 2", "BUNDLE 7"), "malformed"),
    "everything rejected": (OFFER.replace(" 9 UDP", " 0 UDP"), "malformed"),
}


@pytest.mark.parametrize(("text", "code"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_offer(text: str, code: str) -> None:
    started = time.monotonic()
    with pytest.raises(InvalidInput) as caught:
        parse_offer(text)
    assert caught.value.code == f"media.sdp.{code}"
    assert time.monotonic() - started < 0.2


def test_longest_legal_offer_is_read_quickly() -> None:
    """A page must not be able to stop the relay's loop by an offer."""
    filler = "".join(f"a=rtcp-fb:{n % 128} {'x' * 12}\n" for n in range(1900))
    started = time.monotonic()
    parse_offer(OFFER + filler)
    assert time.monotonic() - started < 0.1


@pytest.mark.anyio
async def test_running_call_does_not_notice_hostile_offers(relay: Relay, cast: Cast) -> None:
    alice, _ = await cast.publish("alice")
    bob, _ = await cast.watch("bob", "alice")
    await relay.set_gate(CALL, frozenset({"alice", "bob"}))
    for seq, (text, _) in enumerate(HOSTILE.values()):
        with pytest.raises(InvalidInput):
            await relay.publish(CALL, "mallory", text)
        with pytest.raises(InvalidInput):
            await relay.watch(CALL, "mallory", "alice", text)
        alice.send_rtp(rtp(7001, seq, seq, KEYFRAME))
    await until(lambda: len(packets(bob, VIDEO_PT)) == len(HOSTILE), "every packet")
    assert relay.stats().peers == 2


def test_whip_answer_takes_three_tracks_and_nothing_it_does_not_do() -> None:
    text = answer(OFFER)
    assert text.count("a=recvonly") == 3
    assert "a=group:BUNDLE 0 1 2\r\n" in text
    assert "goog-remb" not in text
    assert "transport-cc" in section(text, 1)
    assert re.findall(r"a=extmap:(\d+)", section(text, 1)) == ["4", "5"]
    assert "a=setup:passive" in text
    assert text.count("typ host") == 2 * 3


def test_whep_answer_sends_with_our_ssrcs_and_without_extensions() -> None:
    text = answer(OFFER.replace("sendonly", "recvonly"), "watch")
    assert text.count("a=sendonly") == 3
    assert "extmap" not in text
    assert "transport-cc" not in text
    streams = re.findall(r"a=msid:(\S+)", text)
    assert streams[0] == streams[1] != streams[2]  # lips follow the voice, paper does not
    assert len(set(re.findall(r"a=ssrc:(\d+)", text))) == 5
    assert text.count("a=ssrc-group:FID") == 2


def test_opus_keeps_its_own_payload_type_with_nack_and_fec() -> None:
    text = answer(OFFER.replace("opus/48000", "opus/48000").replace(" 96", " 63").replace(":96", ":63"))
    assert "a=rtcp-fb:63 nack\r\n" in text
    assert "a=fmtp:63 minptime=10;useinbandfec=1" in text
    assert ":111" not in text


def test_mdns_and_foreign_candidates_are_never_read() -> None:
    with_candidates = OFFER + "a=candidate:1 1 udp 1 0d1f.local 5000 typ host\na=candidate:2 1 udp x\n"
    assert parse_offer(with_candidates) == parse_offer(OFFER)


def test_unknown_codecs_and_data_channels_are_answered_with_port_0() -> None:
    data = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\nc=IN IP4 0.0.0.0\na=mid:3\na=sctp-port:5000\n"
    odd = "m=audio 9 UDP/TLS/RTP/SAVPF 0\nc=IN IP4 0.0.0.0\na=mid:4\na=rtcp-mux\na=rtpmap:0 PCMU/8000\n"
    text = answer(OFFER.replace("BUNDLE 0 1 2", "BUNDLE 0 1 2 3 4") + data + odd)
    assert section(text, 3).startswith("m=application 0 UDP/DTLS/SCTP webrtc-datachannel")
    assert section(text, 4).startswith("m=audio 0 ")
    assert "a=group:BUNDLE 0 1 2\r\n" in text


def test_a_watcher_that_publishes_gets_an_inactive_section() -> None:
    offer = parse_offer(OFFER)
    assert not wants_media(offer.sections[0], "watch")
    assert answer(OFFER, "watch").count("a=inactive") == 3


@pytest.mark.anyio
async def test_an_offer_without_any_codec_of_ours_is_refused(relay: Relay) -> None:
    with pytest.raises(InvalidInput) as caught:
        await relay.publish(CALL, "alice", OFFER.replace("opus", "speex").replace("VP8", "THEORA"))
    assert caught.value.code == "media.sdp.malformed"
    assert relay.stats().peers == 0
