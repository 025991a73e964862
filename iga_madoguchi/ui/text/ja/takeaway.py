"""The take-away slip in Japanese."""

from __future__ import annotations

from iga_madoguchi.ui.text.takeaway import TakeawayText

TEXT = TakeawayText(
    tag="ja",
    city="伊賀市 つながる窓口",
    title="きょうのご相談",
    date="{year}年{month}月{day}日",
    number="受付番号",
    number_note="お問い合わせのときに、この番号をお伝えください。",
    about="ご用",
    steps="つぎにすること",
    lack="まだ足りない書類",
    lack_note="そろったら、どの支所にお持ちいただいてもかまいません。",
    deadline="いつまで",
    phone="電話",
    phone_note="平日 8時30分から17時15分まで",
    own_note="スマートフォンで読むと、この番号と電話番号を残せます。お名前などは入っていません。",
)
