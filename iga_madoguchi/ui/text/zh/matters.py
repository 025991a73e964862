"""Choosing by matter, and how it was, in Chinese."""

from __future__ import annotations

MATTERS: dict[str, str] = {
    "here": "在这里能办的事",
    "common": "常办的事",
    "search": "用词语查找",
    "hint": "例：保育、保险",
    "search_title": "用词语查找您要办的事",
    "field": "要查找的词",
    "type": "按键后，符合的事项会显示在这里。",
    "none": "没有找到。请换短一点的词，或叫支所工作人员。",
    "keys": "latin",
    "keyboard": "文字键",
    "dots": "浊音符号",
    "ring": "半浊音符号",
    "small": "小字",
    "space": "空格",
    "erase": "删除一个字",
    "clear": "全部删除",
    "bring": "请准备",
    "nothing": "没有特别要准备的。请直接来谈。",
    "comma": "、",
    "lack": "不齐也可以谈。",
    "minutes": "大约{n}分钟",
    "where": "会连接到{department}",
    "talk": "谈这件事",
    "back": "返回",
    "reach_apply": "在这里能办完申请",
    "reach_consult": "在这里可以咨询",
    "reach_check": "在这里可以确认材料是否齐全",
    "kind_show": "请出示",
    "kind_copy": "收取复印件",
    "kind_original": "收取原件",
    "kind_fill": "在这里写",
}

SURVEY: dict[str, str] = {
    "title": "今天的窗口怎么样？",
    "good": "好",
    "fair": "一般",
    "poor": "不好",
    "thanks": "谢谢。",
}
