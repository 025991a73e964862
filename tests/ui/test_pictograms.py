"""Every sentence and every answer has a drawing, and no drawing is drawn twice."""

from __future__ import annotations

from iga_madoguchi.domain.conversation.phrases import catalogue
from iga_madoguchi.ui.components.icons import DRAWINGS
from iga_madoguchi.ui.components.pictograms import OWN, PICTOGRAMS


def test_everything_that_is_said_has_a_drawing() -> None:
    for one in (*catalogue.phrases(), *catalogue.answers()):
        assert one.icon in PICTOGRAMS, (one.id, one.icon)


def test_a_value_has_the_drawing_of_its_pad() -> None:
    for answer in ("number.3", "money.100", "date.2020-01-01"):
        assert catalogue.answer(answer).icon in PICTOGRAMS, answer


def test_a_drawing_is_not_drawn_again_under_the_same_name() -> None:
    assert not set(OWN) & set(DRAWINGS)
