"""What is said around a sentence of the phrase board and its answers, in Japanese. `DESK`: the board."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "hear": "もう一度聞く",
    "read": "読み上げる",
    "stop": "読み上げを止める",
    "number": "数字で答える",
    "date": "日にちで答える",
    "money": "金額で答える",
    "body": "体の絵で答える",
    "family": "家族の絵で答える",
    "choose": "絵をさわってください",
    "send": "これを伝える",
    "back": "もどる",
    "yen": "円",
    "no_day": "この日は、カレンダーにありません。",
}

DESK: dict[str, str] = {
    "open": "ことば集",
    "search": "ことばをさがす（かな・漢字）",
    "list": "住民に出すことば",
    "moments": "場面",
    "none": "見つかりません。短いことばでさがしてください。",
    "shown": "出しました：",
    "recent": "最近",
    "greeting": "あいさつ",
    "hearing": "聞き取り",
    "paper": "書類",
    "money": "お金",
    "next": "次にすること",
    "goodbye": "おわり",
}
