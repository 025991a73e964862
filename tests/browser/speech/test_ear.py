"""Sending the own voice: while it is wanted, again after an interruption, not after being shown out."""

from __future__ import annotations

from typing import Any

from tests.browser.node import run

BEGIN = """
const sockets = [], sounds = [], broken = [];
globalThis.WebSocket = class {
    static OPEN = 1;
    constructor(address) {
        Object.assign(this, { address, readyState: 0, bufferedAmount: 0, sent: [] });
        sockets.push(this);
    }
    open() { this.readyState = 1; }
    send(data) { this.sent.push(data.byteLength); }
    close() { this.closed = true; }
    lose(code) { this.readyState = 3; this.onclose({ code }); }
};
globalThis.setTimeout = (act) => (globalThis.later = act, 1);
globalThis.clearTimeout = () => { globalThis.later = null; };
const listen = (track, onPiece) => {
    const sound = { track, onPiece, stopped: false, ready: globalThis.ready ?? Promise.resolve() };
    sound.stop = () => { sound.stopped = true; };
    sounds.push(sound);
    return sound;
};
const ear = new it.Ear(listen, (is) => broken.push(is));
const piece = new Int16Array(1600);
const [one, other] = ["one", "other"];
"""


def play(code: str) -> Any:
    return run("speech/ear.js", BEGIN + code)


def test_what_is_heard_goes_out_while_the_socket_is_open_and_keeps_up() -> None:
    address, sent = play(
        """ear.follow(one, "ws://x/listen/c");
        sounds[0].onPiece(piece);
        sockets[0].open();
        sounds[0].onPiece(piece);
        sockets[0].bufferedAmount = 100000;
        sounds[0].onPiece(piece);
        return [sockets[0].address, sockets[0].sent];"""
    )
    assert (address, sent) == ("ws://x/listen/c", [3200])


def test_another_microphone_takes_the_place_of_the_first_and_none_ends_it() -> None:
    assert play(
        """ear.follow(one, "a"); ear.follow(one, "a"); ear.follow(other, "a");
        const closed = sockets.map((one) => !!one.closed);
        const turned = [sounds.map(({ track, stopped }) => [track, stopped]), closed];
        ear.follow(null, "a");
        return [turned, sounds.every(({ stopped }) => stopped), sockets.every((one) => one.closed)];"""
    ) == [[[["one", True], ["other", False]], [True, False]], True, True]


def test_after_an_interruption_it_comes_again_with_the_same_sound() -> None:
    assert play(
        """ear.follow(one, "a");
        sockets[0].lose(1006);
        later();
        sockets[1].open();
        sounds[0].onPiece(piece);
        return [sockets.length, sounds.length, sockets[1].sent.length];"""
    ) == [2, 1, 1]


def test_shown_out_it_waits_until_the_server_tells_anew() -> None:
    for code in (4403, 4410):
        assert play(
            f"""ear.follow(one, "a");
            sockets[0].lose({code});
            ear.follow(one, "a");
            const shut = [sockets.length, sounds[0].stopped];
            ear.again();
            ear.follow(one, "a");
            return [shut, sockets.length];"""
        ) == [[1, True], 2]


def test_a_microphone_that_cannot_be_listened_to_is_said() -> None:
    assert play(
        """globalThis.ready = Promise.reject(new Error("no worklet"));
        ear.follow(one, "a");
        await Promise.resolve(); await Promise.resolve(); await Promise.resolve();
        return broken;"""
    ) == [True]
