"""The reservation slip in やさしい日本語."""

from __future__ import annotations

from iga_madoguchi.ui.text.ja_easy.dates import DATE
from iga_madoguchi.ui.text.slip import SlipText

TEXT = SlipText(
    tag="ja",
    city="伊賀市《いがし》 つながる 窓口《まどぐち》",
    title="予約《よやく》の 紙《かみ》",
    number="予約《よやく》の 番号《ばんごう》",
    number_note=(
        "支所《ししょ》の 画面《がめん》で 「予約《よやく》の 番号《ばんごう》が ある」を 押《お》して、"
        "この 番号《ばんごう》を 押《お》して ください。"
    ),
    when="いつ",
    date=DATE,
    time="{time} から",
    where="どこ",
    department="窓口《まどぐち》",
    phone="電話《でんわ》",
    phone_note="変《か》えたい とき、来《く》る ことが できない ときは、電話《でんわ》して ください。",
    bring="持《も》って 来《く》る もの",
    things=(
        "マイナンバーカードか 運転免許証《うんてんめんきょしょう》など",
        "市役所《しやくしょ》から 来《き》た 手紙《てがみ》や 紙《かみ》（封筒《ふうとう》も）",
        "聞《き》きたい ことの 紙《かみ》",
        "この 紙《かみ》",
    ),
    bring_note="ぜんぶ なくても いいです。",
    late=(
        "30分《ぷん》 前《まえ》から 入《はい》れます。10分《ぷん》 おくれると、予約《よやく》は なくなります。"
        "でも、順番《じゅんばん》に 呼《よ》びます。"
    ),
)
