"""The page of backups: is all safe, in one sentence; then what it rests on, what to do, and every backup."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.ui.admin.backup.state import BackupState
from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.marks import state_mark
from iga_madoguchi.ui.layouts.office import office_bar, said, verdict
from iga_madoguchi.ui.text.ja.backup import ORDERS

ORDER_ICONS = {"whole": "down", "program": "down", "drill": "shield", "check": "search"}


def backup_page() -> rx.Component:
    return rx.el.div(
        office_bar("バックアップ", BackupState),
        rx.cond(
            BackupState.ready,
            rx.el.main(
                verdict(BackupState),
                said(BackupState),
                rx.el.div(_running(), _problems(), _snapshots(), _history(), class_name="house-main"),
                rx.el.div(_facts(), _orders(), _places(), class_name="house-side"),
                class_name="house",
            ),
        ),
        class_name="work adm",
        custom_attrs={"data-screen": "admin.backup"},
    )


def _running() -> rx.Component:
    """The bar is of all steps; one that cannot tell how far it is stands still until the next."""
    return rx.cond(
        BackupState.running != "",
        rx.el.section(
            rx.el.h2(BackupState.running, "をしています"),
            rx.el.p(
                BackupState.step, rx.cond(BackupState.part > 0, f"　{BackupState.part}%", ""), role="status"
            ),
            rx.el.progress(value=BackupState.part, max=100, custom_attrs={"aria-label": BackupState.step}),
            rx.el.small("通話をじゃましないように、ゆっくり行います。この画面は閉じてもかまいません。"),
            class_name="box house-running",
        ),
    )


def _problems() -> rx.Component:
    return rx.cond(
        BackupState.problems.length() > 0,
        rx.el.div(
            rx.foreach(
                BackupState.problems,
                lambda one: rx.el.article(
                    rx.el.h2(icon("warn"), one["title"]),
                    rx.el.dl(
                        rx.el.dt("どういうことか"),
                        rx.el.dd(one["means"]),
                        rx.el.dt("いますること"),
                        rx.el.dd(one["todo"]),
                    ),
                    class_name="prob prob-mild",
                ),
            ),
            class_name="probs",
        ),
    )


def _facts() -> rx.Component:
    return rx.el.section(
        rx.el.h2("いまのようす"),
        rx.el.ul(
            rx.foreach(
                BackupState.facts,
                lambda one: rx.el.li(
                    rx.el.span(rx.el.strong(one["title"]), rx.el.span(one["value"], class_name="num")),
                    state_mark(one["state"], one["label"]),
                    key=one["id"],
                ),
            )
        ),
        class_name="box house-facts",
    )


def _orders() -> rx.Component:
    return rx.cond(
        BackupState.may_act,
        rx.el.section(
            rx.el.h2("手で行う"),
            *(
                rx.el.div(
                    button(
                        label,
                        ORDER_ICONS[name],
                        on_click=BackupState.start(name),
                        disabled=BackupState.running != "",
                    ),
                    rx.el.small(note),
                )
                for name, (label, note) in ORDERS.items()
            ),
            class_name="box house-orders",
        ),
    )


def _places() -> rx.Component:
    return rx.el.section(
        rx.el.h2("置き場所"),
        rx.el.ul(
            rx.foreach(
                BackupState.places,
                lambda one: rx.el.li(
                    rx.el.span(rx.el.strong(one["name"]), rx.el.small(one["path"]), rx.el.small(one["free"])),
                    state_mark(one["state"], one["label"]),
                    key=one["id"],
                ),
            ),
            rx.cond(
                BackupState.places.length() < 2,
                rx.el.li(
                    rx.el.span(
                        rx.el.strong("2つめの置き場所"),
                        rx.el.small("まだ決められていません（IGA_BACKUP_DIR_2）"),
                    ),
                    state_mark(rx.Var.create("never"), "ありません"),
                ),
            ),
        ),
        class_name="box house-facts",
    )


def _snapshots() -> rx.Component:
    return rx.el.section(
        rx.el.h2("バックアップの一覧", rx.el.small(BackupState.snapshots.length(), "件")),
        rx.cond(
            BackupState.list_problem != "",
            rx.el.p(icon("warn"), BackupState.list_problem, class_name="problem"),
        ),
        rx.cond(
            BackupState.snapshots.length() > 0,
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(
                        *(rx.el.th(title, scope="col") for title in ("いつ", "種類", "置き場所", "番号"))
                    )
                ),
                rx.el.tbody(
                    rx.foreach(
                        BackupState.snapshots,
                        lambda one: rx.el.tr(
                            rx.el.td(one["at"], class_name="num"),
                            rx.el.td(one["kind"]),
                            rx.el.td(one["places"]),
                            rx.el.td(rx.el.code(one["id"])),
                            key=one["id"],
                        ),
                    )
                ),
            ),
            rx.el.p(
                rx.cond(BackupState.listed, "まだ、ありません。", "一覧を読んでいます。"), class_name="none"
            ),
        ),
        class_name="box calls",
    )


def _history() -> rx.Component:
    return rx.el.section(
        rx.el.h2("これまで", rx.el.small("新しい順")),
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    *(
                        rx.el.th(title, scope="col")
                        for title in ("いつ", "したこと", "けっか", "かかった時間", "始めた人")
                    )
                )
            ),
            rx.el.tbody(
                rx.foreach(
                    BackupState.history,
                    lambda one: rx.el.tr(
                        rx.el.td(one["at"], class_name="num"),
                        rx.el.td(one["what"]),
                        rx.el.td(state_mark(one["state"], one["how"])),
                        rx.el.td(one["took"], class_name="num"),
                        rx.el.td(one["by"]),
                        key=one["id"],
                    ),
                )
            ),
        ),
        class_name="box calls",
    )
