"""What the people in a call are told goes down and up by steps, without flickering."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.browser.node import run

GOOD, POOR, VOICE, LOST = range(4)

TOLD = """
let bounds = it.begin();
return given.map(([at, level]) => it.stepOf((bounds = it.next(bounds, level, at * 1000))));
"""


def told(levels: list[int], *, every_s: float = 1) -> list[str]:
    """The steps told, one look a second from the first second on."""
    found: list[str] = run("steps.js", TOLD, [[(n + 1) * every_s, level] for n, level in enumerate(levels)])
    return found


def changes(steps: list[str]) -> list[str]:
    return [step for before, step in zip(["", *steps], steps, strict=False) if step != before]


def test_nothing_of_the_others_leads_down_to_the_telephone_and_back_up() -> None:
    steps = told([GOOD] * 3 + [LOST] * 30 + [GOOD] * 10)
    assert changes(steps) == ["hd", "text", "phone", "hd"]
    lost_at = 4
    assert steps.index("text") - (lost_at - 1) == 5, "writing after five seconds"
    assert steps.index("phone") - (lost_at - 1) == 20, "the telephone after twenty"
    assert steps[33 + 3] != "phone", "and away three seconds after media are back"


def test_the_telephone_waits_the_whole_twenty_seconds() -> None:
    assert "phone" not in told([LOST] * 19 + [GOOD] + [LOST] * 19)
    assert "phone" in told([LOST] * 21)


def test_a_picture_that_does_not_come_is_voice_alone() -> None:
    steps = told([GOOD] * 2 + [VOICE] * 10 + [GOOD] * 10)
    assert changes(steps) == ["hd", "sd", "voice", "sd", "hd"]
    assert steps.count("voice") >= 6


def test_a_loss_says_nothing_of_the_picture_that_was_told_before_it() -> None:
    steps = told([VOICE] * 6 + [LOST] * 8 + [VOICE] * 8)
    assert changes(steps)[-4:] == ["sd", "voice", "text", "voice"]


def test_a_short_trouble_is_not_told() -> None:
    assert set(told(([GOOD] * 3 + [LOST] * 2) * 6)) == {"hd"}
    assert set(told(([GOOD] * 2 + [POOR] * 2) * 8)) == {"hd"}


def test_a_telephone_does_not_flicker_when_media_stutter() -> None:
    steps = told([LOST] * 25 + ([GOOD] * 2 + [LOST] * 2) * 10)
    assert changes(steps)[-1] == "phone"


def test_looks_that_come_late_decide_by_time() -> None:
    assert told([LOST] * 5, every_s=10)[-1] == "phone"
    assert told([LOST] * 2, every_s=10)[-1] != "hd"


def test_what_is_seen_becomes_a_level() -> None:
    peers = [{"id": "a"}, {"id": "b"}]
    up, down = {"link": "up", "upstream": "up"}, {"link": "down", "upstream": "up"}

    def level(**given: Any) -> int:
        state = {"peers": peers, "remote": {}, "ownLink": "up", "verdict": "good"} | given
        seen = run("quality.js", "return it.seenOf(given);", state)
        found: int = run("steps.js", "return it.levelOf(given);", seen)
        return found

    assert level(remote={"a": up, "b": up}) == GOOD
    assert level(remote={"a": up, "b": down}) == GOOD, "a third who is away does not end the talk of two"
    assert level(remote={"a": down, "b": down}) == LOST
    assert level(remote={"a": up | {"starved": True}}) == LOST
    assert level(remote={"a": up | {"upstream": "down"}}) == LOST
    assert level(remote={"a": up}, ownLink="down") == LOST, "they hear nothing of us"
    assert level(remote={"a": up | {"faceless": True}}) == VOICE
    assert level(remote={"a": up}, verdict="poor") == POOR
    resident, colleague = {"id": "a", "kind": "branch"}, {"id": "b", "kind": "desk"}
    starved = {"a": up | {"starved": True}, "b": up}
    assert level(peers=[resident], held=True, remote=starved) == GOOD, "on hold nobody waits for the resident"
    assert level(peers=[resident, colleague], held=True, remote={"a": up, "b": down}) == LOST
    assert level() == GOOD, "before anything was tried"


@given(st.lists(st.sampled_from([GOOD, POOR, VOICE, LOST]), max_size=200))
@settings(max_examples=15, deadline=None)
def test_the_telephone_comes_and_goes_at_most_every_twenty_seconds(levels: list[int]) -> None:
    moments = [n for n, step in enumerate(changes_at(told(levels))) if step == "phone"]
    assert all(after - before > 20 for before, after in zip(moments, moments[1:], strict=False))


def changes_at(steps: list[str]) -> list[str]:
    """The step where it changes, "" where it stays."""
    return [step if step != before else "" for before, step in zip(["", *steps], steps, strict=False)]
