"""The reservation slip in Japanese."""

from __future__ import annotations

from iga_madoguchi.ui.text.ja.dates import DATE
from iga_madoguchi.ui.text.slip import SlipText

TEXT = SlipText(
    tag="ja",
    city="伊賀市　つながる窓口",
    title="ご予約の紙",
    number="予約番号",
    number_note="支所の画面で「予約番号をお持ちの方」を押し、この番号を押してください。",
    when="日時",
    date=DATE,
    time="{time} から",
    where="場所",
    department="ご用の窓口",
    phone="電話",
    phone_note="変えたいとき、来られなくなったときは、お電話ください。",
    bring="お持ちください",
    things=(
        "マイナンバーカード、または運転免許証などご本人とわかるもの",
        "市から届いた手紙や用紙（封筒のまま）",
        "ご用のある書類",
        "この紙",
    ),
    bring_note="そろわなくても大丈夫です。",
    late="30分前から受け付けます。10分を過ぎると予約は取り消しになりますが、順番にお呼びします。",
)
