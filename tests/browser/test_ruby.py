"""Ruby and counted words are the same in the browser as on the server."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from iga_madoguchi.kit import ruby
from iga_madoguchi.ui.text.counting import Count
from iga_madoguchi.ui.text.languages import LANGUAGES
from tests.browser.node import run

PIECES = st.sampled_from([*"申請日々年ヶ𠮷かなカー・ 14aé｜《》", "《しんせい》", "｜14日《じゅうよっか》"])


def in_the_browser(texts: list[str]) -> list[tuple[list[list[str]], str]]:
    found: list[tuple[list[list[str]], str]] = run(
        "ruby.js", "return given.map((text) => [it.parts(text), it.plain(text)]);", texts
    )
    return [(parts, plain) for parts, plain in found]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=12).map("".join), min_size=20, max_size=60))
def test_any_text_has_the_same_parts(texts: list[str]) -> None:
    here = [([[part.text, part.reading] for part in ruby.parts(text)], ruby.plain(text)) for text in texts]
    assert in_the_browser(texts) == here


def test_what_the_city_says_loses_nothing() -> None:
    texts = [*LANGUAGES["ja-easy"].kiosk.paper_words.values(), *LANGUAGES["ja-easy"].kiosk.errors.values()]
    for text, (parts, plain) in zip(texts, in_the_browser(texts), strict=True):
        assert plain == ruby.plain(text)
        assert "".join(reading or word for word, reading in parts) == ruby.kana(text)


def test_words_follow_their_number() -> None:
    sentence = LANGUAGES["es"].kiosk.form["missing"]
    found = run("fill.js", "return [1, 2, 0].map((n) => it.fill(given, { n }));", sentence)
    kiosk = LANGUAGES["es"].kiosk
    assert found == [sentence.format(n=Count(n, kiosk.first_form)) for n in (1, 2, 0)]
    assert found[0] == "Todavía falta 1 casilla."
    assert found[1] == "Todavía faltan 2 casillas."
