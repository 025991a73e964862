"""The take-away slip in やさしい日本語."""

from __future__ import annotations

from iga_madoguchi.ui.text.takeaway import TakeawayText

TEXT = TakeawayText(
    tag="ja",
    city="伊賀市《いがし》 つながる窓口《まどぐち》",
    title="今日《きょう》の 相談《そうだん》",
    date="{year}.{month}.{day}",
    number="番号《ばんごう》",
    number_note="また 聞《き》く ときは、この 番号《ばんごう》を 言《い》って ください。",
    about="用事《ようじ》",
    steps="つぎに する こと",
    lack="まだ ない 紙《かみ》",
    lack_note="紙《かみ》が ぜんぶ あったら、どの 支所《ししょ》に 持《も》ってきても いいです。",
    deadline="いつまで",
    phone="電話《でんわ》",
    phone_note="月曜日《げつようび》から 金曜日《きんようび》 "
    "8時《じ》30分《ぷん》から 17時《じ》15分《ふん》まで",
    own_note="スマートフォンで 読《よ》むと、番号《ばんごう》と "
    "電話番号《でんわばんごう》が わかります。名前《なまえ》は ありません。",
)
