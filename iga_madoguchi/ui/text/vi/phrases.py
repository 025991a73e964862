"""What is said around a sentence of the phrase board and its answers, in Vietnamese."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "hear": "Nghe lại",
    "read": "Đọc to",
    "stop": "Dừng đọc",
    "number": "Trả lời bằng số",
    "date": "Trả lời bằng ngày",
    "money": "Trả lời bằng số tiền",
    "body": "Chỉ trên hình cơ thể",
    "family": "Chỉ trên hình gia đình",
    "choose": "Hãy chạm vào hình",
    "send": "Gửi câu trả lời này",
    "back": "Quay lại",
    "yen": "yên",
    "no_day": "Ngày này không có trong lịch.",
}
