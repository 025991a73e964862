"""What must not leave the branch is black in the picture that leaves it, or there is no picture."""

from __future__ import annotations

import base64
import random

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page

from tests.scenes.mat import NUMBER, Scene, draw

pytestmark = pytest.mark.e2e

PLAN = {"frame": "card", "rects": [list(NUMBER)]}
MASK = """async ([data, plan]) => {
    const { masked } = await import("/js/paper/mask.js");
    const image = new Image();
    image.src = data;
    await image.decode();
    const picture = await createImageBitmap(image);
    try {
        const { canvas } = await masked(picture, plan);
        const blob = await canvas.convertToBlob({ type: "image/png" });
        const reader = new FileReader();
        const read = new Promise((done) => (reader.onload = done));
        reader.readAsDataURL(blob);
        await read;
        return { picture: reader.result.split(",")[1] };
    } catch (error) {
        return { code: error.code ?? String(error) };
    }
}"""


def attempt(page: Page, scene: Scene, plan: dict[str, object] = PLAN) -> tuple[str, float]:
    """("", share of the number that is black) or (why there is no picture, 1)."""
    picture, where = draw(scene)
    sent = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes()
    found = page.evaluate(MASK, [f"data:image/jpeg;base64,{base64.b64encode(sent).decode()}", plan])
    if "code" in found:
        return str(found["code"]), 1.0
    raw = np.frombuffer(base64.b64decode(found["picture"]), np.uint8)
    seen = cv2.imdecode(raw, cv2.IMREAD_COLOR)
    assert seen is not None
    assert seen.shape == picture.shape, "as sharp as it came"
    return "", float((seen.max(axis=2)[where > 0] == 0).mean())


def usual(seed: int) -> Scene:
    chance = random.Random(seed)
    return Scene(
        shift=(chance.uniform(-3, 3), chance.uniform(-3, 3)),
        turn=chance.uniform(-4, 4),
        upside_down=chance.random() < 0.5,
        colour=chance.choice([(225, 232, 236), (214, 205, 238), (200, 225, 205), (190, 215, 235)]),
        light=chance.uniform(0.6, 1.1),
        warm=chance.uniform(0.9, 1.15),
        tilt=chance.uniform(-0.012, 0.012),
        width=3840 if seed % 8 == 0 else 1920,
        seed=seed,
    )


def test_a_card_in_its_frame_is_sent_without_its_number(page: Page) -> None:
    sent = 0
    for seed in range(10):
        why, black = attempt(page, usual(seed))
        assert black == 1.0, f"scene {seed}: a part of the number is to be seen"
        sent += why == ""
    assert sent >= 9, "and a card that lies well is not refused"


@pytest.mark.parametrize(
    ("scene", "why"),
    [
        (Scene(card=False), "mask.absent"),
        (Scene(covered_marker=True), "mask.mat"),
        (Scene(hand=(150.0, 125.0)), "mask.covered"),
        (Scene(turn=14), "mask.askew"),
        (Scene(shift=(30.0, 0.0)), "mask."),
        (Scene(second_card=(6.0, 9.0)), "mask."),
        (Scene(size=(91.0, 60.0)), "mask.size"),
        (Scene(light=0.03), "mask."),
    ],
)
def test_what_does_not_agree_is_not_sent(page: Page, scene: Scene, why: str) -> None:
    code, _ = attempt(page, scene)
    assert code.startswith(why), code


def test_whatever_lies_there_no_number_leaves(page: Page) -> None:
    """Wild scenes: hands, second cards, crooked and far off. Most are refused; none shows the number."""
    for seed in range(1, 16):
        chance, scene = random.Random(seed), usual(seed)
        scene.shift = (chance.uniform(-14, 14), chance.uniform(-14, 14))
        scene.turn = chance.uniform(-20, 20)
        if chance.random() < 0.5:
            scene.hand = (chance.uniform(100, 200), chance.uniform(70, 150))
        if chance.random() < 0.5:
            scene.second_card = (chance.uniform(-20, 20), chance.uniform(-20, 20))
        why, black = attempt(page, scene)
        assert black == 1.0, f"scene {seed} {scene}: a part of the number is to be seen"


def test_without_black_the_test_would_see_the_number(page: Page) -> None:
    """The measure itself: a plan that blackens another place leaves the number to be seen."""
    plan: dict[str, object] = {"frame": "card", "rects": [[2.0, 24.0, 6.0, 6.0]]}
    why, black = attempt(page, usual(1), plan)
    assert why == ""
    assert black < 0.5
