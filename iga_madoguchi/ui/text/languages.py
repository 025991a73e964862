"""The languages a resident can choose. A new one is one folder and one row here."""

from __future__ import annotations

from dataclasses import dataclass

from iga_madoguchi.ui.text.en import kiosk as en_kiosk
from iga_madoguchi.ui.text.ja import kiosk as ja_kiosk
from iga_madoguchi.ui.text.kiosk import KioskText


@dataclass(frozen=True)
class Language:
    """`code` as calls record it, `tag` as browsers and screen readers know it."""

    code: str
    tag: str
    name: str
    kiosk: KioskText


DEFAULT = "ja"
LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("ja", "ja", "日本語", ja_kiosk.TEXT),
        Language("en", "en", "English", en_kiosk.TEXT),
    )
}
