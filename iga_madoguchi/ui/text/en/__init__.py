"""English, for the resident's screens."""

from __future__ import annotations

from iga_madoguchi.ui.text.en.kiosk import TEXT as KIOSK
from iga_madoguchi.ui.text.en.slip import TEXT as SLIP
from iga_madoguchi.ui.text.en.takeaway import TEXT as TAKEAWAY

__all__ = ["KIOSK", "SLIP", "TAKEAWAY"]
