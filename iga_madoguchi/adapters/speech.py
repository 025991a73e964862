"""Speaks with a WhisperLive server in the city's own house: voice goes in while it is spoken, text comes out.

Its WebSocket takes one JSON object first and then frames of 32-bit floats. It answers `SERVER_READY` and then
the newest segments again and again; those that will not change any more are `completed`.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any

import aiohttp
import numpy as np

from iga_madoguchi.domain.conversation.speech.policy import clipped
from iga_madoguchi.domain.conversation.speech.ports import Heard
from iga_madoguchi.errors import Unavailable
from iga_madoguchi.kit.ids import new_id
from iga_madoguchi.kit.transitions import Transitions

log = logging.getLogger(__name__)

CONNECT_S = 5.0  # s; a server in the same house that is slower is away
READY_S = 45.0  # s; the first one to come makes it load its model
BEAT_S = 10.0  # s between two signs of life that are asked for
SEND_S = 5.0  # s; a server that takes in nothing any more is away
MESSAGE_LIMIT = 64 * 1024  # bytes of one answer
SEGMENTS_LIMIT = 40  # of one answer
SEGMENTS = 10  # that we ask for
SAME = 0.005  # s within which two moments are the same
END = b"END_OF_AUDIO"
FULL_SCALE = 32768.0

AWAY, BUSY = "conversation.speech.away", "conversation.speech.busy"


class WhisperLive:
    """The SpeechBackend: one connection for each voice."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._states = Transitions(log)

    async def listen(self, voice: AsyncIterator[bytes], language: str) -> AsyncGenerator[Heard, None]:
        """See the port. What is heard and said is never in a log, only that the server is away or back."""
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout, trace_configs=[_staying()]) as session,
                aclosing(_converse(session, self._url, voice, language)) as text,
            ):
                async for heard in text:
                    self._states.worked("speech server")
                    yield heard
        except Unavailable as error:
            self._states.failed("speech server", error.code)
            raise
        except (aiohttp.ClientError, OSError, ValueError) as error:  # TimeoutError is an OSError
            self._states.failed("speech server", type(error).__name__)
            raise Unavailable(AWAY) from error


def _staying() -> aiohttp.TraceConfig:
    """Where the answer points elsewhere nobody goes: a voice stays in this house."""

    async def moved(*_: object) -> None:
        raise ValueError("moved elsewhere")

    traced = aiohttp.TraceConfig()
    traced.on_request_redirect.append(moved)
    return traced


async def _converse(
    session: aiohttp.ClientSession, url: str, voice: AsyncIterator[bytes], language: str
) -> AsyncGenerator[Heard, None]:
    uid = new_id()
    async with asyncio.timeout(CONNECT_S):
        socket = await session.ws_connect(url, max_msg_size=MESSAGE_LIMIT, heartbeat=BEAT_S)
    async with socket:
        await socket.send_json(_wishes(uid, language))
        await _ready(socket, uid)
        yield Heard("", final=False)
        talking = asyncio.create_task(_speak(socket, voice))
        segments = Segments()
        try:
            async for answer in _answers(socket, uid):
                if answer.get("message") == "DISCONNECT":
                    return  # it serves nobody for ever
                for heard in segments.heard(answer.get("segments")):
                    yield heard
        finally:
            talking.cancel()
            await asyncio.wait({talking})
        if not talking.cancelled():
            talking.result()  # why the voice could not be sent


def _wishes(uid: str, language: str) -> dict[str, Any]:
    return {
        "uid": uid,
        "language": language,
        "task": "transcribe",
        "model": "small",  # a server that was started with a model of its own takes that
        "use_vad": True,
        "send_last_n_segments": SEGMENTS,
    }


async def _ready(socket: aiohttp.ClientWebSocketResponse, uid: str) -> None:
    """Wait until it listens. Raises Unavailable."""
    async with asyncio.timeout(READY_S):
        async for answer in _answers(socket, uid):
            if answer.get("message") == "SERVER_READY":
                return
    raise Unavailable(AWAY)


async def _answers(socket: aiohttp.ClientWebSocketResponse, uid: str) -> AsyncGenerator[dict[str, Any], None]:
    """What it says to us, until it closes. Raises Unavailable for a full or broken server."""
    async for frame in socket:
        if frame.type is aiohttp.WSMsgType.ERROR:
            raise Unavailable(AWAY)
        if frame.type is not aiohttp.WSMsgType.TEXT:
            continue
        answer = json.loads(frame.data)
        if not isinstance(answer, dict) or answer.get("uid") != uid:
            continue
        if answer.get("status") in ("WAIT", "ERROR"):
            raise Unavailable(BUSY if answer["status"] == "WAIT" else AWAY)
        yield answer
    if socket.exception() is not None or socket.close_code == aiohttp.WSCloseCode.ABNORMAL_CLOSURE:
        raise Unavailable(AWAY)


async def _speak(socket: aiohttp.ClientWebSocketResponse, voice: AsyncIterator[bytes]) -> None:
    """Everything that is said; afterwards the server is told that no more comes, and closes."""
    try:
        async for chunk in voice:
            samples = np.frombuffer(chunk, dtype="<i2").astype("<f4") / FULL_SCALE
            async with asyncio.timeout(SEND_S):
                await socket.send_bytes(samples.astype("<f4").tobytes())
        async with asyncio.timeout(SEND_S):
            await socket.send_bytes(END)
    finally:
        # Whoever waits for an answer is woken: the server has gone, or has nothing more to hear.
        await socket.close()


class Segments:
    """Tells what is new in answers that repeat the last segments each time."""

    def __init__(self) -> None:
        self._until = 0.0  # s of the voice that are told for good
        self._passing = ""

    def heard(self, segments: Any) -> list[Heard]:
        """Raises ValueError for what is no list of segments."""
        if segments is None:
            return []
        if not isinstance(segments, list) or len(segments) > SEGMENTS_LIMIT:
            raise ValueError("no list of segments")
        found, passing = [], ""
        for place, segment in enumerate(segments):
            start, end, text = _segment(segment)
            if start < self._until - SAME or not text:
                continue
            # Older servers do not say it: with them only the last one may still change.
            if segment.get("completed", place < len(segments) - 1):
                self._until = max(end, start + SAME)
                found.append(Heard(text, final=True))
            else:
                passing = text
        if passing != self._passing or found:
            self._passing = passing
            found.append(Heard(passing, final=False))
        return found


def _segment(segment: Any) -> tuple[float, float, str]:
    if not isinstance(segment, dict) or not isinstance(segment.get("text"), str):
        raise ValueError("no segment")
    try:
        return float(segment["start"]), float(segment["end"]), clipped(segment["text"])
    except (KeyError, TypeError, OverflowError) as error:
        raise ValueError("no moment") from error
