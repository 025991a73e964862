"""Why something did not work and what to do now, in やさしい日本語, by the error's code."""

from __future__ import annotations

_CALL_STAFF = "支所《ししょ》の 人《ひと》を 呼《よ》んで ください。"
_OTHER_TIME = "ほかの 時間《じかん》を 押《お》して ください。"
_START = "「話《はなし》を はじめる」を 押《お》すと、順番《じゅんばん》に 呼《よ》びます。"

ERRORS: dict[str, str] = {
    "calls.department.closed": "今《いま》は 休《やす》みです。ほかの 窓口《まどぐち》を えらぶか、"
    + _CALL_STAFF,
    "calls.department.away": "席《せき》に いません。少《すこ》し あとで もう一度《いちど》 押《お》して ください。",
    "calls.department.offline": "今《いま》は この 窓口《まどぐち》と 話《はな》せません。" + _CALL_STAFF,
    "power.calls.held": "停電《ていでん》です。電気《でんき》が もどったら、話《はな》せます。",
    "calls.branch.already_calling": "もう 呼《よ》んで います。待《ま》って ください。",
    "calls.call.ended": "この 話《はなし》は もう 終《お》わりました。",
    "calls.branch.in_call": "ほかの 話《はなし》に 入《はい》って います。終《お》わってから 押《お》して ください。",
    "calls.ring_me.full": (
        "席《せき》が いっぱいです。ここで 待《ま》つか、番号《ばんごう》を あずけて ください。"
    ),
    "calls.priority.already": "もう 先《さき》に 呼《よ》ぶ ことに なって います。",
    "reservations.number.shape": (
        "数字《すうじ》を 4つ 押《お》して、「この 番号《ばんごう》で はじめる」を 押《お》して ください。"
    ),
    "reservations.number.unknown": (
        "この 番号《ばんごう》の 予約《よやく》が ありません。紙《かみ》を 見《み》て、もう一度《いちど》 "
        "押《お》して ください。わからない ときは、" + _CALL_STAFF
    ),
    "reservations.number.other_branch": (
        "この 番号《ばんごう》は ほかの 支所《ししょ》の 予約《よやく》です。「話《はなし》を はじめる」を "
        "押《お》すと、ここでも 話《はな》せます。場所《ばしょ》を 変《か》える ときは、"
        "支所《ししょ》の 人《ひと》に 聞《き》いて ください。"
    ),
    "reservations.number.other_day": (
        "この 番号《ばんごう》の 予約《よやく》は {month}{day}です。今日《きょう》 話《はな》したい ときは、"
        "「話《はなし》を はじめる」を 押《お》して ください。"
    ),
    "reservations.number.arrived": "この 番号《ばんごう》は もう はじまって います。待《ま》って ください。",
    "reservations.number.missed": (
        "{time}の 予約《よやく》は、時間《じかん》が すぎたので なくなりました。" + _START
    ),
    "reservations.number.cancelled": "{time}の 予約《よやく》は なくなって います。" + _START,
    "reservations.number.too_many": (
        "たくさん 押《お》しました。10秒《びょう》ぐらい 待《ま》って 押《お》すか、" + _CALL_STAFF
    ),
    "reservations.arrive.early": (
        "予約《よやく》は {time}です。{since}から はじめられます。いすで 待《ま》って ください。"
    ),
    "reservations.slot.past": "その 時間《じかん》は もう すぎました。" + _OTHER_TIME,
    "reservations.slot.taken": "その 時間《じかん》は、ほかの 人《ひと》が 予約《よやく》しました。"
    + _OTHER_TIME,
    "reservations.branch.many": (
        "この 日《ひ》の 予約《よやく》は いっぱいです。ほかの 日《ひ》を 押《お》すか、"
        "支所《ししょ》の 人《ひと》に 聞《き》いて ください。"
    ),
    "reservations.branch.taken": "その 時間《じかん》は、もう 予約《よやく》が あります。" + _OTHER_TIME,
    "reservations.day.closed": "その 日《ひ》は 休《やす》みです（{why}）。ほかの 日《ひ》を えらんで ください。",
    "reservations.slot.outside": (
        "時間《じかん》を 押《お》して、「予約《よやく》する」を 押《お》して ください。"
    ),
    "reservations.state.arrived": "この 予約《よやく》は もう はじまって います。",
    "reservations.state.missed": "この 予約《よやく》は、時間《じかん》が すぎたので なくなりました。",
    "reservations.state.cancelled": "この 予約《よやく》は なくなって います。",
    "terminals.department.unknown": "この 窓口《まどぐち》は いま ありません。"
    "ほかの 窓口《まどぐち》を 押《お》すか、支所《ししょ》の 人《ひと》を よんで ください。",
    "calls.itinerary.unusable": "窓口《まどぐち》は {limit}つまで えらべます。",
}
