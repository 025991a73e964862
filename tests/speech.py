"""Stand-ins for the two servers in the city's house, on real sockets with their real protocols.

`Whisper` speaks WhisperLive's WebSocket: one JSON object, `SERVER_READY`, frames of 32-bit floats, the last
segments again and again. It understands tones: each has a sentence. `Libre` is LibreTranslate's HTTP.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

RATE = 16_000
PIECE = 3200  # bytes of a tenth of a second
NEAR_HZ = 20
PASSING_S, FINAL_S = 0.4, 1.2  # of a tone until half of its sentence is guessed, and until it is certain
LOUD = 0.02


@dataclass
class Voice:
    """One connection: what it wished for, and everything that was heard on it."""

    wishes: dict[str, Any]
    connection: ServerConnection
    frames: list[np.ndarray[Any, Any]] = field(default_factory=list)
    segments: list[dict[str, Any]] = field(default_factory=list)
    ended: bool = False
    closed: bool = False

    @property
    def samples(self) -> np.ndarray[Any, Any]:
        return np.concatenate(self.frames) if self.frames else np.zeros(0, dtype=np.float32)

    @property
    def seconds(self) -> float:
        return sum(len(frame) for frame in self.frames) / RATE

    def hertz(self, last_s: float = 0.5) -> float:
        """The loudest tone of the last half second; 0 when it is quiet."""
        return tone(self.samples[-round(last_s * RATE) :])

    def tell(self, *segments: dict[str, Any]) -> None:
        with contextlib.suppress(ConnectionClosed):
            self.say(segments=list(segments))

    def say(self, **message: Any) -> None:
        self.connection.send(json.dumps({"uid": self.wishes["uid"], **message}))


def segment(start: float, end: float, text: str, completed: bool) -> dict[str, Any]:
    """As the server writes it: moments are texts."""
    return {"start": f"{start:.3f}", "end": f"{end:.3f}", "text": text, "completed": completed}


def hum(hertz: float, seconds: float) -> list[bytes]:
    """A tone as a page sends it: pieces of a tenth of a second, 16 bits."""
    moments = np.arange(round(seconds * RATE)) / RATE
    data = (9000 * np.sin(2 * np.pi * hertz * moments)).round().astype("<i2").tobytes()
    return [data[at : at + PIECE] for at in range(0, len(data), PIECE)]


def tone(samples: np.ndarray[Any, Any]) -> float:
    if len(samples) < RATE // 8 or float(np.sqrt(np.mean(samples**2))) < LOUD:
        return 0.0
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * RATE / len(samples)


class Whisper:
    """`mood`: ok, full, error, silent (never ready), rude (closes at once)."""

    def __init__(self, sentences: dict[int, str]) -> None:
        self.sentences = sentences
        self.mood = "ok"
        self.voices: list[Voice] = []
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._server = serve(self._serve, "127.0.0.1", self.port)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """As if its machine had been switched off: nobody is told."""
        if self._server is None or self._thread is None:
            return
        for voice in self.voices:
            if not voice.closed:
                with contextlib.suppress(OSError):
                    voice.connection.socket.shutdown(socket.SHUT_RDWR)
        self._server.shutdown()
        self._thread.join()
        self._server = None

    def voice(self, language: str = "", among: int = 0, limit_s: float = 10) -> Voice:
        """The newest open voice in this language, once it is there and at least `among` came before it."""
        deadline = time.monotonic() + limit_s
        while time.monotonic() < deadline:
            found = [v for v in self.voices if not v.closed and language in ("", v.wishes["language"])]
            if found and len(self.voices) > among:
                return found[-1]
            time.sleep(0.02)
        raise AssertionError("nobody speaks to the speech server")

    def _serve(self, connection: ServerConnection) -> None:
        wishes = json.loads(connection.recv())
        voice = Voice(wishes, connection)
        if self.mood == "rude":
            return
        if self.mood in ("full", "error"):
            voice.say(status="WAIT" if self.mood == "full" else "ERROR", message=3.5)
            return
        self.voices.append(voice)
        try:
            if self.mood == "ok":
                voice.say(message="SERVER_READY", backend="faster_whisper")
            self._hear(voice)
        except ConnectionClosed:
            pass
        finally:
            voice.closed = True

    def _hear(self, voice: Voice) -> None:
        sounded = 0.0
        for frame in voice.connection:
            assert isinstance(frame, bytes), "voice is binary"
            if frame == b"END_OF_AUDIO":
                voice.ended = True
                return
            samples = np.frombuffer(frame, dtype="<f4")
            voice.frames.append(samples)
            sentence = self._sentence(voice)
            if not sentence or len(voice.segments) > 1:
                continue
            sounded += len(samples) / RATE
            if sounded >= FINAL_S:
                # As the real one: everything so far once more, and now certain.
                voice.segments = [segment(0.0, sounded, sentence, True), segment(sounded, sounded, "", False)]
                voice.tell(voice.segments[0])
            elif sounded >= PASSING_S:
                voice.segments = [segment(0.0, sounded, sentence[: len(sentence) // 2], False)]
                voice.tell(*voice.segments)

    def _sentence(self, voice: Voice) -> str:
        heard = voice.hertz()
        return next((text for hertz, text in self.sentences.items() if abs(hertz - heard) < NEAR_HZ), "")


@contextmanager
def whisper(sentences: dict[int, str] | None = None) -> Iterator[Whisper]:
    server = Whisper(sentences or {})
    server.start()
    try:
        yield server
    finally:
        server.stop()


class Libre:
    """`mood`: ok, slow, broken (500), elsewhere (redirect), endless, odd (no JSON)."""

    def __init__(self, known: dict[str, str]) -> None:
        self.known = known
        self.mood = "ok"
        self.asked: list[dict[str, Any]] = []
        self.went_elsewhere = 0
        self.go = threading.Event()  # what `slow` waits for
        libre = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    libre.answer(self, body)

            def log_message(self, format: str, *args: Any) -> None:
                return None

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, to: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        if to.path == "/elsewhere":
            self.went_elsewhere += 1
        self.asked.append(body)
        if self.mood == "slow":
            self.go.wait(20)
        assert set(body) == {"q", "source", "target", "format"}
        text = self.known.get(body["q"], f"[{body['target']}] {body['q']}")
        said = json.dumps({"translatedText": text}).encode()
        if self.mood == "odd":
            said = b"<html>"
        elif self.mood == "endless":
            said = b" " * (1 << 20) + said
        to.send_response({"broken": 500, "elsewhere": 307}.get(self.mood, 200))
        if self.mood == "elsewhere":
            to.send_header("Location", f"{self.url}/elsewhere")
        to.send_header("Content-Type", "application/json")
        to.send_header("Content-Length", str(len(said)))
        to.end_headers()
        to.wfile.write(said)

    def stop(self) -> None:
        self.go.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def libre(known: dict[str, str] | None = None) -> Iterator[Libre]:
    server = Libre(known or {})
    try:
        yield server
    finally:
        server.stop()
