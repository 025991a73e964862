"""What a page makes of what the server says of a private question."""

from __future__ import annotations

from typing import Any

from tests.browser.node import run

HEARD = """
let state = { open: null, wish: false, loudness: "", sending: "", sent: false, problem: "", ...given.state };
for (const message of given.messages) state = it.heard(state, message);
return state;
"""
ASKED = {"t": "private", "open": {"id": "a", "kind": "one"}, "wish": False}
NOTHING = {"t": "private", "open": None, "wish": False}


def heard(*messages: dict[str, Any], **state: Any) -> dict[str, Any]:
    found: dict[str, Any] = run("private.js", HEARD, {"messages": messages, "state": state})
    return found


def test_a_question_comes_and_is_taken_back() -> None:
    assert heard(ASKED)["open"] == ASKED["open"]
    after = heard(ASKED, NOTHING)
    assert (after["open"], after["sent"]) == (None, False), "nothing was answered"


def test_an_answer_that_has_arrived_closes_the_sheet_and_says_so() -> None:
    after = heard(NOTHING, open=ASKED["open"], sending="a")
    assert (after["open"], after["sent"], after["sending"]) == (None, True, "")
    at_once = heard({**ASKED, "open": {"id": "b"}}, open=ASKED["open"], sending="a")
    assert (at_once["open"], at_once["sent"]) == ({"id": "b"}, True), "the next question is not held up"


def test_after_a_lost_line_the_touch_may_be_repeated() -> None:
    after = heard(ASKED, open=ASKED["open"], sending="a")
    assert (after["sending"], after["sent"]) == ("", False)


def test_a_refusal_is_said_and_a_second_touch_is_none() -> None:
    refused = {"t": "refused", "of": "private.reply", "code": "private.answer.unfit"}
    after = heard(refused, open=ASKED["open"], sending="a")
    assert (after["problem"], after["sending"]) == ("private.answer.unfit", "")
    assert heard(ASKED, problem="private.answer.unfit", open=ASKED["open"])["problem"] != ""
    assert heard(NOTHING, problem="private.answer.unfit", open=ASKED["open"])["problem"] == ""
    assert heard({**refused, "code": "private.answer.given"})["problem"] == ""
    assert heard({"t": "refused", "of": "mark", "code": "papers.not_yours"})["problem"] == ""


def test_what_others_say_changes_nothing() -> None:
    before = heard(ASKED)
    assert heard(ASKED, {"t": "media"}, {"t": "papers"}) == before
    low = heard({"t": "private.loud", "level": "low"})
    assert low["loudness"] == "low"
    assert heard({"t": "private.loud", "level": "off"}, loudness="low")["loudness"] == ""
    assert heard(NOTHING, loudness="low")["loudness"] == "low", "the branch's own page is not told of it"
