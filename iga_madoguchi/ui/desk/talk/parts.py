"""The written conversation in the desk's left column."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.talk import TalkDesk
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.desk.talk.state import TalkState
from iga_madoguchi.ui.text.ja.talk import DESK


def talk_panel() -> rx.Component:
    return TalkDesk.create(
        words=rx.Var.create(DESK),
        guest=DeskState.guest,
        problem=TalkState.problem,
        on_keep=TalkState.keep,
    )
