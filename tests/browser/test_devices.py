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


def handset(*devices: dict[str, str], choice: str = "") -> dict[str, str] | None:
    given = {"devices": devices, "choice": {"handset": choice}}
    found: dict[str, str] | None = run("devices.js", "return it.handset(given.devices, given.choice);", given)
    return found


def heard_by(label: str, ident: str = "", group: str = "") -> dict[str, str]:
    return device(ident or f"out {label}", label, "audiooutput") | {"groupId": group}


def spoken_into(label: str, ident: str = "", group: str = "") -> dict[str, str]:
    return device(ident or f"in {label}", label, "audioinput") | {"groupId": group}


def test_a_handset_is_known_by_its_name() -> None:
    assert handset(heard_by("Bar"), spoken_into("Array")) is None
    for label in ("USB受話器", "ヘッドセット (Poly)", "Yealink Handset", "Jabra HEADSET"):
        found = handset(heard_by("Bar"), spoken_into("Array"), heard_by(label), spoken_into(label))
        assert found == {"mic": label, "speaker": label}
    assert handset(spoken_into("Array"), heard_by("Headphones")) == {"speaker": "Headphones"}


def test_both_halves_are_of_one_device() -> None:
    devices = (
        spoken_into("Headset Microphone (other)", group="b"),
        spoken_into("Mic in (Poly)", group="a"),
        heard_by("Headset Earphone (Poly)", group="a"),
    )
    assert handset(*devices) == {"mic": "Mic in (Poly)", "speaker": "Headset Earphone (Poly)"}


def test_the_chosen_one_comes_first_and_a_second_name_is_no_device() -> None:
    devices = (
        heard_by("Default - Headset", ident="default"),
        heard_by("Headset"),
        heard_by("USB Audio", group="a"),
        spoken_into("USB Audio", group="a"),
    )
    assert handset(*devices, choice="USB Audio") == {"mic": "USB Audio", "speaker": "USB Audio"}
    assert handset(*devices) == {"speaker": "Headset"}
    assert handset(devices[0]) is None
