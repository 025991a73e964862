"""Which page (client token) belongs to which session; one session's page is never given to another."""

from __future__ import annotations

import threading
from collections import defaultdict

PAGES_LIMIT = 64  # pages of one session; a terminal shows one or two


class PageBindings:
    """Thread-safe. A token is bound by its first use and stays bound until its session ends."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ref_of: dict[str, str] = {}
        self._pages: dict[str, list[str]] = defaultdict(list)

    def bind(self, token: str, ref: str) -> bool:
        """True if this token is, or now becomes, a page of this session."""
        with self._lock:
            bound = self._ref_of.get(token)
            if bound is not None:
                return bound == ref
            pages = self._pages[ref]
            if len(pages) >= PAGES_LIMIT:
                self._ref_of.pop(pages.pop(0), None)
            pages.append(token)
            self._ref_of[token] = ref
            return True

    def ref_of(self, token: str) -> str | None:
        with self._lock:
            return self._ref_of.get(token)

    def pages(self, ref: str) -> list[str]:
        """The tokens of a session's pages."""
        with self._lock:
            return list(self._pages.get(ref, ()))

    def drop(self, ref: str) -> list[str]:
        """Forget a session; the tokens of its pages."""
        with self._lock:
            pages = self._pages.pop(ref, [])
            for token in pages:
                self._ref_of.pop(token, None)
            return pages
