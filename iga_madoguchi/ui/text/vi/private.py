"""What is said when somebody answers in private, and about their voice, in Vietnamese."""

from __future__ import annotations

PRIVATE: dict[str, str] = {
    "wish": "Trả lời kín",
    "wish_stop": "Thôi",
    "wish_title": "Có thể trả lời trên màn hình",
    "wish_note": "Nhân viên đã biết. Xin chờ câu hỏi hiện ra ở đây.",
    "note": "Không cần nói ra. Xin chạm vào màn hình để trả lời. Chỉ nhân viên phụ trách xem được.",
    "japanese": "Nhân viên vừa viết câu hỏi này, chỉ có tiếng Nhật.",
    "unsaid": "Không muốn trả lời",
    "unknown": "Không biết",
    "send": "Gửi câu trả lời này",
    "sending": "Đang gửi.",
    "sent": "Đã gửi. Câu trả lời không còn trên màn hình.",
    "away": "Chưa đến nơi. Xin chạm lại.",
    "erase": "Xóa một số",
    "pad_yen": "yên",
    "pad_age": "tuổi",
    "pad_month": "(tháng)",
    "pad_range": "Một số từ {low} đến {high}.",
    "voice": "Nói nhỏ cũng được",
    "voice_still": "Không nói cũng được",
    "voice_low": "Tiếng hơi nhỏ",
    "voice_good": "Nghe vừa đủ",
    "voice_loud": "Nói nhỏ hơn vẫn nghe được",
    "handset": "Nghe bằng ống nghe",
    "speaker": "Trở lại loa",
    "private.answer.unfit": "Xin chọn lại lần nữa.",
    "private.question.unknown": "Câu hỏi này đã kết thúc.",
}
