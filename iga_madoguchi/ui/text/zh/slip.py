"""The reservation slip in Chinese."""

from __future__ import annotations

from iga_madoguchi.ui.text.slip import SlipText
from iga_madoguchi.ui.text.zh.dates import DATE

TEXT = SlipText(
    tag="zh-Hans",
    city="伊贺市　在线窗口",
    title="预约单",
    number="预约号码",
    number_note="请在支所的画面上按“我有预约号码”，再按这个号码。",
    when="日期时间",
    date=DATE,
    time="{time} 开始",
    where="地点",
    department="窗口",
    phone="电话",
    phone_note="想更改或不能来时，请打电话。",
    bring="请带来",
    things=(
        "个人编号卡，或驾照等身份证件",
        "市政府寄来的信和表格（连同信封）",
        "与您的事情有关的文件",
        "这张纸",
    ),
    bring_note="不齐也没关系。",
    late="提前30分钟开始受理。超过10分钟预约会取消，但会按顺序叫您。",
)
