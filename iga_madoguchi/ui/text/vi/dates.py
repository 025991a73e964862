"""A day in Vietnamese: thứ Tư, 25/11."""

from __future__ import annotations

from iga_madoguchi.ui.text.dates import NUMERALS, DateText

DATE = DateText(
    "{weekday}, {day}/{month}",
    weekdays=("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    months=NUMERALS[:12],
)
DAYS_OFF = {
    "土曜日": "thứ Bảy",
    "日曜日": "Chủ nhật",
    "年末年始": "nghỉ cuối năm và năm mới",
    "元日": "Tết Dương lịch",
    "成人の日": "Lễ Thành nhân",
    "建国記念の日": "Quốc khánh",
    "天皇誕生日": "sinh nhật Nhật hoàng",
    "春分の日": "Xuân phân",
    "昭和の日": "Ngày Showa",
    "憲法記念日": "Ngày Hiến pháp",
    "みどりの日": "Ngày Cây xanh",
    "こどもの日": "Ngày Trẻ em",
    "海の日": "Ngày của Biển",
    "山の日": "Ngày của Núi",
    "敬老の日": "Ngày Kính lão",
    "秋分の日": "Thu phân",
    "スポーツの日": "Ngày Thể thao",
    "文化の日": "Ngày Văn hóa",
    "勤労感謝の日": "Ngày Cảm tạ lao động",
    "国民の休日": "ngày nghỉ quốc gia",
    "振替休日": "ngày nghỉ bù",
    "お休み": "nghỉ",
}
