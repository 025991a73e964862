"""The written conversation, in Chinese."""

from __future__ import annotations

TALK: dict[str, str] = {
    "write": "写字",
    "title": "写下想说的话",
    "hand": "手写",
    "keys": "按字母",
    "close": "关闭",
    "pad": "手写区",
    "hint": "请用手指或笔写在这里",
    "undo": "撤回一笔",
    "clear": "全部清除",
    "send": "发送",
    "full": "写满了，请先发送。",
    "field": "想说的话",
    "caption": "工作人员的话",
    "none": "工作人员写的字会在这里放大显示。",
    "answers": "回答",
    "sent": "已发送",
    "drawn": "手写内容",
    "refused": "没有发送成功",
    "again": "再发一次",
    "voice_on": "正在把说的话变成文字",
    "voice_off": "停止",
    "voice_away": "现在不能把说的话变成文字。您可以继续交谈。",
    "machine": "机器翻译",
}
