"""Finds procedures by what people say: in kanji, kana, romaji and in seven languages; two letters are enough.

The index is in memory and made anew when the catalogue's revision has moved on. What a query and a procedure
have in common counts more, the fewer procedures have it.
"""

from __future__ import annotations

import math
import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.procedures import features, repository, service
from iga_madoguchi.domain.procedures.views import CardView, Hit, ProcedureView
from iga_madoguchi.errors import InvalidInput

QUERY_LIMIT = 100  # characters
FOUND_LIMIT = 10
WHOLE = 2.0  # an everyday word that is said whole, times the root of its length
FAINT = 0.15  # of the best hit's score; what is below has only a letter in common


@dataclass(frozen=True)
class _Read:
    """A version as the index needs it. Versions never change, so this is made once."""

    features: dict[str, float]
    terms: frozenset[str]


class CatalogueSearch:
    """One index a process. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = -1
        self._read: dict[tuple[str, int], _Read] = {}
        self._index = _Index((), ())

    def find(self, database: Database, text: str, limit: int = FOUND_LIMIT) -> tuple[Hit, ...]:
        """What is offered and fits, best first; nothing for an empty text.

        Raises InvalidInput `procedures.search.too_long`.
        """
        if len(text) > QUERY_LIMIT:
            raise InvalidInput("procedures.search.too_long", limit=QUERY_LIMIT)
        return self._current(database).find(text, min(limit, FOUND_LIMIT))

    def warm(self, database: Database) -> None:
        """Make the index before anybody asks: the first one takes a second or two."""
        self._current(database)
        features.of_query("窓口")

    def _current(self, database: Database) -> _Index:
        with self._lock, database.reading() as session:
            revision = repository.revision(session)
            if revision != self._revision:
                offered = [view for view in service.in_order(session) if not view.retired]
                self._read = {(view.id, view.version): self._known(view) for view in offered}
                self._index = _Index([service.card(view) for view in offered], list(self._read.values()))
                self._revision = revision
            return self._index

    def _known(self, view: ProcedureView) -> _Read:
        found = self._read.get((view.id, view.version))
        return found or _Read(features.of_content(view.content), features.terms_of(view.content))


class _Index:
    """Never changed once it is made, so that many can search it at the same time."""

    def __init__(self, cards: Sequence[CardView], read: Sequence[_Read]) -> None:
        self._cards = cards
        self._features: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._terms: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(read):
            for feature, weight in one.features.items():
                self._features[feature].append((number, weight))
            for term in one.terms:
                self._terms[term].append(number)

    def find(self, text: str, limit: int) -> tuple[Hit, ...]:
        scores: dict[int, float] = defaultdict(float)
        for feature, asked in features.of_query(text).items():
            if found := self._features.get(feature):
                worth = asked * self._rare(len(found))
                for number, weight in found:
                    scores[number] += worth * weight
        for term in features.terms_in(text):
            if having := self._terms.get(term):
                worth = WHOLE * math.sqrt(len(term)) * self._rare(len(having))
                for number in having:
                    scores[number] += worth
        return self._best(scores, limit)

    def _best(self, scores: dict[int, float], limit: int) -> tuple[Hit, ...]:
        least = FAINT * max(scores.values(), default=0.0)
        order = sorted((-score, number) for number, score in scores.items() if score >= least > 0)
        return tuple(Hit(self._cards[number], -score) for score, number in order[:limit])

    def _rare(self, count: int) -> float:
        return math.log(1 + len(self._cards) / count)
