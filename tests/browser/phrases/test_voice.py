"""Only a voice that the browser has itself reads aloud: what a resident is told goes to no server."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.node import run

VOICES = [
    {"name": "far", "lang": "vi-VN", "localService": False},
    {"name": "es", "lang": "es_US", "localService": True},
    {"name": "pt", "lang": "pt-PT", "localService": True},
    {"name": "br", "lang": "pt-BR", "localService": True},
    {"name": "ja", "lang": "ja-JP", "localService": True},
]


@pytest.mark.parametrize(
    ("tag", "name"),
    [("pt-BR", "br"), ("es", "es"), ("ja", "ja"), ("vi", None), ("zh-Hans", None)],
)
def test_the_voice_is_near_and_of_the_language(tag: str, name: str | None) -> None:
    code = "return it.voiceFor(...given)?.name ?? null;"
    assert run("phrases/voice.js", code, [VOICES, tag]) == name


def test_without_any_voice_nothing_is_said() -> None:
    said: Any = run("phrases/voice.js", "it.voice.stop(); return [it.voice.say('a', 'ja'), it.voice.state];")
    assert said == [False, {"voices": [], "speaking": False}]
