"""Choosing by matter, and how it was, in Vietnamese."""

from __future__ import annotations

MATTERS: dict[str, str] = {
    "here": "Việc làm được ở đây",
    "common": "Hay được hỏi",
    "search": "Tìm bằng từ",
    "hint": "ví dụ: nhà trẻ, bảo hiểm",
    "search_title": "Tìm việc bạn cần",
    "field": "Từ cần tìm",
    "type": "Bấm phím: việc phù hợp hiện ở đây.",
    "none": "Không tìm thấy. Hãy thử từ ngắn hơn hoặc gọi nhân viên ở đây.",
    "keys": "latin",
    "keyboard": "Phím chữ",
    "dots": "Dấu đục",
    "ring": "Dấu bán đục",
    "small": "Chữ nhỏ",
    "space": "Cách",
    "erase": "Xóa một chữ",
    "clear": "Xóa hết",
    "bring": "Xin chuẩn bị",
    "nothing": "Không cần gì đặc biệt. Cứ đến nói chuyện.",
    "comma": ", ",
    "lack": "Thiếu giấy tờ cũng nói chuyện được.",
    "minutes": "Khoảng {n} phút",
    "where": "Sẽ nối với {department}",
    "talk": "Nói về việc này",
    "back": "Quay lại",
    "reach_apply": "Làm xong việc nộp đơn ở đây",
    "reach_consult": "Hỏi và tư vấn được ở đây",
    "reach_check": "Kiểm tra được giấy tờ đã đủ chưa ở đây",
    "kind_show": "cho xem",
    "kind_copy": "chúng tôi giữ bản sao",
    "kind_original": "chúng tôi giữ bản gốc",
    "kind_fill": "viết tại đây",
}

SURVEY: dict[str, str] = {
    "title": "Hôm nay bạn thấy thế nào?",
    "good": "Tốt",
    "fair": "Bình thường",
    "poor": "Không tốt",
    "thanks": "Cảm ơn bạn.",
}
