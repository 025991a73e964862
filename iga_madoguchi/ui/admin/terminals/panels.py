"""What stands beside the lists: the form, what will happen before something is retired, an enrolment link."""

from __future__ import annotations

import reflex as rx

from iga_madoguchi.domain.terminals.policy import EXAMPLES_LIMIT, NAME_LIMIT
from iga_madoguchi.domain.terminals.views import ICONS
from iga_madoguchi.ui.admin.terminals.form import PlaceFormState
from iga_madoguchi.ui.admin.terminals.printer import printer_form
from iga_madoguchi.ui.admin.terminals.state import DEPARTMENT, TerminalsState
from iga_madoguchi.ui.components.buttons import button
from iga_madoguchi.ui.components.copy import CopyText
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.notices import problem
from iga_madoguchi.ui.text.ja.office import ICON_NAMES


def form_panel() -> rx.Component:
    section, branch = PlaceFormState.kind == DEPARTMENT, PlaceFormState.kind == "branch"
    return rx.el.section(
        rx.el.h2(
            TerminalsState.title,
            rx.cond(PlaceFormState.subject == "", "を加える", "を変える"),
            id="place-title",
        ),
        rx.el.form(
            _line("名前", "name", PlaceFormState.name, NAME_LIMIT, auto_focus=True),
            rx.cond(section, _line("ご用の例", "examples", PlaceFormState.examples, EXAMPLES_LIMIT)),
            rx.cond(section | branch, _line("電話", "phone", PlaceFormState.phone, 20)),
            rx.cond(section, rx.fragment(_icons(), _deputy())),
            rx.cond(section, _boxes("受ける端末")),
            rx.cond(PlaceFormState.kind == "desk", _boxes("受ける課")),
            rx.cond((PlaceFormState.kind == "staff") & (PlaceFormState.subject == ""), _branch()),
            rx.cond(branch, _map()),
            rx.cond(section | branch, _words(section)),
            problem(PlaceFormState.problem),
            rx.el.div(
                button("閉じる", on_click=TerminalsState.close),
                rx.el.button(
                    rx.cond(PlaceFormState.subject == "", "加える", "保存する"),
                    type="submit",
                    class_name="btn btn-solid",
                ),
                class_name="row",
            ),
            on_submit=PlaceFormState.save,
            reset_on_submit=False,
            # Another form, not the same one with what was typed before.
            key=PlaceFormState.times.to(str),
        ),
        rx.cond(branch & (PlaceFormState.subject != ""), printer_form()),
        rx.cond(PlaceFormState.subject != "", _ends()),
        class_name="box form place-form",
        custom_attrs={"aria-labelledby": "place-title"},
    )


def retire_panel() -> rx.Component:
    return rx.el.section(
        rx.el.h2(TerminalsState.title, "を使うのをやめますか", id="place-title"),
        rx.el.ul(rx.foreach(TerminalsState.will, rx.el.li), class_name="place-will"),
        problem(TerminalsState.problem),
        rx.el.div(
            button("このまま使う", on_click=TerminalsState.close, auto_focus=True),
            button("使うのをやめる", kind="btn-end", on_click=TerminalsState.retire),
            class_name="row",
        ),
        class_name="box form",
        custom_attrs={"aria-labelledby": "place-title"},
    )


def link_panel() -> rx.Component:
    return rx.el.section(
        rx.el.h2(TerminalsState.title, "の登録リンク", id="place-title"),
        rx.el.p("この画面にだけ、いま1回だけ出ます。端末のブラウザーで開いてください。"),
        CopyText.create(
            text=TerminalsState.link,
            name="登録リンク",
            label="コピーする",
            done="コピーしました。",
            failed="選んであります。Ctrl と C を押してください。",
        ),
        rx.el.ul(
            rx.el.li("使えるのは1回だけ、7日以内です。"),
            rx.el.li("開いた端末が登録されます。前の端末は、そのとき使えなくなります。"),
            class_name="place-will",
        ),
        rx.el.div(button("閉じる", on_click=TerminalsState.close), class_name="row"),
        class_name="box form",
        custom_attrs={"aria-labelledby": "place-title"},
    )


def _ends() -> rx.Component:
    """What ends something, apart from what changes it."""
    return rx.el.div(
        problem(TerminalsState.problem),
        rx.cond(
            TerminalsState.enrolled,
            button("端末の登録をやめる", on_click=TerminalsState.revoke),
        ),
        button("使うのをやめる…", on_click=TerminalsState.ask_retire),
        class_name="row place-ends",
    )


def _line(label: str, name: str, value: rx.Var[str], limit: int, **props: bool) -> rx.Component:
    # What is too long is refused with a sentence; only the absurd is cut.
    field = rx.el.input(name=name, default_value=value, max_length=limit * 10, auto_complete="off", **props)
    return rx.el.label(rx.el.span(label), field)


def _icons() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend("絵"),
        *(
            rx.el.label(
                rx.el.input(
                    type="radio", name="icon", value=drawing, default_checked=PlaceFormState.icon == drawing
                ),
                icon(drawing),
                rx.el.span(ICON_NAMES[drawing], class_name="vh"),
                title=ICON_NAMES[drawing],
                class_name="pick-icon",
            )
            for drawing in ICONS
        ),
        class_name="pick",
    )


def _deputy() -> rx.Component:
    return rx.el.label(
        rx.el.span("代わりの課"),
        rx.el.select(
            rx.el.option("なし", value=""),
            rx.foreach(PlaceFormState.deputies, lambda row: rx.el.option(row["name"], value=row["id"])),
            name="deputy",
            default_value=PlaceFormState.deputy,
        ),
        rx.el.small("だれも出ないときに、いっしょに鳴ります。"),
    )


def _branch() -> rx.Component:
    return rx.el.label(
        rx.el.span("支所"),
        rx.el.select(
            rx.foreach(PlaceFormState.branches, lambda row: rx.el.option(row["name"], value=row["id"])),
            name="branch",
        ),
    )


def _boxes(title: str) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(title),
        rx.foreach(
            PlaceFormState.at,
            lambda row: rx.el.label(
                rx.el.input(
                    type="checkbox", name="at-" + row["id"].to(str), default_checked=row["on"].to(bool)
                ),
                rx.el.span(row["name"]),
                class_name="check",
                key=row["id"],
            ),
        ),
        class_name="pick pick-boxes",
    )


def _map() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend("地図の位置"),
        rx.el.div(
            rx.el.span("本庁", class_name="pick-hall"),
            rx.foreach(PlaceFormState.spots, _spot),
            class_name="pick-map",
        ),
        rx.el.label(
            rx.el.input(type="radio", name="spot", value="", default_checked=PlaceFormState.spot == ""),
            rx.el.span("地図にのせない"),
            class_name="check",
        ),
        class_name="pick pick-spot",
    )


def _spot(row: rx.Var) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="spot",
            value=row["id"],
            default_checked=row["on"].to(bool),
            disabled=~row["free"].to(bool),
            custom_attrs={"aria-label": row["label"]},
        ),
        rx.el.span(row["name"]),
        class_name="spot " + row["place"].to(str),
        title=row["label"],
        key=row["id"],
    )


def _words(examples: rx.Var[bool]) -> rx.Component:
    return rx.el.details(
        rx.el.summary("ほかの言語での名前"),
        rx.el.p(
            "書いていない言語では、日本語の名前が出ます。"
            "やさしい日本語の読みは、「課《か》」のように漢字のすぐあとに書きます。"
        ),
        rx.foreach(
            PlaceFormState.words,
            lambda row: rx.el.div(
                rx.el.span(row["language"]),
                _word(row, "name", "名前", row["name"]),
                rx.cond(examples, _word(row, "examples", "ご用の例", row["examples"])),
                class_name="word",
                key=row["id"],
            ),
        ),
        class_name="place-words",
    )


def _word(row: rx.Var, name: str, label: str, value: rx.Var) -> rx.Component:
    return rx.el.input(
        name=name + "-" + row["id"].to(str),
        default_value=value,
        placeholder=label,
        max_length=2400,
        auto_complete="off",
        custom_attrs={"aria-label": row["language"].to(str) + " " + label},
    )
