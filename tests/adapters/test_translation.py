"""The translation server's real protocol, over a real socket, and every way to be away."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from iga_madoguchi.adapters import translation
from iga_madoguchi.adapters.translation import LibreTranslate
from iga_madoguchi.errors import Unavailable
from tests.speech import Libre, libre

pytestmark = pytest.mark.anyio

JA, PT = "お名前を書いてください", "Escreva seu nome, por favor"


@pytest.fixture
def server() -> Iterator[Libre]:
    with libre({JA: PT}) as running:
        yield running


async def test_it_asks_as_the_server_wants_to_be_asked(server: Libre) -> None:
    assert await LibreTranslate(server.url + "/").translate(JA, "ja", "pt") == PT
    assert server.asked == [{"q": JA, "source": "ja", "target": "pt", "format": "text"}]


@pytest.mark.parametrize("mood", ["broken", "elsewhere", "endless", "odd", "slow"])
async def test_anything_but_a_translation_is_a_server_that_is_away(
    server: Libre, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, mood: str
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(translation, "ANSWER_S", 0.3)
    server.mood, translator = mood, LibreTranslate(server.url)
    for _ in range(2):
        with pytest.raises(Unavailable) as away:
            await translator.translate(JA, "ja", "pt")
        assert away.value.code == translation.AWAY
    assert server.went_elsewhere == 0, "the words are taken nowhere else"
    server.mood = "ok"
    server.go.set()
    monkeypatch.setattr(translation, "ANSWER_S", 5)
    assert await translator.translate(JA, "ja", "pt") == PT
    ours = [record.levelname for record in caplog.records if record.name.startswith("iga_madoguchi")]
    assert ours == ["ERROR", "WARNING"], "away once, back once"
    assert JA not in caplog.text
    assert PT not in caplog.text


async def test_where_nobody_listens_it_is_away() -> None:
    with pytest.raises(Unavailable):
        await LibreTranslate("http://127.0.0.1:9").translate(JA, "ja", "pt")


async def test_a_translation_has_an_end(server: Libre) -> None:
    server.known["長い"] = "x" * 5000
    assert len(await LibreTranslate(server.url).translate("長い", "ja", "pt")) == 1000


def test_an_answer_without_end_is_no_translation() -> None:
    with pytest.raises(ValueError, match="too deep"):
        translation._text(200, b"[" * 16_000)
