"""What the outside does for us: it turns a voice into text, and a text into another language."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Heard:
    """What was understood. Until it is `final` the next one takes its place; empty: nothing is being said."""

    text: str
    final: bool


class SpeechBackend(Protocol):
    """Turns speech into text while it is spoken."""

    def listen(self, voice: AsyncIterator[bytes], language: str) -> AsyncGenerator[Heard, None]:
        """Text of a voice in pieces of PCM (16 kHz, one channel, 16 bits, little endian), until it ends.

        The first `Heard` comes as soon as the server listens. It ends early when the server has had enough;
        then it is called anew. Raises Unavailable `conversation.speech.away|busy`.
        """
        ...


class Translator(Protocol):
    """Says the same in another language."""

    async def translate(self, text: str, source: str, target: str) -> str:
        """`source` and `target` as `policy.speech_language` names them.

        Raises Unavailable `conversation.translation.away`.
        """
        ...
