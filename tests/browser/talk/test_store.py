"""The conversation's memory: what it says on the call's socket, and what it makes of what it hears there."""

from __future__ import annotations

from typing import Any

from tests.browser.node import run

BEGIN = """
const said = [];
const store = new it.TalkStore((message) => said.push(message));
store.reset(given ?? "desk", "c1", "me");
const one = (id, more = {}) => ({ id, tmp: `t-${id}`, from: "them", by: "branch", kind: "text", text: id,
    at: "2026-11-28T01:00:00+00:00", author: "", of: "", ink: [], ...more });
const whole = (...sayings) => store.hear({ t: "said", whole: true, sayings, kept_until: null });
const news = (...sayings) => store.hear({ t: "said", whole: false, sayings });
const texts = () => it.allOf(store.state).map(({ text }) => text);
"""
END = "store.reset('desk');"  # no timer keeps Node waiting


def play(code: str, by: str = "desk") -> Any:
    lines = f"const answer = await (async () => {{ {code} }})(); {END} return answer;"
    return run("talk/store.js", BEGIN + lines, by)


def test_an_own_saying_is_there_at_once_and_becomes_the_servers() -> None:
    before, message, after, own = play(
        """whole();
        const tmp = store.say({ text: "はい" });
        const before = texts();
        const told = { ...said.at(-1), mine: said.at(-1).id === tmp };
        news(one("a"), one("s1", { tmp, by: "desk", from: "me", text: "はい" }));
        return [before, told, texts(), store.state.own];"""
    )
    assert (before, after, own) == (["はい"], ["a", "はい"], [])
    assert (message["t"], message["text"], message["mine"]) == ("say", "はい", True)


def test_what_was_not_heard_is_said_again_under_its_name_when_the_socket_is_back() -> None:
    assert (
        play(
            """whole();
            const tmp = store.say({ text: "届いたか" });
            whole(one("a"));
            return said.filter(({ t, id }) => t === "say" && id === tmp).length;"""
        )
        == 2
    )


def test_what_somebody_says_aloud_has_its_place_beside_what_they_type() -> None:
    both, after_caption, after_text = play(
        """whole();
        const heard = () => Object.values(store.state.writing).map(({ text, voice }) => [text, !!voice]);
        store.hear({ t: "writing", from: "them", by: "branch", text: "書" });
        store.hear({ t: "writing", from: "them", by: "branch", text: "話", voice: true });
        const both = heard();
        news(one("a", { kind: "caption" }));
        const afterCaption = heard();
        news(one("b"));
        return [both, afterCaption, heard()];"""
    )
    assert both == [["書", False], ["話", True]]
    assert (after_caption, after_text) == ([["書", False]], [])


def test_a_translation_is_known_by_its_saying_and_gone_with_the_call() -> None:
    known, more, gone = play(
        """whole(one("a"), one("b"));
        const tell = (id, text) => store.hear({ t: "translated", sayings: [{ id, language: "ja", text }] });
        tell("a", "訳");
        const known = store.state.translated;
        tell("b", "つぎ");
        const more = Object.keys(store.state.translated);
        store.reset("desk", "c2", "me");
        return [known, more, store.state.translated];"""
    )
    assert known == {"a": {"language": "ja", "text": "訳"}}
    assert (more, gone) == (["a", "b"], {})


def test_what_did_arrive_is_not_said_again() -> None:
    told, own = play(
        """whole();
        const tmp = store.say({ text: "届いた" });
        whole(one("s", { tmp, by: "desk" }));
        return [said.length, store.state.own.length];"""
    )
    assert (told, own) == (1, 0)


def test_ink_a_phrase_and_an_answer_go_as_the_wire_has_them() -> None:
    assert play(
        """store.say({ ink: [[1, 2, 5]] });
        store.say({ phrase: { id: "paper.here", icon: "paper", texts: { ja: "ここ" } } });
        store.say({ answer: { id: "yes", icon: "ok", texts: { ja: "はい" } } });
        return said.map(({ id, ...rest }) => rest);"""
    ) == [
        {"t": "say", "ink": [[1, 2, 5]]},
        {"t": "say", "phrase": "paper.here"},
        {"t": "say", "answer": "yes"},
    ]


def test_taken_back_is_gone() -> None:
    told, left = play(
        """whole(one("a"), one("b"));
        store.unsay({ id: "a" });
        const told = said.at(-1);
        store.hear({ t: "unsaid", saying: "a" });
        return [told, texts()];"""
    )
    assert told == {"t": "unsay", "id": "a"}
    assert left == ["b"]


def test_what_is_being_written_shows_until_it_is_said() -> None:
    shown, cleared, said, by_other = play(
        """whole();
        const hear = (text) => store.hear({ t: "writing", from: "them", by: "branch", text });
        hear("おな"); hear("おなま");
        const shown = store.state.writing;
        hear("");
        const cleared = store.state.writing;
        hear("おなまえ");
        store.hear({ t: "writing", from: "third", by: "guest", text: "つうやく" });
        news(one("a"));
        return [shown, cleared, store.state.sayings.length, Object.keys(store.state.writing)];"""
    )
    assert shown == {"them": {"by": "branch", "text": "おなま"}}
    assert (cleared, said, by_other) == ({}, 1, ["third"])


def test_drawing_grows_piece_by_piece_and_goes_back() -> None:
    steps = play(
        """const steps = [];
        const hear = (stroke, at, points, id = "i") => {
            store.hear({ t: "ink", from: "them", by: "branch", id, stroke, at, points });
            steps.push(store.state.drawing.them?.strokes ?? []);
        };
        hear(0, 0, [1, 1, 5, 2, 2, 5]); hear(0, 2, [3, 3, 5]); hear(1, 0, [9, 9, 5]);
        hear(0, 0, [1, 1, 5, 3, 3, 5]); hear(0, 0, []); hear(0, 0, [7, 7, 5], "another");
        return steps;"""
    )
    assert steps == [
        [[1, 1, 5, 2, 2, 5]],
        [[1, 1, 5, 2, 2, 5, 3, 3, 5]],
        [[1, 1, 5, 2, 2, 5, 3, 3, 5], [9, 9, 5]],
        [[1, 1, 5, 3, 3, 5]],
        [],
        [[7, 7, 5]],
    ]


def test_typing_is_told_with_measure_and_its_end_is_never_lost() -> None:
    told = play(
        """for (const text of ["お", "おな", "おなま", "おなまえ"]) store.write(text);
        await new Promise((done) => setTimeout(done, 150));
        return said.map(({ text }) => text);"""
    )
    assert told == ["お", "おなまえ"]


def test_what_is_said_ends_the_writing_before_it() -> None:
    told = play(
        """store.write("は"); store.write("はい");
        store.say({ text: "はい" });
        await new Promise((done) => setTimeout(done, 150));
        return said.map(({ t }) => t);"""
    )
    assert told == ["writing", "say"]


def test_refused_stays_visible_with_its_reason_and_can_be_said_again() -> None:
    refused, told, gone = play(
        """whole();
        const tmp = store.say({ text: "x" });
        store.hear({ t: "refused", of: "say", code: "conversation.talk.full", id: tmp });
        const refused = store.state.own[0].refused;
        store.again(tmp);
        const told = said.length;
        store.unsay(store.state.own[0]);
        return [refused, told, store.state.own.length];"""
    )
    assert (refused, told, gone) == ("conversation.talk.full", 2, 0)


def test_unread_counts_only_the_others() -> None:
    assert play(
        """whole(one("a"), one("b", { from: "me" }), one("c"));
        const before = it.unreadOf(store.state);
        store.read();
        news(one("d"));
        return [before, it.unreadOf(store.state), it.captionOf(store.state).id];"""
    ) == [2, 1, "d"]


def test_two_desks_in_one_call_are_told_apart() -> None:
    assert play(
        """whole(one("a", { by: "desk", from: "owner" }), one("b", { by: "guest", from: "me" }));
        return it.othersOf(store.state).map(({ id }) => id);"""
    ) == ["a"]


def test_nothing_of_a_call_is_left_afterwards() -> None:
    left = play(
        """whole(one("a")); store.say({ text: "x" }); store.open("hand");
        store.hear({ t: "writing", from: "them", by: "branch", text: "y" });
        store.reset("branch");
        return store.state;"""
    )
    assert left == {
        "call": "",
        "me": "",
        "sayings": [],
        "own": [],
        "writing": {},
        "drawing": {},
        "translated": {},
        "keptUntil": None,
        "seen": 0,
        "sheet": "",
    }


def test_a_saying_speaks_the_language_of_the_page() -> None:
    assert play(
        """const board = { texts: { ja: "はい", pt: "Sim" } };
        return [it.wordsOf(board, "pt"), it.wordsOf(board, "vi"), it.wordsOf({ text: "書いた" }, "pt")];"""
    ) == ["Sim", "はい", "書いた"]
