"""The written conversation, in Vietnamese."""

from __future__ import annotations

TALK: dict[str, str] = {
    "write": "Viết",
    "title": "Viết điều bạn muốn nói",
    "hand": "Viết tay",
    "keys": "Bấm chữ",
    "close": "Đóng",
    "pad": "Chỗ viết tay",
    "hint": "Hãy viết vào đây bằng ngón tay hoặc bút",
    "undo": "Xóa một nét",
    "clear": "Xóa hết",
    "send": "Gửi",
    "full": "Đã hết chỗ. Xin gửi trước.",
    "field": "Điều bạn muốn nói",
    "caption": "Lời của nhân viên",
    "none": "Nhân viên viết gì, chữ lớn sẽ hiện ở đây.",
    "answers": "Câu trả lời",
    "sent": "Đã gửi",
    "drawn": "Chữ viết tay",
    "refused": "Chưa gửi được",
    "again": "Gửi lại",
    "voice_on": "Lời nói đang được chuyển thành chữ",
    "voice_off": "Dừng",
    "voice_away": "Lúc này lời nói chưa chuyển thành chữ được. Bạn cứ tiếp tục nói chuyện.",
    "machine": "Máy dịch",
}
