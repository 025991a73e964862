"""What gives way in what a terminal sends: with somebody who signs, sharpness before movement."""

from __future__ import annotations

from typing import Any

from tests.browser.node import run

PC = """
const sender = () => {
    let parameters = { encodings: [{}] };
    const getParameters = () => structuredClone(parameters);
    const setParameters = async (set) => { parameters = set; };
    return { getParameters, setParameters, get now() { return parameters; } };
};
const lines = [sender(), sender(), sender()].map((one) => ({ sender: one }));
const pc = { getTransceivers: () => lines };
const face = () => lines[1].sender.now;
const rate = () => face().encodings[0].maxFramerate;
"""


def play(code: str) -> Any:
    return run("publication.js", PC + code)


def test_a_signer_keeps_every_picture_on_a_poor_link() -> None:
    usual, signing, bits, way, again = play(
        """await it.limit(pc, 2); const usual = rate();
        await it.sign(pc, 2, { signing: true }); await null;
        const signing = rate(), bits = face().encodings[0].maxBitrate, way = face().degradationPreference;
        await it.limit(pc, 3, { signing: true }); const still = rate();
        await it.sign(pc, 2, { signing: false }); await null;
        return [usual, [signing, still], bits, way, [rate(), face().degradationPreference]];"""
    )
    assert usual == 15
    assert signing == [30, 30]
    assert bits == 400_000, "the bits stay those of the link"
    assert way == "maintain-framerate"
    assert again == [15, "balanced"]


def test_the_paper_is_not_touched_by_it() -> None:
    assert play(
        """await it.sign(pc, 0, { signing: true });
        const { maxFramerate } = lines[2].sender.now.encodings[0];
        return [maxFramerate, lines[2].sender.now.degradationPreference ?? ""];"""
    ) == [15, ""]


def test_while_a_still_is_taken_or_shown_the_live_paper_gives_way_and_the_face_does_not() -> None:
    assert play(
        """const paper = () => lines[2].sender.now.encodings[0].maxFramerate;
        await it.limit(pc, 0, { shooting: true }); const taken = [rate(), paper()];
        await it.limit(pc, 0, { aside: true }); const aside = [rate(), paper()];
        await it.limit(pc, 0, {});
        return [taken, aside, [rate(), paper()]];"""
    ) == [[30, 1], [30, 5], [30, 15]]
