"""The speech server's real protocol, over a real socket: what goes in and out, and every way to be away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from iga_madoguchi.adapters import speech
from iga_madoguchi.adapters.speech import Segments, WhisperLive
from iga_madoguchi.domain.conversation.speech.ports import Heard
from iga_madoguchi.errors import Unavailable
from tests.speech import Whisper, hum, segment, whisper

pytestmark = pytest.mark.anyio

SENTENCE = "住所が変わりました"


@pytest.fixture
def server() -> Iterator[Whisper]:
    with whisper({440: SENTENCE}) as running:
        yield running


async def spoken(pieces: list[bytes], then: asyncio.Event | None = None) -> AsyncIterator[bytes]:
    """The pieces one after the other, and then the end, or nothing more until `then`."""
    for piece in pieces:
        yield piece
        await asyncio.sleep(0)
    if then is not None:
        await then.wait()


async def drained(
    backend: WhisperLive, pieces: list[bytes], act: Callable[[Heard], object] = lambda _heard: None
) -> list[Heard]:
    """Everything that is heard of the pieces and of the silence after them, until it ends by itself."""
    heard = []
    async with asyncio.timeout(10):
        async for one in backend.listen(spoken(pieces, asyncio.Event()), "ja"):
            heard.append(one)
            act(one)
    return heard


async def until_final(server: Whisper, pieces: list[bytes], language: str = "ja") -> list[Heard]:
    heard = []
    async for one in WhisperLive(server.url).listen(spoken(pieces, asyncio.Event()), language):
        heard.append(one)
        if one.final:
            return heard
    raise AssertionError("it never became certain")


async def test_a_tone_arrives_as_floats_of_that_tone_and_its_sentence_comes_back(server: Whisper) -> None:
    async with asyncio.timeout(10):
        heard = await until_final(server, hum(440, 2.0))
    assert heard[0] == Heard("", final=False), "it says at once that it listens"
    assert heard[1].text, "a guess comes first"
    assert SENTENCE.startswith(heard[1].text)
    assert heard[-1] == Heard(SENTENCE, final=True)
    (voice,) = server.voices
    assert abs(voice.hertz() - 440) < 5
    assert 0.25 < float(abs(voice.samples).max()) < 0.3, "9000 of 32768, as a float"
    assert (voice.wishes["task"], voice.wishes["language"]) == ("transcribe", "ja")
    assert set(voice.wishes) >= {"uid", "model", "use_vad"}


async def test_the_language_that_is_spoken_is_told(server: Whisper) -> None:
    async with asyncio.timeout(10):
        await until_final(server, hum(440, 2.0), "pt")
    assert server.voices[0].wishes["language"] == "pt"


async def test_the_voice_ends_and_so_does_the_conversation(server: Whisper) -> None:
    async with asyncio.timeout(10):
        heard = [one async for one in WhisperLive(server.url).listen(spoken(hum(300, 0.3)), "ja")]
    assert heard == [Heard("", final=False)]
    for _ in range(50):
        if server.voices[0].closed:
            break
        await asyncio.sleep(0.02)
    assert server.voices[0].ended


@pytest.mark.parametrize(
    ("mood", "code"),
    [("full", speech.BUSY), ("error", speech.AWAY), ("rude", speech.AWAY), ("silent", speech.AWAY)],
)
async def test_a_server_that_does_not_take_us_is_said_so(
    server: Whisper, monkeypatch: pytest.MonkeyPatch, mood: str, code: str
) -> None:
    monkeypatch.setattr(speech, "READY_S", 0.3)
    server.mood = mood
    with pytest.raises(Unavailable) as refused:
        await drained(WhisperLive(server.url), [])
    assert refused.value.code == code


async def test_a_server_that_is_away_or_goes_away_is_said_so_and_nothing_is_logged(
    server: Whisper, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    backend = WhisperLive(server.url)
    with pytest.raises(Unavailable) as gone:
        await drained(backend, hum(440, 2.0), lambda one: one.final and server.stop())
    assert gone.value.code == speech.AWAY
    with pytest.raises(Unavailable):
        await drained(backend, [])
    # The double in this process logs for itself.
    ours = [one for one in caplog.records if one.name.split(".")[0] in ("iga_madoguchi", "aiohttp")]
    assert len(ours) == 1, "a fault is logged when it begins, not each time it is met"
    assert SENTENCE not in ours[0].getMessage()
    server.start()
    async with asyncio.timeout(10):
        async for one in backend.listen(spoken(hum(440, 2.0), asyncio.Event()), "ja"):
            if one.final:
                break
    assert "recovered" in caplog.text


async def test_a_server_that_has_had_enough_ends_it_without_a_fault(server: Whisper) -> None:
    heard = await drained(
        WhisperLive(server.url), [], lambda _one: server.voices[0].say(message="DISCONNECT")
    )
    assert heard == [Heard("", final=False)]


@pytest.mark.parametrize(
    "answer",
    [
        {"segments": "x"},
        {"segments": [{"text": "x"}]},
        {"segments": [{"text": 5, "start": "0", "end": "1"}]},
        {"segments": [{"text": "x", "start": "later", "end": "1"}]},
        {"segments": [segment(0, 1, "x", True)] * 41},
        {"segments": [segment(0, 1, "x" * 70_000, True)]},
    ],
)
async def test_an_answer_without_sense_or_end_is_a_server_that_is_away(
    server: Whisper, answer: dict[str, Any]
) -> None:
    with pytest.raises(Unavailable):
        await drained(WhisperLive(server.url), [], lambda _one: server.voices[0].say(**answer))


async def test_what_is_meant_for_somebody_else_is_passed_over(server: Whisper) -> None:
    heard = []
    async with asyncio.timeout(10):
        async for one in WhisperLive(server.url).listen(spoken([], asyncio.Event()), "ja"):
            heard.append(one)
            if len(heard) == 1:
                server.voices[0].connection.send('{"uid":"other","segments":[{"text":"x"}]}')
                server.voices[0].tell(segment(0, 1, "わたし", True))
            if one.final:
                break
    assert heard[-1].text == "わたし"


def test_what_is_told_again_is_not_heard_again() -> None:
    segments = Segments()
    first, second = segment(0, 1.5, "一つめ", True), segment(1.5, 3, "二つめ", True)
    assert segments.heard([segment(0, 1, "一", False)]) == [Heard("一", False)]
    assert segments.heard([segment(0, 1, "一", False)]) == [], "the same guess again is nothing new"
    assert segments.heard([first]) == [Heard("一つめ", True), Heard("", False)]
    assert segments.heard([first, segment(1.5, 2, "二", False)]) == [Heard("二", False)]
    assert segments.heard([first, second]) == [Heard("二つめ", True), Heard("", False)]
    assert segments.heard([first, second]) == []
    assert segments.heard([second, segment(4, 5, "三", False)]) == [Heard("三", False)]


def test_an_older_server_does_not_say_what_is_certain() -> None:
    segments = Segments()
    old = [{"start": "0.0", "end": "1.0", "text": "一つめ"}, {"start": "1.0", "end": "2.0", "text": "二"}]
    assert segments.heard(old) == [Heard("一つめ", True), Heard("二", False)]


def test_a_sentence_is_never_longer_than_a_saying() -> None:
    assert len(Segments().heard([segment(0, 1, "あ" * 900, True)])[0].text) == 500


async def test_a_redirect_takes_no_voice_elsewhere(server: Whisper) -> None:
    async def moved(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        to = server.url.replace("ws://", "http://")
        writer.write(f"HTTP/1.1 307 Moved\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(moved, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        with pytest.raises(Unavailable):
            await drained(WhisperLive(f"ws://127.0.0.1:{port}/"), hum(440, 0.3))
    assert server.voices == []


def test_a_moment_beyond_all_numbers_is_none() -> None:
    with pytest.raises(ValueError, match="no moment"):
        Segments().heard([{"text": "あ", "start": 10**400, "end": 1}])
