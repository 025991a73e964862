"""Builds the one web application: pages, routes and guards on one origin, in one process."""

from __future__ import annotations

import reflex as rx


def create_app() -> rx.App:
    app = rx.App(toaster=None, html_lang="ja")
    app.add_page(lambda: rx.el.div("伊賀市"), route="/kiosk", title="伊賀市 つながる窓口")
    return app
