"""The library that finds the mat is fetched when it is needed."""

from __future__ import annotations

from tests.browser.node import run


def test_a_mask_that_could_not_be_loaded_once_is_loaded_the_next_time() -> None:
    assert run(
        "paper/mask.js",
        """
        let asked = 0;
        globalThis.window = { AR: { Detector: class { detectImage() { return []; } } } };
        globalThis.document = {
            createElement: () => ({}),
            head: { append: (tag) => setTimeout(++asked === 1 ? tag.onerror : tag.onload, 1) },
        };
        const pen = { drawImage() {}, getImageData: () => ({ data: [], width: 1, height: 1 }) };
        globalThis.OffscreenCanvas = class { getContext() { return pen; } };
        const codes = [];
        for (let n = 0; n < 2; n++) {
            const plan = { frame: "card", rects: [] };
            await it.masked({ width: 1, height: 1 }, plan).catch((error) => codes.push(error.code));
        }
        return codes;
        """,
    ) == ["mask.broken", "mask.mat"], "the second time the network was there"
