"""One look at everything: a module per component, each a function from what is around to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from iga_madoguchi.domain.monitoring.around import Around
from iga_madoguchi.domain.monitoring.views import Finding

Look = Callable[[Around, datetime], Iterator[Finding]]
