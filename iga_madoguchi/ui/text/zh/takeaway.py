"""The take-away slip in Chinese."""

from __future__ import annotations

from iga_madoguchi.ui.text.takeaway import TakeawayText

TEXT = TakeawayText(
    tag="zh-Hans",
    city="伊贺市 在线窗口",
    title="今天的咨询",
    date="{year}年{month}月{day}日",
    number="号码",
    number_note="咨询时请告知此号码。",
    about="事项",
    steps="接下来要做的事",
    lack="还缺的材料",
    lack_note="材料齐全后，可送到任何一个支所。",
    deadline="期限",
    phone="电话",
    phone_note="工作日 8:30至17:15",
    own_note="用手机扫描，可保存此号码和电话号码。其中不含您的姓名。",
)
