"""Choosing by matter, and how it was, in やさしい日本語."""

from __future__ import annotations

MATTERS: dict[str, str] = {
    "here": "ここで できる こと",
    "common": "よく ある 話《はなし》",
    "search": "ことばで さがす",
    "hint": "例《れい》：おむつ、保険証《ほけんしょう》",
    "search_title": "話《はな》したい ことを さがします",
    "field": "さがす ことば",
    "type": "キーを 押《お》すと、ここに 出《で》ます。",
    "none": "ありません。短《みじか》い ことばに するか、支所《ししょ》の 人《ひと》を 呼《よ》んで ください。",
    "keys": "kana",
    "keyboard": "文字《もじ》の キー",
    "dots": "てんてん",
    "ring": "まる",
    "small": "小《ちい》さい 字《じ》",
    "space": "あける",
    "erase": "1つ 消《け》す",
    "clear": "ぜんぶ 消《け》す",
    "bring": "準備《じゅんび》する もの",
    "nothing": "ありません。このまま 話《はな》して ください。",
    "comma": "、",
    "lack": "ない ときも 話《はな》せます。",
    "minutes": "だいたい {n}{n:分《ぷん》|分《ふん》}",
    "where": "{department}に つながります",
    "talk": "これを 話《はな》す",
    "back": "もどる",
    "reach_apply": "ここで ぜんぶ 終《お》わります",
    "reach_consult": "ここで 相談《そうだん》できます",
    "reach_check": "紙《かみ》が ぜんぶ あるか、ここで 見《み》ます",
    "kind_show": "見《み》せて ください",
    "kind_copy": "コピーを もらいます",
    "kind_original": "あずかります",
    "kind_fill": "ここで 書《か》きます",
}

SURVEY: dict[str, str] = {
    "title": "今日《きょう》は どうでしたか",
    "good": "よかった",
    "fair": "ふつう",
    "poor": "よく なかった",
    "thanks": "ありがとうございました。",
}
