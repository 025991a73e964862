"""A resident who speaks Portuguese and a desk: both voices become captions, and a machine translates."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.eyes import unfit
from tests.e2e.layout import covered
from tests.e2e.people import AYAMA_HZ, HOKEN_HZ, Cast, Person
from tests.e2e.server import Server
from tests.e2e.test_talk import PAPER_LEAST, area, begin, end, keys, rows
from tests.speech import Libre, Voice, Whisper, libre, whisper

pytestmark = pytest.mark.e2e

THEIRS, IN_JAPANESE = "Mudei de endereço na semana passada", "先週、住所が変わりました"
OURS, IN_PORTUGUESE = "きょうは、何をお持ちになりましたか", "O que você trouxe hoje?"
TYPED, TYPED_PT = "在留カードを見せてください", "Mostre o cartão de residência, por favor"
SWITCH, ON, ON_PT = "話したことを字幕に", "声を文字にしています", "A fala está virando texto"


@pytest.fixture(scope="module")
def hearing() -> Iterator[Whisper]:
    with whisper({AYAMA_HZ: THEIRS, HOKEN_HZ: OURS}) as running:
        yield running


@pytest.fixture(scope="module")
def translating() -> Iterator[Libre]:
    with libre({THEIRS: IN_JAPANESE, OURS: IN_PORTUGUESE, TYPED: TYPED_PT}) as running:
        yield running


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, hearing: Whisper, translating: Libre
) -> Iterator[Server]:
    made = Server(
        tmp_path_factory.mktemp("city") / "data",
        IGA_SPEECH_URL=hearing.url,
        IGA_TRANSLATION_URL=translating.url,
    )
    made.start()
    yield made
    assert made.stop() == 0


def until(page: Person, what: str, is_so: object, limit_s: float = 10) -> None:
    """The page goes on meanwhile."""
    deadline = time.monotonic() + limit_s
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < deadline, what
        page.page.wait_for_timeout(50)


def grows(page: Person, voice: Voice, for_ms: int = 700) -> float:
    """How many seconds of voice come in this time."""
    before = voice.seconds
    page.page.wait_for_timeout(for_ms)
    return voice.seconds - before


def switch(desk: Person) -> Locator:
    return desk.page.get_by_role("button", name=SWITCH)


def test_two_voices_become_captions_in_two_languages_and_nothing_of_them_stays(
    cast: Cast, server: Server, hearing: Whisper, translating: Libre
) -> None:
    before = keys(server)
    ayama, hoken = begin(cast)
    caption, log = ayama.page.locator(".talk-caption"), hoken.page.get_by_role("log", name="やりとり")
    expect(switch(hoken)).to_have_attribute("aria-pressed", "false")
    expect(ayama.page.get_by_text(ON_PT)).to_have_count(0)
    ayama.page.wait_for_timeout(600)
    assert hearing.voices == [], "nobody is listened to before the desk says so"

    switch(hoken).click()
    expect(switch(hoken)).to_have_attribute("aria-pressed", "true")
    expect(hoken.page.get_by_text(ON)).to_be_visible()
    expect(ayama.page.get_by_text(ON_PT)).to_be_visible()

    # Each voice arrives as it was spoken, in the language of its side.
    theirs, ours = hearing.voice("pt"), hearing.voice("ja")
    for voice, hertz in ((theirs, AYAMA_HZ), (ours, HOKEN_HZ)):
        until(ayama, "its tone arrives", lambda v=voice, hz=hertz: abs(v.hertz() - hz) < 5)
    assert 0.8 < grows(ayama, theirs, 2000) / 2.0 < 1.2, "at the speed of speech"

    # What the desk says is read in Portuguese above the Japanese, what the resident says in Japanese.
    status = caption.get_by_role("status")
    expect(status).to_contain_text(IN_PORTUGUESE)
    expect(status).to_contain_text("Tradução automática")
    expect(status.locator(".talk-ja [lang=ja]")).to_have_text(OURS)
    said = log.locator("[data-kind=caption]")
    expect(said.filter(has_text=THEIRS)).to_contain_text(IN_JAPANESE)
    expect(said.filter(has_text=THEIRS)).to_contain_text("機械による訳")
    expect(said.filter(has_text=OURS)).to_have_count(1)
    field = hoken.page.get_by_role("textbox", name="書いて伝える")
    field.fill(TYPED)
    field.press("Enter")
    expect(status).to_contain_text(TYPED_PT)
    for size in ("100", "150", "200"):
        ayama.page.wait_for_timeout(400)
        ayama.shot(f"speech-kiosk-{size}")
        assert unfit(ayama.page) == [], size
        assert area(ayama, ".paper-box") > PAPER_LEAST, size
        ayama.press("Letras maiores")
    hoken.shot("speech-desk")
    hoken.page.set_viewport_size({"width": 1280, "height": 1024})
    hoken.shot("speech-desk-1280")
    assert covered(hoken.page) == []
    hoken.page.set_viewport_size({"width": 1920, "height": 1080})

    # On hold nobody is heard; afterwards both are.
    hoken.press("保留")
    until(ayama, "on hold nothing arrives", lambda: grows(ayama, theirs) == 0 and grows(ayama, ours) == 0)
    hoken.press("再開")
    for language in ("ja", "pt"):
        until(hoken, "heard again", lambda spoken=language: grows(ayama, hearing.voice(spoken)) > 0)

    # A server that is away is said in words on both sides, and the talk goes on.
    hearing.stop()
    expect(hoken.page.get_by_text("いまは声が文字になりません")).to_be_visible()
    expect(hoken.page.get_by_text(ON)).to_have_count(0)
    expect(ayama.page.get_by_text("Agora a fala não vira texto")).to_be_visible()
    hoken.shot("speech-desk-away")
    ayama.shot("speech-kiosk-away")
    field.fill(TYPED)
    field.press("Enter")
    expect(log.locator("[data-kind=text]")).to_have_count(2)
    ayama.hears(HOKEN_HZ)
    hearing.start()
    expect(hoken.page.get_by_text("いまは声が文字になりません")).to_have_count(0, timeout=15_000)

    # The resident ends it, at both ends.
    ayama.press("Parar")
    expect(switch(hoken)).to_have_attribute("aria-pressed", "false")
    expect(ayama.page.get_by_text(ON_PT)).to_have_count(0)
    until(ayama, "nobody is listened to any more", lambda: all(voice.closed for voice in hearing.voices))
    heard = len(hearing.voices)

    # And once more, until the call ends.
    switch(hoken).click()
    until(ayama, "both are heard", lambda: len(hearing.voices) == heard + 2)
    ayama.page.reload()
    ayama.on("kiosk.in_call")
    expect(ayama.page.get_by_text(ON_PT)).to_be_visible()
    until(ayama, "after a reload too", lambda: grows(hoken, hearing.voice("pt")) > 0)
    end(hoken)
    ayama.on("kiosk.finished")
    until(ayama, "nobody is listened to any more", lambda: all(voice.closed for voice in hearing.voices))
    until(ayama, "the words are gone", lambda: not rows(server, "talk") and keys(server) <= before)
    assert rows(server, "utterance") == 0
    for words in (OURS, IN_PORTUGUESE, THEIRS, IN_JAPANESE):
        assert words not in ayama.page.content()
        assert words not in server.log.read_text(), "nothing that was said is in a log"
    ayama.nothing_left()
    assert (ayama.problems, hoken.problems) == ([], [])
