"""What a procedure of the catalogue may name of ours. The catalogue stands below us and is told."""

from __future__ import annotations

from iga_madoguchi.domain.forms.catalogue import all_forms
from iga_madoguchi.domain.forms.covers import all_covers
from iga_madoguchi.domain.procedures.content import Known


def known() -> Known:
    """The ids of all forms and covers; departments are read where they are kept."""
    return Known(
        forms=frozenset(form.id for form in all_forms()),
        covers=frozenset(cover.id for cover in all_covers()),
    )
