"""Words of the office about power: the strip on every page, and the page of power itself."""

from __future__ import annotations

from datetime import datetime

from iga_madoguchi.domain.power.policy import Phase, practised
from iga_madoguchi.domain.power.views import Standing
from iga_madoguchi.kit.clock import local

LEFT = "あと約{n}分使えます。"
OFFICE = {
    "battery": "停電しています。サーバーは UPS の電池で動いています。{left}通話は続けられます。",
    "held": "停電しています。{left}いまの通話は続けられます。新しい相談は、電気がもどってから受け付けます。",
    "prepare": "停電が続いています。{left}まもなくサーバーを止めます。"
    "通話は、いまのうちに区切りをつけてください。番号と書いたものは残ります。",
    "ordered": "まもなくサーバーを止めます。"
    "通話は、いまのうちに区切りをつけてください。番号と書いたものは残ります。",
    "halt": "サーバーを止めています。"
    "電気がもどると自動で始まり、番号と書いたものは、そのまま続きから使えます。",
}


def stage(standing: Standing) -> str:
    """ "" while there is power, else battery, held, prepare, ordered or halt."""
    if standing.phase == Phase.PREPARE and standing.since is None and standing.wanted_at is not None:
        return "ordered"
    if standing.phase == Phase.BATTERY:
        return "held" if standing.holds else "battery"
    return "" if standing.phase == Phase.LINE else str(standing.phase)


RESTART = "{day}{time}に、サーバーを始め直します。通話や受付のあいだは行いません。画面は1分ほどでもどります。"
RESTART_NOW = "通話や受付が終わりしだい、サーバーを始め直します。画面は1分ほどでもどります。"


def restart_sentence(standing: Standing, at: datetime) -> str:
    """When the server is started anew, "" when that is not planned."""
    if standing.restart_at is None:
        return ""
    if at >= standing.restart_at:
        return RESTART_NOW
    there, here = local(standing.restart_at), local(at)
    day = "" if there.date() == here.date() else f"{there.month}月{there.day}日 "
    return RESTART.format(day=day, time=f"{there:%H:%M}")


PRACTICE = "【練習です。何も止まりません】"


def office_sentence(standing: Standing, at: datetime) -> str:
    """What the strip says, "" while there is power and none is practised."""
    now = stage(standing)
    if not now:
        found = None if standing.drill_since is None else practised(standing.drill_since, at)
        if found is None:
            return restart_sentence(standing, at)
        phase, holds, minutes = found
        return PRACTICE + office_sentence(Standing(phase, at, holds, minutes), at)
    left = "" if standing.left_min is None else LEFT.format(n=standing.left_min)
    return OFFICE[now].format(left=left)


NONE = "UPS は登録されていません"
NONE_ADVICE = "停電すると、サーバーは知らせずに止まります。UPS をつなぐと、この画面で登録できます。"
VERDICTS = {
    "": ("停電への備えは、正常です", "していただくことはありません。"),
    "battery": ("停電しています", "サーバーは UPS の電池で動いています。していただくことはありません。"),
    "held": ("停電しています", "いまの通話は続けられます。新しい相談は、電気がもどってから受け付けます。"),
    "prepare": (
        "停電が続いています",
        "通話の区切りを待ち、最後のバックアップを取って、サーバーを止めます。",
    ),
    "ordered": ("サーバーを止める準備をしています", "保守の担当が止めています。終わると、自動で始まります。"),
    "halt": ("サーバーを止めています", "電気がもどると、自動で始まります。"),
}
FAULTS = {
    "stale": (
        "UPS のようすが、古いままです",
        "UPS とサーバーをつなぐ線が、抜けていないか見てください。停電でなければ、サーバーは動き続けます。",
    ),
    "unreachable": (
        "UPS から返事がありません",
        "下の「UPS の登録」の名前と場所が正しいか、NUT が動いているかを、確かめてもらってください。",
    ),
    "refused": (
        "UPS の名前かパスワードがちがいます",
        "下の「UPS の登録」を直してください。",
    ),
    "nonsense": (
        "UPS の言うことが、つじつまが合いません",
        "UPS の画面を見て、続くときは保守の担当に知らせてください。",
    ),
}
RESTART_TITLE = "サーバーの始め直し"
RESTART_NOTE = (
    "決めた時刻になると、通話中の方も待っている方もいないときに、自動で始め直します。1分ほどでもどります。"
    "2時間たっても通話が続くときは、行いません。住民の画面には、10分前から出ます。"
)
RESTART_PLAN = "この時刻に始め直す"
RESTART_STOP = "始め直すのをやめる"
RESTART_PLANNED = "サーバーを始め直す時刻を決めました。すべての職員の画面に出ます。"
DRILL = "停電の練習をする"
DRILL_STOP = "練習をやめる"
DRILL_NOTE = (
    "約1分、本庁と支所の職員の画面に、停電のときの知らせが「練習です」と付いて順に出ます。"
    "通話も受け付けも止まりません。住民の画面には出ません。"
)
DRILL_BEGUN = "停電の練習を始めました。職員の画面の上に、知らせが順に出ます。"

REPLACE = ("電池の取りかえ時期です", "UPS の電池を取りかえてください。停電のとき、短い時間しかもちません。")
TEST_FAILED = ("UPS の自己点検が不合格です", "UPS の電池を調べてもらってください（{test}）。")
NO_STOP = (
    "停電のとき、サーバーが自分から停止を頼めません",
    "NUT の利用者とパスワードを登録してください。登録しなくても、電池が切れる前に NUT が止めます。",
)
EVENTS = {
    "power.failed": "停電しました",
    "power.back": "電気がもどりました",
    "power.calls.held": "新しい相談を受け付けるのをやめました",
    "power.low": "サーバーを止める準備を始めました",
    "power.prepared": "止める準備が終わりました",
    "power.halt": "サーバーを止めることにしました",
    "power.stop.ordered": "UPS に停止を頼みました",
    "power.stop.refused": "UPS に停止を頼めませんでした",
    "power.started": "サーバーが始まり、相談を受け付けています",
    "power.ups.silent": "UPS のようすがわからなくなりました",
    "power.ups.heard": "UPS のようすが、またわかります",
    "power.drill.begun": "停電の練習を始めました",
    "power.drill.ended": "停電の練習が終わりました",
    "power.restart.planned": "サーバーを始め直す時刻を決めました",
    "power.restart.taken_back": "サーバーを始め直すのを、やめました",
    "power.restart.begun": "サーバーを始め直しました",
    "power.restart.done": "サーバーの始め直しが終わりました",
    "power.restart.given_up": "通話が続いたので、始め直しませんでした",
    "power.ups.set": "UPS を登録しました",
    "power.ups.forgotten": "UPS の登録を消しました",
    "power.end.ordered": "サーバーを止める準備が頼まれました",
    "power.end.taken_back": "サーバーを止めるのを、やめました",
}
OUTCOMES = {
    "done": "最後のバックアップも取れました",
    "backup.no_time": "時間がないので、最後のバックアップは取りませんでした",
    "backup.busy": "別のバックアップが動いていました",
}
OUTCOME_OTHER = "最後のバックアップは取れませんでした"
