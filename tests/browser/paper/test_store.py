"""The table's own memory: what it says on the call's socket, and what it makes of what it hears there."""

from __future__ import annotations

from typing import Any

from tests.browser.node import run

A_STILL: dict[str, Any] = {
    "id": "p1",
    "kind": "still",
    "title": "",
    "marks": [],
    "kept_until": None,
    "pages": [{"number": 1, "width": 10, "height": 14}, {"number": 2, "width": 10, "height": 14}],
}
BEGIN = """
const said = [];
const store = new it.PaperStore((message) => said.push(message));
store.reset(given.by ?? "desk");
const types = () => said.map((message) => message.t);
const papers = (change = {}) => store.hear({ t: "papers", papers: [given.still], live: [],
    shown: { paper: "p1", page: 1 }, ...change });
const marked = (...marks) => papers({ papers: [{ ...given.still, marks }] });
const mark = (id, more = {}) => ({
    id, page: 1, by: "desk", shape: "box", points: [[0, 0], [1, 1]], text: "", ...more });
const shown = () => it.marksOf(store.state).map(({ id }) => id);
"""
END = "store.reset('desk');"  # no timer keeps Node waiting


def play(code: str, by: str = "desk") -> Any:
    lines = f"const answer = (() => {{ {code} }})(); {END} return answer;"
    return run("paper/store.js", BEGIN + lines, {"still": A_STILL, "by": by})


def test_an_own_mark_is_there_at_once_and_becomes_the_servers() -> None:
    before, message, after, own = play(
        """papers();
        store.draw("tmp1", "box", [[0, 0], [1, 1]]);
        const before = shown();
        marked(mark("m1", { tmp: "tmp1" }));
        return [before, said.at(-1), shown(), store.state.own];"""
    )
    assert (before, after, own) == (["tmp1"], ["m1"], [])
    assert message == {
        "t": "mark",
        "id": "tmp1",
        "paper": "p1",
        "page": 1,
        "shape": "box",
        "points": [[0, 0], [1, 1]],
        "text": "",
    }


def test_a_mark_that_was_not_heard_is_said_again_when_the_socket_is_back() -> None:
    assert play(
        """papers();
        store.draw("tmp1", "box", [[0, 0], [1, 1]]);
        store.draw("tmp2", "box", [[0, 0], [1, 1]]);
        store.hear({ t: "hello", view: null, cameras: null });
        marked(mark("m1", { tmp: "tmp1" }));
        marked(mark("m1", { tmp: "tmp1" }));
        return said.filter(({ t }) => t === "mark").map(({ id }) => id);"""
    ) == ["tmp1", "tmp2", "tmp2"], "the one that arrived is not said twice"


def test_the_others_see_a_mark_whole_before_it_is_written() -> None:
    """A sketch that was held back is not; a word is nothing without its text, and is not sketched."""
    said = play(
        """papers();
        store.sketch("tmp1", "marker", [[0, 0], [0.1, 0]]);
        store.sketch("tmp1", "marker", [[0, 0], [0.1, 0], [0.5, 0]]);
        store.draw("tmp1", "marker", [[0, 0], [0.1, 0], [0.9, 0]]);
        store.draw("tmp2", "text", [[0.5, 0.5]], "ここ");
        return said.map(({ t, id, points }) => [t, id, points.at(-1)]);"""
    )
    assert said == [
        ["stroke", "tmp1", [0.1, 0]],
        ["stroke", "tmp1", [0.9, 0]],
        ["mark", "tmp1", [0.9, 0]],
        ["mark", "tmp2", [0.5, 0.5]],
    ]


def test_a_mark_taken_back_before_the_server_had_it_is_taken_back_there() -> None:
    shown, last = play(
        """papers();
        store.draw("tmp1", "box", [[0, 0], [1, 1]]);
        store.undo();
        const gone = shown();
        marked(mark("m1", { tmp: "tmp1" }));
        return [gone, said.at(-1)];"""
    )
    assert shown == []
    assert last == {"t": "unmark", "mark": "m1"}


def test_undo_takes_the_last_own_mark_of_this_page_and_nobody_elses() -> None:
    shown, unmarked = play(
        """marked(mark("m1"), mark("m2"), mark("m3", { by: "branch" }), mark("m4", { page: 2 }));
        store.undo();
        return [shown(), said.at(-1).mark];"""
    )
    assert (shown, unmarked) == (["m1", "m3"], "m2")


def test_what_was_wiped_away_comes_back_with_one_undo() -> None:
    wiped, back = play(
        """marked(mark("m1"), mark("m2", { shape: "text", text: "ここに" }));
        store.clear();
        const wiped = [shown(), said.at(-1).t];
        store.undo();
        return [wiped, said.slice(-2).map(({ t, shape, text }) => [t, shape, text])];"""
    )
    assert wiped == [[], "clear"]
    assert back == [["mark", "box", ""], ["mark", "text", "ここに"]]


def test_a_branch_wipes_only_what_is_its_own() -> None:
    assert play(
        """marked(mark("m1"), mark("m2", { by: "branch" }));
        store.pointByFinger(true);
        store.pointByFinger(false);
        return [shown(), types()];""",
        by="branch",
    ) == [["m1"], ["clear"]]


def test_turning_the_page_is_not_undone_by_news_that_are_older() -> None:
    flicker, settled = play(
        """papers();
        store.show("p1", 2);
        papers();
        const flicker = store.state.shown.page;
        papers({ shown: { paper: "p1", page: 2 } });
        papers({ shown: { paper: "live", page: 1 } });
        return [flicker, store.state.shown.paper];"""
    )
    assert (flicker, settled) == (2, "live")


def test_the_desk_says_again_how_the_page_is_seen_to_a_server_that_has_forgotten() -> None:
    assert play(
        """papers();
        store.look({ x: 0.2, y: 0.3, scale: 4, turn: 90 });
        said.length = 0;
        store.reset("desk");
        store.look({ x: 0.2, y: 0.3, scale: 4, turn: 90 });
        store.hear({ t: "hello", view: { x: 0.5, y: 0.5, scale: 2, turn: 0 } });
        const told = store.state.view.scale;
        store.hear({ t: "hello", view: null });
        return [told, store.state.view.scale, types()];"""
    ) == [2, 2, ["view"]], "and takes what the server knows"


def test_a_mark_the_server_will_not_have_goes_again() -> None:
    assert (
        play(
            """papers();
        store.draw("tmp1", "box", [[0, 0], [1, 1]]);
        store.hear({ t: "refused", of: "mark", code: "papers.marks.full", id: "tmp1" });
        return shown();"""
        )
        == []
    )


def test_each_page_is_seen_again_as_it_was() -> None:
    assert play(
        """papers();
        store.look({ x: 0.2, y: 0.3, scale: 4, turn: 90 });
        store.show("live");
        const live = store.state.view.scale;
        store.show("p1", 1);
        return [live, store.state.view.scale, store.state.view.turn];"""
    ) == [1, 4, 90]


def test_a_hand_that_moves_fast_does_not_flood_the_socket() -> None:
    count, pointing = play(
        """for (let n = 0; n < 100; n++) {
            store.point([n / 100, 0.5]);
            store.look({ x: n / 100, y: 0.5, scale: 2, turn: 0 });
        }
        const count = said.length;
        store.point(null);
        store.point(null);
        return [count, said.slice(count)];"""
    )
    assert count == 2
    assert pointing == [{"t": "point", "off": True}]


def test_a_still_that_was_asked_for_is_shown_when_it_is_there() -> None:
    asked, shown, said = play(
        """store.hear({ t: "papers", papers: [], live: [], shown: { paper: "live", page: 1 } });
        store.look({ x: 0.5, y: 0.5, scale: 3, turn: 0 });
        store.shoot();
        const asked = store.state.shot.stage;
        store.hear({ t: "shot", request: "r", stage: "taken" });
        papers({ shown: { paper: "live", page: 1 } });
        return [asked, [store.state.shot.stage, store.state.shown.paper, store.state.view.scale], types()];"""
    )
    assert asked == "asked"
    assert shown == ["done", "p1", 1]
    assert said == ["view", "shoot", "show"]


def test_why_there_is_no_still_is_kept_for_the_words() -> None:
    assert play(
        """store.shoot();
        store.hear({ t: "shot", request: "r", stage: "failed", code: "paper.busy" });
        return store.state.shot;"""
    ) == {"stage": "failed", "code": "paper.busy", "of": "shoot"}


def test_nothing_of_a_call_is_left() -> None:
    assert play(
        """marked(mark("m1"));
        store.hear({ t: "point", from: "a", x: 0.1, y: 0.1 });
        store.hear({ t: "stroke", from: "a", id: "s", shape: "line", points: [[0, 0]] });
        store.draw("tmp1", "box", [[0, 0], [1, 1]]);
        store.reset("branch");
        const { papers, points, strokes, own, shown } = store.state;
        return [papers, points, strokes, own, shown.paper];"""
    ) == [[], {}, {}, [], "live"]


def test_what_was_refused_is_as_it_was_and_is_said() -> None:
    before, page, marks, said = play(
        """marked(mark("m1"), mark("m2"));
        store.show("p1", 2);
        const before = store.state.shown.page;
        store.hear({ t: "refused", of: "show", code: "papers.too_fast" });
        const page = store.state.shown.page;
        store.unmark("m1");
        store.hear({ t: "refused", of: "unmark", code: "papers.too_fast" });
        const marks = [shown()];
        store.clear();
        store.hear({ t: "refused", of: "clear", code: "papers.too_fast" });
        store.undo();
        return [before, page, [...marks, shown()], store.state.shot];"""
    )
    assert (before, page) == (2, 1)
    assert marks == [["m1", "m2"], ["m1"]], "undo takes the last mark, and brings nothing back twice"
    assert said == {"stage": "failed", "code": "papers.too_fast", "of": "clear"}


def test_a_mark_for_which_there_is_no_room_is_not_lost_in_silence() -> None:
    said, own = play(
        """papers();
        store.draw("t1", "box", [[0, 0], [1, 1]]);
        store.hear({ t: "refused", of: "mark", code: "papers.marks.full", id: "t1" });
        return [store.state.shot, shown()];"""
    )
    assert (said, own) == ({"stage": "failed", "code": "papers.marks.full", "of": "mark"}, [])


def test_what_has_changed_is_put_into_what_lies_there() -> None:
    assert play(
        """const seen = [];
        const note = () => seen.push([shown(), store.state.shown.page]);
        store.hear({ t: "mark", paper: "p1", mark: mark("m0") }); // nothing is known yet
        papers({ live: [mark("l1")] });
        store.draw("tmp1", "box", [[0, 0], [1, 1]]);
        store.hear({ t: "mark", paper: "p1", mark: mark("m1", { tmp: "tmp1" }) });
        store.hear({ t: "mark", paper: "p1", mark: mark("m2", { page: 2 }) });
        store.hear({ t: "mark", paper: "p1", mark: mark("m2", { page: 2 }) });
        note();
        store.hear({ t: "shown", paper: "p1", page: 2 });
        note();
        store.hear({ t: "unmarked", marks: ["m2", "l1"] });
        note();
        return [seen, store.state.own, store.state.liveMarks];"""
    ) == [[[["m1"], 1], [["m2"], 2], [[], 2]], [], []]


def test_a_paper_about_to_go_is_known_until_it_is_taken_back_or_the_call_is_over() -> None:
    assert play(
        """store.going({ paper: "p1" });
        const going = store.state.going;
        store.reset("desk");
        return [going, store.state.going];"""
    ) == [{"paper": "p1"}, None]
