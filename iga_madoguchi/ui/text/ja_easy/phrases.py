"""What is said around a sentence of the phrase board and its answers, in やさしい日本語."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "hear": "もう 一度《いちど》 聞《き》く",
    "read": "声《こえ》で 聞《き》く",
    "stop": "声《こえ》を とめる",
    "number": "数字《すうじ》で 答《こた》える",
    "date": "日《ひ》にちで 答《こた》える",
    "money": "お金《かね》の 数《かず》で 答《こた》える",
    "body": "体《からだ》の 絵《え》で 答《こた》える",
    "family": "家族《かぞく》の 絵《え》で 答《こた》える",
    "choose": "絵《え》を さわって ください",
    "send": "これを 伝《つた》える",
    "back": "もどる",
    "yen": "円《えん》",
    "no_day": "その 日《ひ》は カレンダーに ありません。",
}
