"""A department's icon and state, as the standby and the choose screen both show them."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.terminals.views import ICONS
from iga_madoguchi.ui.components.icons import icon_of


def department_icon(name: rx.Var[str]) -> rx.Component:
    return icon_of(name, ICONS, "ico ico-l")
