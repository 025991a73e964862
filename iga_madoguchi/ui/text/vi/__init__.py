"""Everything residents read in Vietnamese."""

from __future__ import annotations

from iga_madoguchi.ui.text.vi.kiosk import TEXT as KIOSK
from iga_madoguchi.ui.text.vi.slip import TEXT as SLIP
from iga_madoguchi.ui.text.vi.takeaway import TEXT as TAKEAWAY

__all__ = ["KIOSK", "SLIP", "TAKEAWAY"]
