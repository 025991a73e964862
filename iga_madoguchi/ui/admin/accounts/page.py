"""Staff: who there is, who is in where; beside them what is done with one of them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from iga_madoguchi.domain.accounts.policy import NAME_LIMIT
from iga_madoguchi.ui.admin.accounts.state import AccountsState
from iga_madoguchi.ui.components.again import PasswordAgain
from iga_madoguchi.ui.components.buttons import button, switch
from iga_madoguchi.ui.components.copy import CopyText
from iga_madoguchi.ui.components.icons import icon
from iga_madoguchi.ui.components.keys import EscapeKey
from iga_madoguchi.ui.components.marks import state_mark
from iga_madoguchi.ui.components.notices import problem
from iga_madoguchi.ui.layouts.office import office_bar, said
from iga_madoguchi.ui.layouts.work import to_own_account


def accounts_page() -> rx.Component:
    return rx.el.div(
        office_bar("職員", AccountsState, heads=True),
        rx.cond(
            AccountsState.ready,
            rx.el.main(
                said(AccountsState, refusals=AccountsState.panel == ""),
                rx.el.div(_people(), _rules(), class_name="place-lists"),
                rx.el.div(_panel(), class_name="place-panel"),
                class_name="places",
            ),
        ),
        rx.cond(
            AccountsState.asking,
            PasswordAgain.create(on_done=AccountsState.proved, on_close=AccountsState.give_up),
            EscapeKey.create(on=AccountsState.panel != "", on_escape=AccountsState.close),
        ),
        class_name="work adm",
        custom_attrs={"data-screen": "admin.accounts"},
    )


def _people() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2("ログインする人"),
            rx.el.div(button("職員を加える", "people", on_click=AccountsState.add), class_name="row"),
            class_name="place-head",
        ),
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    *(
                        rx.el.th(column, scope="col")
                        for column in ("職員", "役割と端末", "ようす", "ログイン中")
                    ),
                    rx.el.th(rx.el.span("操作", class_name="vh"), scope="col"),
                )
            ),
            rx.el.tbody(rx.foreach(AccountsState.people, _person)),
        ),
        class_name="box calls days place-list who-list",
        custom_attrs={"aria-label": "職員"},
    )


def _rule() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2("管理者の2段階の確認"),
            rx.el.p(
                "管理者は、パスワードのほかに、スマートフォンのアプリの確認コードかパスキーでログインします。"
                "はじめは、次のログインで登録の画面が出ます。"
            ),
            rx.cond(
                AccountsState.second_factor,
                None,
                rx.el.p(icon("warn"), AccountsState.switched, class_name="lacks"),
            ),
        ),
        switch(
            rx.cond(AccountsState.second_factor, "使う", "使わない"),
            AccountsState.second_factor,
            on_click=AccountsState.switch_second_factor,
            custom_attrs={"aria-label": "管理者の2段階の確認"},
        ),
        class_name="box who-rule",
    )


def _pairs() -> rx.Component:
    """What one admin has asked for and another one decides; nothing while there is nothing."""
    return rx.cond(
        AccountsState.pairs.length() > 0,
        rx.el.section(
            rx.el.h2("もう1人の管理者が確かめること"),
            rx.el.ul(
                rx.foreach(
                    AccountsState.pairs,
                    lambda row: rx.el.li(
                        rx.el.div(rx.el.strong(row["what"]), rx.el.small(row["by"])),
                        rx.el.div(
                            rx.cond(
                                row["may"].to(bool),
                                button(
                                    "確かめて行う",
                                    kind="btn-solid",
                                    on_click=AccountsState.confirm_pair(row["id"]),
                                ),
                            ),
                            button("取り下げる", on_click=AccountsState.withdraw_pair(row["id"])),
                            class_name="row who-time",
                        ),
                        key=row["id"],
                    ),
                )
            ),
            class_name="box who-pairs",
        ),
    )


def _rules() -> rx.Component:
    return rx.fragment(_pairs(), _rule(), rx.foreach(AccountsState.timed, _timed))


def _timed(row: rx.Var) -> rx.Component:
    """A rule about time: used or not, and after how long."""
    rule, name, on = row["id"], row["name"].to(str), row["on"].to(bool)
    return rx.el.section(
        rx.el.div(
            rx.el.h2(name),
            rx.el.p(row["what"]),
            rx.cond(row["since"] != "", rx.el.p(icon("warn"), row["since"], class_name="lacks")),
        ),
        rx.el.div(
            rx.el.select(
                rx.foreach(
                    row["choices"].to(list[dict[str, str]]),
                    lambda one: rx.el.option(one["name"], value=one["id"], key=one["id"]),
                ),
                value=row["minutes"].to(str),
                disabled=~on,
                on_change=lambda minutes: AccountsState.choose_time(rule, minutes),
                custom_attrs={"aria-label": name + "までの時間"},
            ),
            switch(
                rx.cond(on, "使う", "使わない"),
                on,
                on_click=AccountsState.switch_timed(rule),
                custom_attrs={"aria-label": name},
            ),
            class_name="row who-time",
        ),
        class_name="box who-rule",
        key=rule,
    )


def _person(row: rx.Var) -> rx.Component:
    login, name = row["login"], row["name"].to(str)
    return rx.el.tr(
        rx.el.th(rx.el.strong(row["name"]), rx.el.small(login), scope="row"),
        rx.el.td(row["role"], rx.el.small(row["place"])),
        rx.el.td(
            state_mark(row["state"], row["label"]),
            rx.cond(row["more"] != "", rx.el.small(row["more"])),
            rx.cond(row["factors"] != "", rx.el.small(row["factors"])),
        ),
        rx.el.td(
            rx.el.ul(
                rx.foreach(row["sessions"].to(list[dict[str, str]]), lambda seen: _session(login, name, seen))
            ),
            class_name="who-in",
        ),
        rx.el.td(
            rx.el.div(
                _named("変える", name, on_click=AccountsState.edit(login)),
                rx.cond(
                    row["disabled"].to(bool),
                    _named("また使えるようにする", name, on_click=AccountsState.let_in(login)),
                    rx.fragment(
                        rx.cond(
                            row["oneself"].to(bool),
                            None,
                            _named("設定コード", name, on_click=AccountsState.make_code(login)),
                        ),
                        rx.cond(
                            (row["factors"] != "") & ~row["oneself"].to(bool),
                            _named("2段階の確認を外す", name, on_click=AccountsState.reset_factors(login)),
                        ),
                        rx.cond(
                            row["oneself"].to(bool),
                            None,
                            _named("止める", name, on_click=AccountsState.ask_stop(login)),
                        ),
                    ),
                ),
                class_name="row",
            )
        ),
        key=login,
    )


def _session(login: rx.Var, name: Any, seen: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(seen["terminal"], rx.el.small(seen["since"])),
        rx.cond(
            seen["id"] != "",
            _named(
                "ログアウトさせる",
                name + "を" + seen["terminal"].to(str) + "から",
                on_click=AccountsState.end_session(login, seen["id"]),
            ),
            rx.el.small("この画面"),
        ),
        key=seen["id"],
    )


def _named(label: str, whom: Any, **props: Any) -> rx.Component:
    return button(label, custom_attrs={"aria-label": label + " " + whom}, **props)


def _panel() -> rx.Component:
    return rx.match(AccountsState.panel, ("form", _form()), ("code", _code()), ("stop", _stop()), _nothing())


def _form() -> rx.Component:
    new = AccountsState.subject == ""
    return rx.el.section(
        rx.el.h2(rx.cond(new, "職員を加える", AccountsState.title + "さんを変える"), id="who-title"),
        rx.el.form(
            rx.cond(
                new,
                rx.el.label(
                    rx.el.span("ユーザーID"),
                    rx.el.input(
                        name="login",
                        max_length=64,
                        required=True,
                        auto_focus=True,
                        auto_complete="off",
                        custom_attrs={"autocapitalize": "none", "spellcheck": "false"},
                    ),
                    rx.el.small(
                        "小文字の英字で始まる、3文字から32文字までの英数字。あとから変えられません。"
                    ),
                ),
            ),
            rx.el.label(
                rx.el.span("名前"),
                rx.el.input(
                    name="name",
                    default_value=AccountsState.title,
                    max_length=NAME_LIMIT * 10,
                    required=True,
                    auto_complete="off",
                ),
                rx.el.small("相談の相手に出る名前です。"),
            ),
            _roles(),
            rx.el.label(
                rx.el.span("端末"),
                rx.el.select(
                    rx.el.option("選んでください", value=""),
                    rx.foreach(
                        AccountsState.desks,
                        lambda one: rx.el.option(one["name"], value=one["id"], key=one["id"]),
                    ),
                    name="desk",
                    default_value=AccountsState.desk,
                ),
                class_name="who-desk",
            ),
            problem(AccountsState.problem),
            rx.el.div(
                button("閉じる", on_click=AccountsState.close),
                rx.el.button(rx.cond(new, "加える", "保存する"), type="submit", class_name="btn btn-solid"),
                class_name="row",
            ),
            on_submit=AccountsState.save,
            reset_on_submit=False,
            # Another form, not the same one with what was typed before.
            key=AccountsState.times.to(str),
        ),
        class_name="box form place-form who-form",
        custom_attrs={"aria-labelledby": "who-title"},
    )


def _roles() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend("役割"),
        rx.foreach(
            AccountsState.roles,
            lambda one: rx.el.label(
                rx.el.input(
                    type="radio",
                    name="role",
                    value=one["id"],
                    default_checked=AccountsState.role == one["id"],
                    disabled=AccountsState.oneself,
                ),
                rx.el.span(one["name"]),
                class_name="check",
                key=one["id"],
            ),
        ),
        rx.cond(AccountsState.oneself, rx.el.small("ご自分の役割は、ほかの管理者が変えます。")),
        class_name="pick pick-boxes who-roles",
    )


def _code() -> rx.Component:
    return rx.el.section(
        rx.el.h2(AccountsState.title, "さんの設定コード", id="who-title"),
        rx.el.p("この画面にだけ、いま1回だけ出ます。ご本人だけに渡してください。"),
        CopyText.create(
            text=AccountsState.code,
            name="設定コード",
            label="コピーする",
            done="コピーしました。",
            failed="選んであります。Ctrl と C を押してください。",
        ),
        rx.el.ul(
            rx.el.li("ユーザーIDは「", AccountsState.subject, "」です。"),
            rx.el.li(
                "ご本人が自分の端末のログイン画面で「はじめての方・パスワードを忘れた方」を押し、"
                "このコードでパスワードを決めます。"
            ),
            rx.el.li("使えるのは1回だけ、", AccountsState.until, "までです。"),
            rx.el.li("いまのパスワードは、それまで使えます。"),
            class_name="place-will",
        ),
        rx.el.div(button("閉じる", on_click=AccountsState.close), class_name="row"),
        class_name="box form who-code",
        custom_attrs={"aria-labelledby": "who-title"},
    )


def _stop() -> rx.Component:
    return rx.el.section(
        rx.el.h2(AccountsState.title, "さんのログインを止めますか", id="who-title"),
        rx.el.ul(
            rx.el.li("すぐにログアウトし、通話の映像と音声も止まります。"),
            rx.el.li("もうログインできません。これまでの記録は残ります。"),
            rx.el.li("あとで、また使えるようにできます。"),
            class_name="place-will",
        ),
        problem(AccountsState.problem),
        rx.el.div(
            button("このままにする", on_click=AccountsState.close, auto_focus=True),
            button("止める", kind="btn-end", on_click=AccountsState.stop),
            class_name="row",
        ),
        class_name="box form",
        custom_attrs={"aria-labelledby": "who-title"},
    )


def _nothing() -> rx.Component:
    return rx.el.section(
        rx.el.h2("職員のログイン"),
        rx.el.ul(
            rx.el.li("加えると、設定コードが出ます。パスワードは、ご本人が決めます。"),
            rx.el.li("パスワードを忘れた方にも、新しい設定コードを渡します。"),
            rx.el.li("異動や退職のときは「止める」を押します。すぐにログアウトします。"),
        ),
        to_own_account("ご自分のパスワードを変える"),
        class_name="box form place-hint",
    )
