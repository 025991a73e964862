"""The reservation slip in Vietnamese."""

from __future__ import annotations

from iga_madoguchi.ui.text.slip import SlipText
from iga_madoguchi.ui.text.vi.dates import DATE

TEXT = SlipText(
    tag="vi",
    city="Quầy trực tuyến Iga",
    title="Giấy hẹn của bạn",
    number="Số hẹn",
    number_note="Ở chi nhánh, hãy bấm “Tôi có số hẹn” rồi bấm số này.",
    when="Ngày giờ",
    date=DATE,
    time="từ {time}",
    where="Nơi",
    department="Quầy",
    phone="Điện thoại",
    phone_note="Nếu muốn đổi hoặc không đến được, xin gọi điện.",
    bring="Hãy mang theo",
    things=(
        "Thẻ My Number, bằng lái xe hoặc giấy tờ tùy thân khác",
        "Thư và giấy tờ của thành phố (để nguyên trong phong bì)",
        "Giấy tờ về việc của bạn",
        "Giấy này",
    ),
    bring_note="Thiếu cũng không sao.",
    late="Nhận từ 30 phút trước. Quá 10 phút thì hẹn bị hủy, nhưng chúng tôi sẽ gọi theo thứ tự.",
)
