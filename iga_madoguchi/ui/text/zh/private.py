"""What is said when somebody answers in private, and about their voice, in Chinese."""

from __future__ import annotations

PRIVATE: dict[str, str] = {
    "wish": "不出声回答",
    "wish_stop": "取消",
    "wish_title": "可以在画面上回答",
    "wish_note": "已告诉工作人员。请等待问题显示在这里。",
    "note": "不用说出来。请触摸画面回答。只有负责的工作人员能看到。",
    "japanese": "这个问题是工作人员刚写的，只有日语。",
    "unsaid": "不想回答",
    "unknown": "不知道",
    "send": "发送这个回答",
    "sending": "正在发送。",
    "sent": "已发送。回答已从画面上消失。",
    "away": "还没有送到。请再按一次。",
    "erase": "删一个数字",
    "pad_yen": "日元",
    "pad_age": "岁",
    "pad_month": "月",
    "pad_range": "请输入{low}到{high}之间的数字。",
    "voice": "小声说也可以",
    "voice_still": "不说话也可以",
    "voice_low": "声音有点小",
    "voice_good": "声音大小正好",
    "voice_loud": "再小声一点也听得到",
    "handset": "用听筒听",
    "speaker": "换回扬声器",
    "private.answer.unfit": "请再选一次。",
    "private.question.unknown": "这个问题已经结束了。",
}
