"""Asks a LibreTranslate server in the city's own house to say something in another language."""

from __future__ import annotations

import json
import logging

import aiohttp

from iga_madoguchi.domain.conversation.speech.policy import TRANSLATED_LIMIT
from iga_madoguchi.errors import Unavailable
from iga_madoguchi.kit.transitions import Transitions

log = logging.getLogger(__name__)

ANSWER_S = 8.0  # s; what comes later is no help to people who talk
ANSWER_LIMIT = 32 * 1024  # bytes
AWAY = "conversation.translation.away"


class LibreTranslate:
    """The Translator. Nothing that it sends or gets is in a log, only that the server is away or back."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/") + "/translate"
        self._states = Transitions(log)

    async def translate(self, text: str, source: str, target: str) -> str:
        wanted = {"q": text, "source": source, "target": target, "format": "text"}
        try:
            timeout = aiohttp.ClientTimeout(total=ANSWER_S)
            async with (
                aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as session,
                # Where the answer points elsewhere nobody goes: the words stay in this house.
                session.post(self._url, json=wanted, allow_redirects=False) as response,
            ):
                body = bytearray()
                async for chunk in response.content.iter_chunked(ANSWER_LIMIT):
                    body += chunk
                    if len(body) > ANSWER_LIMIT:
                        raise ValueError("an answer without end")
                found = _text(response.status, bytes(body))
        except (aiohttp.ClientError, OSError, ValueError) as error:  # TimeoutError is an OSError
            self._states.failed("translation server", type(error).__name__)
            raise Unavailable(AWAY) from error
        self._states.worked("translation server")
        return found


def _text(status: int, body: bytes) -> str:
    """Raises ValueError for anything but a translation."""
    if status != 200:
        raise ValueError("no translation")
    try:
        answer = json.loads(body)
    except RecursionError as error:
        raise ValueError("too deep") from error
    text = answer.get("translatedText") if isinstance(answer, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise ValueError("no translation")
    return text.strip()[:TRANSLATED_LIMIT]
