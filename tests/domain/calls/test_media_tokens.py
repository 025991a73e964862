"""Bearer tokens of the media endpoints."""

from __future__ import annotations

import time

import pytest

from iga_madoguchi.domain.calls import media
from iga_madoguchi.domain.calls.media import MediaTokens
from iga_madoguchi.domain.calls.views import MediaGrant

GRANT = MediaGrant("call-one", "me", frozenset())


def test_a_token_works_once_and_only_for_its_call() -> None:
    tokens = MediaTokens()
    token = tokens.issue(GRANT)
    assert tokens.redeem(token, "call-two") is None
    assert tokens.redeem(token, "call-one") == "me"
    assert tokens.redeem(token, "call-one") is None
    assert tokens.redeem("forged", "call-one") is None


def test_a_token_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = MediaTokens()
    token = tokens.issue(GRANT)
    later = time.monotonic() + media.TOKEN_LIFE_S
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert tokens.redeem(token, "call-one") is None


def test_a_flood_forgets_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "TOKEN_LIMIT", 3)
    tokens = MediaTokens()
    issued = [tokens.issue(GRANT) for _ in range(4)]
    assert [tokens.redeem(token, "call-one") for token in issued] == [None, "me", "me", "me"]
