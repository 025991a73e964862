"""Japanese: complete, and the language of the office."""

from __future__ import annotations

from iga_madoguchi.ui.text.ja.kiosk import TEXT as KIOSK
from iga_madoguchi.ui.text.ja.slip import TEXT as SLIP
from iga_madoguchi.ui.text.ja.takeaway import TEXT as TAKEAWAY

__all__ = ["KIOSK", "SLIP", "TAKEAWAY"]
