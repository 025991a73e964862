"""What the saving is reckoned with, branch by branch, beside what it led to; changed in its row."""

from __future__ import annotations

from typing import Any

import reflex as rx

from iga_madoguchi.domain.records.policy import KM_LIMIT, SHARE_LIMIT, TRIP_MIN_LIMIT
from iga_madoguchi.domain.records.tables import TOTAL
from iga_madoguchi.ui.admin.statistics.state import LONGEST_NUMBER, StatisticsState
from iga_madoguchi.ui.components.icons import icon

COLUMNS = ("支所", "減った来庁", "減ったきょり", "減った時間", "往復のきょり", "往復の時間", "来庁が減る割合")
FIELDS = (
    ("km", "km", "往復のきょり", f"0から{KM_LIMIT:.0f}まで"),
    ("minutes", "分", "往復の時間", f"0から{TRIP_MIN_LIMIT}まで"),
    ("share", "%", "来庁が減る割合", f"0から{SHARE_LIMIT}まで"),
)


def way_section() -> rx.Component:
    return rx.el.section(
        rx.el.h2("へらした移動の見積もり", rx.el.small("白い欄が計算のもとです")),
        rx.cond(
            StatisticsState.way_problem != "",
            rx.el.p(icon("warn"), StatisticsState.way_problem, role="alert", class_name="problem"),
        ),
        rx.el.table(
            rx.el.caption("支所ごとの見積もりと、そのもと", class_name="vh"),
            rx.el.thead(
                rx.el.tr(
                    *(rx.el.th(title, scope="col") for title in COLUMNS),
                    rx.el.th(rx.el.span("操作", class_name="vh"), scope="col"),
                )
            ),
            rx.el.tbody(rx.foreach(StatisticsState.ways, _way)),
            rx.el.tfoot(
                rx.el.tr(
                    rx.el.th(TOTAL, scope="row"),
                    rx.foreach(
                        StatisticsState.saved,
                        lambda cell, at: rx.el.td(cell, key=at.to_string(), class_name="num"),
                    ),
                    rx.el.td(col_span=4),
                )
            ),
        ),
        rx.el.p(
            "計算：はじめに応答した相談の数 × 来庁が減る割合 × 往復のきょり（時間）。"
            "割合は「この相談がなければ市役所へ来たはずの方」の見込みです。"
        ),
        class_name="box stat-ways",
    )


def _way(row: rx.Var) -> rx.Component:
    form = "way-" + row["id"].to(str)
    return rx.el.tr(
        rx.el.th(row["name"], scope="row"),
        *(rx.el.td(row[name], class_name="num") for name in ("trips", "saved_km", "saved_hours")),
        *(_field(row, form, *field) for field in FIELDS),
        rx.el.td(
            rx.el.form(
                rx.el.input(type="hidden", name="branch", default_value=row["id"].to(str)),
                rx.el.button(
                    "変える",
                    type="submit",
                    class_name="btn",
                    custom_attrs={"aria-label": row["name"].to(str) + "の見積もりのもとを変える"},
                ),
                id=form,
                on_submit=StatisticsState.set_way,
                reset_on_submit=False,
            )
        ),
        # A saved row shows itself anew; one that is being typed stays when others are counted.
        key=row["id"].to(str)
        + "/"
        + row["km"].to(str)
        + "/"
        + row["minutes"].to(str)
        + "/"
        + row["share"].to(str),
    )


def _field(row: rx.Var, form: Any, name: str, unit: str, label: str, bounds: str) -> rx.Component:
    return rx.el.td(
        rx.el.input(
            name=name,
            form=form,
            default_value=row[name].to(str),
            input_mode="decimal",
            auto_complete="off",
            max_length=LONGEST_NUMBER,
            title=bounds,
            custom_attrs={
                "aria-label": row["name"].to(str) + "の" + label + "（" + unit + "、" + bounds + "）"
            },
        ),
        rx.el.span(unit, custom_attrs={"aria-hidden": "true"}),
    )
