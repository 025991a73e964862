"""Choosing by matter, and how it was, in Japanese."""

from __future__ import annotations

MATTERS: dict[str, str] = {
    "here": "ここでできるご用",
    "common": "よくあるご用",
    "search": "ことばで探す",
    "hint": "例：おむつ、保険証",
    "search_title": "ご用を、ことばで探します",
    "field": "探すことば",
    "type": "キーを押すと、合うご用がここに出ます。",
    "none": "合うご用が見つかりません。短いことばにするか、支所の職員をお呼びください。",
    "keys": "kana",
    "keyboard": "文字のキー",
    "dots": "てんてん",
    "ring": "まる",
    "small": "小さい字",
    "space": "あける",
    "erase": "1字けす",
    "clear": "ぜんぶけす",
    "bring": "お持ちいただくもの",
    "nothing": "とくにありません。そのままお話しください。",
    "comma": "、",
    "lack": "そろっていなくても、お話しできます。",
    "minutes": "およそ{n}分",
    "where": "{department}につながります",
    "talk": "この用で話す",
    "back": "もどる",
    "reach_apply": "ここで申請まで終わります",
    "reach_consult": "ここで相談できます",
    "reach_check": "書類がそろっているか、ここで確かめられます",
    "kind_show": "見せていただきます",
    "kind_copy": "写しをいただきます",
    "kind_original": "お預かりします",
    "kind_fill": "ここで書きます",
}

SURVEY: dict[str, str] = {
    "title": "きょうの窓口は、いかがでしたか",
    "good": "よかった",
    "fair": "ふつう",
    "poor": "よくなかった",
    "thanks": "ありがとうございました。",
}
