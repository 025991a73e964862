"""The languages in which the city speaks with residents, as calls and the catalogue record them."""

from __future__ import annotations

LANGUAGES = ("ja", "ja-easy", "pt", "vi", "zh", "es", "en")
