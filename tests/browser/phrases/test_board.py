"""A sentence of the phrase board is found, stands where the hand expects it, and is reached by keys."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.node import run

PHRASES = {
    "a": {
        "ja": "この紙を、カメラの下に置いてください。",
        "kana": "この かみを、カメラの したに おいて ください。",
    },
    "b": {"ja": "お金はかかりません。", "kana": "おかねは いりません。"},
    "c": {"ja": "ゆっくり話します。", "kana": "ゆっくり はなします。"},
}
MOMENTS = [{"id": "paper", "phrases": ["a"]}, {"id": "money", "phrases": ["b", "c"]}]


def listed(tab: str = "paper", query: str = "", recent: tuple[str, ...] = ()) -> list[str]:
    given = {"phrases": PHRASES, "moments": MOMENTS, "recent": recent, "tab": tab, "query": query}
    found: list[str] = run("phrases/board.js", "return it.listed(given).map(({ id }) => id);", given)
    return found


@pytest.mark.parametrize("query", ["紙", "かみ", "カミ", "ｶﾒﾗ", "かめら 紙", "下に置", "かみを、"])
def test_a_sentence_is_found_as_it_is_written_and_as_it_is_read(query: str) -> None:
    assert listed("money", query) == ["a"]


def test_every_word_must_be_in_it() -> None:
    assert listed("paper", "かみ おかね") == []
    assert listed("paper", "まったくない") == []


def test_without_a_query_the_tab_counts() -> None:
    assert listed("money") == ["b", "c"]
    assert listed("money", "  、") == ["b", "c"]
    assert listed("nothing") == []


def test_what_was_used_stands_first_where_it_fits() -> None:
    assert listed("paper", "ません") == ["b"]
    assert listed("paper", "す", ("c", "gone")) == ["c"]
    assert listed("paper", "い", ("b",))[0] == "b"
    assert listed("recent", "", ("c", "gone", "a")) == ["c", "a"]


def test_what_was_used_again_moves_to_the_front() -> None:
    used: Any = run("phrases/board.js", "return given.reduce(it.used, []);", [*"abcdefghija"])
    assert used == list("ajihgfed")
    assert run("phrases/board.js", "return given.reduce(it.used, []);", [*"aba"]) == ["a", "b"]


@pytest.mark.parametrize(
    ("at", "key", "length", "after"),
    [
        (-1, "ArrowDown", 3, 0),
        (2, "ArrowDown", 3, 0),
        (0, "ArrowUp", 3, 2),
        (-1, "ArrowUp", 3, 2),
        (1, "ArrowUp", 3, 0),
        (1, "Home", 3, 0),
        (1, "End", 3, 2),
        (1, "x", 3, 1),
        (0, "ArrowDown", 0, -1),
    ],
)
def test_keys_move_in_a_ring(at: int, key: str, length: int, after: int) -> None:
    assert run("phrases/board.js", "return it.moved(...given);", [at, key, length]) == after
