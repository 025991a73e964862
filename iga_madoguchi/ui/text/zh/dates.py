"""A day in Chinese: 11月25日（周三）."""

from __future__ import annotations

from iga_madoguchi.ui.text.dates import NUMERALS, DateText

DATE = DateText(
    "{month}{day}（{weekday}）",
    weekdays=tuple(f"周{day}" for day in "一二三四五六日"),
    months=tuple(f"{month}月" for month in NUMERALS[:12]),
    days=tuple(f"{day}日" for day in NUMERALS),
)
DAYS_OFF = {
    "土曜日": "周六",
    "日曜日": "周日",
    "年末年始": "年末年初休息",
    "元日": "元旦",
    "成人の日": "成人节",
    "建国記念の日": "建国纪念日",
    "天皇誕生日": "天皇诞辰",
    "春分の日": "春分",
    "昭和の日": "昭和日",
    "憲法記念日": "宪法纪念日",
    "みどりの日": "绿之日",
    "こどもの日": "儿童节",
    "海の日": "海之日",
    "山の日": "山之日",
    "敬老の日": "敬老日",
    "秋分の日": "秋分",
    "スポーツの日": "体育日",
    "文化の日": "文化日",
    "勤労感謝の日": "勤劳感谢日",
    "国民の休日": "国民休息日",
    "振替休日": "补休日",
    "お休み": "休息日",
}
