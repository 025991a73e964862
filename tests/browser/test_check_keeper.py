"""A terminal tests itself only where nobody is: not in a call and not under somebody's hand."""

from __future__ import annotations

from typing import Any

from tests.browser.node import run

SETTING = """
const heard = {};
const addEventListener = (name, on) => (heard[name] = on);
globalThis.document = { hidden: false, addEventListener, removeEventListener() {} };
const later = setTimeout;
globalThis.setTimeout = (work, ms) => {
  const timer = later(work, ms);
  if (ms > 5000) timer.unref(); // what is still to be forgotten keeps no test waiting
  return timer;
};
let look;
globalThis.setInterval = (work) => ((look = work), 1);
globalThis.clearInterval = () => {};
let clock = performance.now();
performance.now = () => clock;
globalThis.localStorage = { theme: "light" };
globalThis.indexedDB = { databases: async () => [] };
const asked = [], posted = [];
let hang = false;
const answer = (document) => ({ ok: true, json: async () => document });
globalThis.fetch = async (path, { method, body, signal } = {}) => {
  if (method === "POST") return posted.push(JSON.parse(body)), answer({ state: "good", troubles: [] });
  if (path === "/selftest/echo") {
    if (hang) await new Promise((_, stop) => signal.addEventListener("abort", () => stop(new Error("gone"))));
    return answer({ now: Date.now() });
  }
  asked.push(path);
  return answer({ due: given.due, kind: "desk", parts: ["camera", "mic", "line", "kept"], choice: {} });
};
const keeper = new it.Keeper();
let busy = false;
keeper.start(() => busy);
const rest = (ms) => new Promise((go) => setTimeout(go, ms));
const seconds = async (n) => { clock += n * 1000; look(); await rest(60); };
"""


def story(code: str, due: str = "schedule") -> Any:
    return run("check/keeper.js", SETTING + code, {"due": due})


def test_it_waits_for_a_minute_of_quiet_before_opening() -> None:
    found = story(
        "keeper.setIdle(true); await seconds(5); const early = posted.length;"
        "await seconds(61); return [early, posted, keeper.state.running];"
    )
    early, posted, running = found
    assert (early, len(posted), running) == (0, 1, "")
    [measured] = posted
    assert measured["cause"] == "schedule"
    assert measured["camera"] == measured["mic"] == {"fault": "insecure"}
    assert measured["line"]["asked"] == 8
    assert measured["kept"] == 0


def test_what_the_bureau_asks_for_comes_within_seconds() -> None:
    assert story("keeper.setIdle(true); await seconds(4); return posted.length;", "order") == 1


def test_a_new_touch_postpones_it() -> None:
    found = story(
        "keeper.setIdle(true); clock += 61000; heard.pointerdown(); await seconds(4);"
        "const soon = posted.length; await seconds(60); return [soon, posted.length];"
    )
    assert found == [0, 1]


def test_not_in_a_call_not_over_a_panel_not_out_of_sight() -> None:
    for obstacle in ("busy = true;", "keeper.setIdle(false);", "document.hidden = true;"):
        code = f"keeper.setIdle(true); {obstacle} await seconds(100); return [asked.length, posted.length];"
        assert story(code, "order") == [0, 0], obstacle


def test_a_touch_or_a_call_ends_it_at_once() -> None:
    for end in ("heard.pointerdown();", "keeper.stop();", "keeper.setIdle(false);"):
        found = story(
            "hang = true; keeper.setIdle(true); await seconds(61); const running = keeper.state.running;"
            f"{end} await rest(50); return [running, keeper.state.running, posted.length];"
        )
        assert found == ["schedule", "", 0], end


def test_what_staff_ask_for_goes_on_under_their_hand() -> None:
    found = story(
        "hang = true; keeper.now(); await rest(50);"
        "heard.pointerdown(); keeper.setIdle(false); await rest(20); const going = keeper.state.running;"
        "keeper.stop(); await rest(50); return [going, keeper.state.failed];"
    )
    assert found == ["button", True]
    assert story("await keeper.now(); return keeper.state.result.state;") == "good"


def test_what_was_found_is_tested_again_as_soon_as_nobody_touches_the_screen() -> None:
    found = story(
        "keeper.setIdle(true); await seconds(10); const first = posted.length; await seconds(10);"
        "return [first, posted.length, posted[0].cause];",
        due="again",
    )
    assert found == [1, 2, "again"]
