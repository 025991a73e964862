"""The form that is filled in together, as Reflex components; what they do is in assets/form.jsx."""

from __future__ import annotations

import reflex as rx


class _Part(rx.Component):
    library = "$/public/form.jsx"


class FormButton(_Part):
    """Opens and closes the desk's panel."""

    tag = "FormButton"
    label: rx.Var[str]


class FormDesk(_Part):
    """The desk's panel: choose a form, write it, see the page. Nothing while it is closed."""

    tag = "FormDesk"
    call: rx.Var[str]
    words: rx.Var[dict[str, str]]


class FormKiosk(_Part):
    """The resident's view over the paper. Nothing while no form is being written.

    `labels`: what is printed on the forms in the resident's language, by the Japanese words.
    """

    tag = "FormKiosk"
    call: rx.Var[str]
    lang: rx.Var[str]
    words: rx.Var[dict[str, str]]
    labels: rx.Var[dict[str, str]]
