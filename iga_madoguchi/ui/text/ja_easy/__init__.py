"""Everything residents read in やさしい日本語: short, spaces between phrases, ruby on every kanji."""

from __future__ import annotations

from iga_madoguchi.ui.text.ja_easy.kiosk import TEXT as KIOSK
from iga_madoguchi.ui.text.ja_easy.slip import TEXT as SLIP
from iga_madoguchi.ui.text.ja_easy.takeaway import TEXT as TAKEAWAY

__all__ = ["KIOSK", "SLIP", "TAKEAWAY"]
