"""The languages a resident can choose. A new one is one folder and one row here."""

from __future__ import annotations

from dataclasses import dataclass

from iga_madoguchi.ui.text import en, es, ja, ja_easy, pt, vi, zh
from iga_madoguchi.ui.text.kiosk import KioskText
from iga_madoguchi.ui.text.slip import SlipText
from iga_madoguchi.ui.text.takeaway import TakeawayText


@dataclass(frozen=True)
class Language:
    """`code` as calls record it, `name` as its speakers call it."""

    code: str
    name: str
    kiosk: KioskText
    slip: SlipText
    takeaway: TakeawayText

    @property
    def tag(self) -> str:
        """As browsers and screen readers know it."""
        return self.kiosk.tag


DEFAULT = "ja"
LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("ja", "日本語", ja.KIOSK, ja.SLIP, ja.TAKEAWAY),
        Language("ja-easy", "やさしい日本語《にほんご》", ja_easy.KIOSK, ja_easy.SLIP, ja_easy.TAKEAWAY),
        Language("pt", "Português", pt.KIOSK, pt.SLIP, pt.TAKEAWAY),
        Language("vi", "Tiếng Việt", vi.KIOSK, vi.SLIP, vi.TAKEAWAY),
        Language("zh", "中文", zh.KIOSK, zh.SLIP, zh.TAKEAWAY),
        Language("es", "Español", es.KIOSK, es.SLIP, es.TAKEAWAY),
        Language("en", "English", en.KIOSK, en.SLIP, en.TAKEAWAY),
    )
}
