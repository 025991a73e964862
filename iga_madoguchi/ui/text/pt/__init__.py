"""Everything residents read in Portuguese as it is written in Brazil."""

from __future__ import annotations

from iga_madoguchi.ui.text.pt.kiosk import TEXT as KIOSK
from iga_madoguchi.ui.text.pt.slip import TEXT as SLIP
from iga_madoguchi.ui.text.pt.takeaway import TEXT as TAKEAWAY

__all__ = ["KIOSK", "SLIP", "TAKEAWAY"]
