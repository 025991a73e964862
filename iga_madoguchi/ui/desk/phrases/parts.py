"""The phrase board in the desk's left column, below what is said in writing; never over the paper."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.components.phrases import PhrasePanel, boards, drawings, sentences
from iga_madoguchi.ui.desk.state import DeskState
from iga_madoguchi.ui.text.ja.phrases import DESK


def phrase_panel() -> rx.Component:
    return rx.foreach(DeskState.talk, _panel)


def _panel(row: rx.Var) -> rx.Component:
    return PhrasePanel.create(
        phrases=rx.Var.create(sentences()),
        boards=rx.Var.create(boards()),
        department=row["department_id"],
        drawings=rx.Var.create(drawings()),
        words=rx.Var.create(DESK),
        key=row["id"],
    )
