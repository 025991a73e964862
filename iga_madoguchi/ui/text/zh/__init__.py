"""Everything residents read in Chinese, in simplified characters."""

from __future__ import annotations

from iga_madoguchi.ui.text.zh.kiosk import TEXT as KIOSK
from iga_madoguchi.ui.text.zh.slip import TEXT as SLIP
from iga_madoguchi.ui.text.zh.takeaway import TEXT as TAKEAWAY

__all__ = ["KIOSK", "SLIP", "TAKEAWAY"]
