"""The take-away slip in Vietnamese."""

from __future__ import annotations

from iga_madoguchi.ui.text.takeaway import TakeawayText

TEXT = TakeawayText(
    tag="vi",
    city="Quầy trực tuyến Iga",
    title="Buổi tư vấn hôm nay",
    date="{day:02}/{month:02}/{year}",
    number="Số thứ tự",
    number_note="Khi hỏi lại, hãy cho biết số này.",
    about="Việc cần làm",
    steps="Việc làm tiếp theo",
    lack="Giấy tờ còn thiếu",
    lack_note="Khi có đủ, mang đến bất kỳ chi nhánh nào.",
    deadline="Hạn",
    phone="Điện thoại",
    phone_note="Ngày thường, 8:30 đến 17:15",
    own_note="Quét bằng điện thoại để lưu số này và số điện thoại. Trong mã không có tên của bạn.",
)
