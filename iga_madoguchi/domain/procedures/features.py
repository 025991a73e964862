"""A text as what a search compares: pairs and triples of Japanese letters, triples of sounds, words.

Features are strings with a letter before them: j letters, s sounds, w words, p beginnings of words. Terms are
everyday words whole: as written, "~" as it sounds, "w" in Latin letters.
"""

from __future__ import annotations

from collections.abc import Iterable

from iga_madoguchi.domain.languages import LANGUAGES
from iga_madoguchi.domain.procedures import sounds
from iga_madoguchi.domain.procedures.content import Content, Said
from iga_madoguchi.kit import ruby

# How much each place of a procedure counts.
WORD, NAME, LINE, PURPOSE, DOCUMENT = 3.0, 3.0, 2.0, 1.2, 0.4
# Kana alone says little: endings and particles are kana.
WITH_KANJI = {1: 0.4, 2: 1.0, 3: 1.5}
ONLY_KANA = {1: 0.0, 2: 0.2, 3: 0.8}
SOUND, ASKED_IN_ROMAJI = 0.5, 0.8
BEGINNING = 5  # letters that a nascimento and a nascido share
TERM_LIMIT, TERM_WORDS = 20, 6


def of_content(content: Content) -> dict[str, float]:
    """Every feature with the weight of the best place in which it stands."""
    found: dict[str, float] = {}
    for text, read, weight in _texts(content):
        for feature, own in (_letters(text) | _sounds(read) | _words(text)).items():
            found[feature] = max(found.get(feature, 0.0), weight * own)
    return found


def of_query(text: str) -> dict[str, float]:
    """The features of what somebody asks; in Latin letters it may be Japanese or not."""
    romaji = dict.fromkeys(_sounds(sounds.romaji(text)), ASKED_IN_ROMAJI)
    return _letters(text) | _sounds(sounds.sound(text)) | _words(text) | romaji


def terms_of(content: Content) -> frozenset[str]:
    """The everyday words whole."""
    found: set[str] = set()
    for word in content.words:
        written, sound = "".join(sounds.runs(sounds.plain(word))), sounds.sound(word)
        found |= {written} if len(written) > 1 else set()
        found |= {f"~{sound}"} if len(sound) > 2 else set()
        latin = sounds.words(word)
        if latin and not written:  # 1割負担 is not a 1
            found.add(f"w{' '.join(latin)}")
    return frozenset(found)


def terms_in(text: str) -> set[str]:
    """Every stretch of what somebody asks that could be an everyday word."""
    found = set(_stretches("".join(sounds.runs(sounds.plain(text))), 2))
    for sound in {sounds.sound(text), sounds.romaji(text)}:
        found |= {f"~{part}" for part in _stretches(sound, 3)}
    words = sounds.words(text)
    for start in range(len(words)):
        for end in range(start + 1, min(start + TERM_WORDS, len(words)) + 1):
            found.add(f"w{' '.join(words[start:end])}")
    return found


def _texts(content: Content) -> Iterable[tuple[str, str, float]]:
    """Text, how it is read in Japanese ("" for other languages), weight of the place."""
    yield from ((word, sounds.sound(word), WORD) for word in content.words)
    yield from _told(content.name, NAME)
    yield from _told(content.line, LINE)
    yield content.purpose, sounds.sound(content.purpose), PURPOSE
    for document in content.documents:
        yield from _told(document.name, DOCUMENT)


def _told(said: Said, weight: float) -> Iterable[tuple[str, str, float]]:
    yield said.ja, sounds.sound(said.ja), weight
    yield ruby.plain(said.easy), sounds.sound(ruby.kana(said.easy)), weight
    yield from ((said.own(code), "", weight) for code in LANGUAGES if not code.startswith("ja"))


def _letters(text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for run in sounds.runs(sounds.plain(text)):
        for size in WITH_KANJI:
            for start in range(len(run) - size + 1):
                gram = run[start : start + size]
                found[f"j{gram}"] = (WITH_KANJI if sounds.has_kanji(gram) else ONLY_KANA)[size]
    return found


def _sounds(sound: str) -> dict[str, float]:
    return {f"s{sound[start : start + 3]}": SOUND for start in range(len(sound) - 2)}


def _words(text: str) -> dict[str, float]:
    words = sounds.words(text)
    found = {f"w{word}": 1.0 for word in words if len(word) > 1}
    found |= {f"w{one} {two}": 1.0 for one, two in zip(words, words[1:], strict=False)}
    return found | {f"p{word[:BEGINNING]}": 0.5 for word in words if len(word) > BEGINNING}


def _stretches(text: str, least: int) -> Iterable[str]:
    for start in range(len(text)):
        for end in range(start + least, min(start + TERM_LIMIT, len(text)) + 1):
            yield text[start:end]
