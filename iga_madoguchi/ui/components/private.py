"""Answering by touch, and the resident's own voice; what they do is in assets/private.jsx and voice.jsx."""

from __future__ import annotations

from typing import Any

import reflex as rx


class _Private(rx.Component):
    library = "$/public/private.jsx"


class _Voice(rx.Component):
    library = "$/public/voice.jsx"


class PrivateKiosk(_Private):
    """The resident's sheet beside the officer's face. Nothing while nothing is asked."""

    tag = "PrivateKiosk"
    lang: rx.Var[str]
    words: rx.Var[dict[str, str]]


class PrivateWish(_Private):
    """The resident's button: I would rather answer by touch."""

    tag = "PrivateWish"
    words: rx.Var[dict[str, str]]


class PrivateDesk(_Private):
    """The owner desk's panel. `department`: the id whose questions stand first."""

    tag = "PrivateDesk"
    department: rx.Var[str]
    questions: rx.Var[list[dict[str, Any]]]
    words: rx.Var[dict[str, str]]


class HandsetSwitch(_Voice):
    """Nothing where no handset is there."""

    tag = "HandsetSwitch"
    words: rx.Var[dict[str, str]]
