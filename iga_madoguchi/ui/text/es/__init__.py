"""Everything residents read in Spanish."""

from __future__ import annotations

from iga_madoguchi.ui.text.es.kiosk import TEXT as KIOSK
from iga_madoguchi.ui.text.es.slip import TEXT as SLIP
from iga_madoguchi.ui.text.es.takeaway import TEXT as TAKEAWAY

__all__ = ["KIOSK", "SLIP", "TAKEAWAY"]
