"""How a kiosk's page and the helper beside its browser understand each other; a page alone says nothing."""

from __future__ import annotations

import base64
import json
from typing import Any

from tests.browser.node import run

PAGE = """
globalThis.document = {
    title: "つながる窓口", cookie: given.cookie,
    querySelector: () => ({ dataset: { screen: "kiosk.standby" } }),
};
"""


def helper(code: str, said: dict[str, Any] | None = None) -> Any:
    value = base64.b64encode(json.dumps(said).encode()).decode()
    cookie = "" if said is None else f"a=b; iga_helper={value}"
    return run("helper.js", PAGE + code, {"cookie": cookie})


def told(title: str) -> dict[str, Any]:
    usual, sign, said = title.partition(" \u205d")
    assert (usual, sign) == ("つながる窓口", " \u205d")
    found: dict[str, Any] = json.loads(said)
    return found


def test_a_page_without_a_helper_keeps_its_title_and_asks_nobody() -> None:
    code = "it.live(() => {})(); it.tell({ v: ['call', 'none'] }); return [document.title, it.ask(1)];"
    assert helper(code) == ["つながる窓口", ""]


def test_a_sign_of_life_tells_the_screen() -> None:
    title = helper("it.live(() => {})(); return document.title;", {"n": 0})
    assert told(title) == {"n": 1, "s": "kiosk.standby"}


def test_a_question_stands_until_it_is_answered() -> None:
    code = """
    const id = it.ask(1234.6), asked = document.title;
    it.answered();
    return [id, asked, document.title];"""
    number, asked, after = helper(code, {"n": 0})
    assert told(asked)["m"] == [number, 1235]
    assert "m" not in told(after)


def test_what_the_helper_wants_is_heard_once() -> None:
    code = """
    const heard = [], ticks = [];
    const say = (what) => { document.cookie = `iga_helper=${btoa(JSON.stringify(what))}`; };
    globalThis.setInterval = (tick) => ticks.push(tick);
    it.live((occasion) => heard.push(occasion));
    say({ n: 4, ask: "night" });
    for (let n = 0; n < 3; n++) ticks[0]();
    say({ n: 5, ask: "again" });
    ticks[0]();
    document.cookie = "iga_helper=not%base64";
    ticks[0]();
    return heard;"""
    wanted = ["night", "again"]
    assert helper(code, {"n": 3, "ask": "night"}) == wanted, "what was asked before this page is not for it"
