"""Writing brought down to what is compared: one kana, one width, no accents, and how it sounds."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import jaconv
from pykakasi import Kakasi

from iga_madoguchi.kit.ruby import KANJI

# A word in Latin letters that is Japanese in any of the usual spellings.
_ROMAJI = re.compile(
    r"(?:(?:k|s|t|n|h|m|r|g|z|d|b|p|j|f|w|y|ky|sy|sh|ty|ch|ts|ny|hy|my|ry|gy|zy|jy|by|py)?[aiueo]"
    r"|n'|n(?![aiueoy])|([kstpgzbdj])(?=\1)|t(?=ch))+"
)
_LATIN = re.compile(r"[a-z0-9']+")
_CJK = re.compile(rf"[{KANJI}\u3041-\u3096]+")
_ANY_KANJI = re.compile(f"[{KANJI}]")
_O = "おこごそぞとどのほぼぽもよょろ"
_U = "うくぐすずつづぬふぶぷむゆゅる"
_LONG = re.compile(rf"(?<=[{_O}])[うお]|(?<=[{_U}])う|ー")
_SAME = str.maketrans("ぢづを", "じずお")


def plain(text: str) -> str:
    """One width, small letters, hiragana for katakana."""
    return str(jaconv.kata2hira(unicodedata.normalize("NFKC", text).casefold()))


def runs(text: str) -> list[str]:
    """The Japanese and Chinese stretches of a plain text, without signs, spaces, letters and figures."""
    return _CJK.findall(text.replace("ー", ""))


def words(text: str) -> list[str]:
    """The words in Latin letters, without their accents: nação is nacao, đi is di."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d").replace("’", "'"))
    return _LATIN.findall("".join(sign for sign in bare if not unicodedata.combining(sign)))


def has_kanji(text: str) -> bool:
    return _ANY_KANJI.search(text) is not None


def sound(text: str) -> str:
    """How a text is read, in hiragana without long vowels: 手帳, てちょう and テチョー are てちょ."""
    if not has_kanji(text):
        return _short(plain(text))
    read = "".join(str(part["hira"]) for part in _kakasi().convert(text))
    return _short(plain(read))


def romaji(text: str) -> str:
    """The sound of words that can be Japanese in Latin letters, "" if one of them cannot."""
    found = words(text)
    if not found or not all(_ROMAJI.fullmatch(word) for word in found):
        return ""
    return _short(str(jaconv.alphabet2kana(" ".join(re.sub("nn(?=[aiueoy])", "n'n", w) for w in found))))


def _short(kana: str) -> str:
    return _LONG.sub("", "".join(runs(kana)).translate(_SAME))


@cache
def _kakasi() -> Kakasi:
    return Kakasi()  # type: ignore[no-untyped-call]
