"""Which camera is the face: never the one over the paper."""

from __future__ import annotations

import pytest

from tests.browser.node import run

ASSIGN = """
const { camera, paper, mic, speaker } = it.assign(given.devices, given.choice, given.kind, given.held);
return [camera, paper, mic, speaker].map((device) => device?.deviceId ?? "");
"""


def device(ident: str, label: str, kind: str = "videoinput") -> dict[str, str]:
    return {"deviceId": ident, "label": label, "kind": kind}


def cameras(
    *devices: dict[str, str], kind: str = "branch", held: dict[str, str] | None = None, **choice: str
) -> tuple[str, str]:
    """The ids of (face, paper)."""
    given = {"devices": devices, "choice": choice, "kind": kind, "held": held or {}}
    found = run("devices.js", ASSIGN, given)
    return found[0], found[1]


A, B, C = device("a", "HD Webcam"), device("b", "USB Camera"), device("c", "USB Camera")
DOC = device("d", "書画カメラ")


def test_by_their_names_or_by_their_order() -> None:
    assert cameras(A, DOC) == ("a", "d")
    assert cameras(DOC, A) == ("a", "d")
    assert cameras(A, B) == ("a", "b")
    assert cameras(A) == ("a", "")
    assert cameras(DOC) == ("", "d")
    assert cameras() == ("", "")


def test_the_remembered_ones_first() -> None:
    assert cameras(A, B, DOC, face="USB Camera", paper="HD Webcam") == ("b", "a")
    assert cameras(A, B, face="USB Camera") == ("b", "a")
    assert cameras(A, B, paper="HD Webcam") == ("b", "a")


@pytest.mark.parametrize("choice", [{}, {"face": "USB Camera"}, {"paper": "USB Camera"}])
def test_two_cameras_of_one_model_are_two(choice: dict[str, str]) -> None:
    assert cameras(B, C, **choice) == ("b", "c")
    assert cameras(B, C, face="USB Camera", paper="USB Camera") == ("b", "c")


def test_a_lost_face_is_not_replaced_by_the_camera_over_the_paper() -> None:
    assert cameras(B, held={"paper": "b"}) == ("", "b")
    assert cameras(B, held={"paper": "b"}, face="HD Webcam") == ("", "b")
    assert cameras(B, face="HD Webcam", paper="USB Camera") == ("", "b")
    assert cameras(B, face="HD Webcam") == ("", "b")


def test_what_is_in_use_stays_and_what_is_free_fills_the_gap() -> None:
    assert cameras(A, B, DOC, held={"camera": "b", "paper": "d"}) == ("b", "d")
    assert cameras(A, DOC, held={"paper": "d"}) == ("a", "d")
    assert cameras(A, B, held={"camera": "a", "paper": "b"}, paper="HD Webcam") == ("b", "a"), "chosen"


def test_a_desk_has_no_camera_over_paper() -> None:
    assert cameras(DOC, kind="desk") == ("d", "")
    assert cameras(A, B, kind="desk", face="USB Camera") == ("b", "")
    assert cameras(A, kind="desk", face="unplugged") == ("a", "")
