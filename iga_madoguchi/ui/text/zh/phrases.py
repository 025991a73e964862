"""What is said around a sentence of the phrase board and its answers, in Chinese."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "hear": "再听一遍",
    "read": "朗读",
    "stop": "停止朗读",
    "number": "用数字回答",
    "date": "用日期回答",
    "money": "用金额回答",
    "body": "用身体图回答",
    "family": "用家人图回答",
    "choose": "请触摸图片",
    "send": "就这样回答",
    "back": "返回",
    "yen": "日元",
    "no_day": "日历上没有这一天。",
}
