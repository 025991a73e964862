"""A day in Spanish: miércoles, 25/11."""

from __future__ import annotations

from iga_madoguchi.ui.text.dates import NUMERALS, DateText

DATE = DateText(
    "{weekday}, {day}/{month}",
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    months=NUMERALS[:12],
)
DAYS_OFF = {
    "土曜日": "sábado",
    "日曜日": "domingo",
    "年末年始": "fiestas de fin de año",
    "元日": "Año Nuevo",
    "成人の日": "Día de la Mayoría de Edad",
    "建国記念の日": "Día de la Fundación del Japón",
    "天皇誕生日": "cumpleaños del Emperador",
    "春分の日": "equinoccio de primavera",
    "昭和の日": "Día de Showa",
    "憲法記念日": "Día de la Constitución",
    "みどりの日": "Día del Verdor",
    "こどもの日": "Día de los Niños",
    "海の日": "Día del Mar",
    "山の日": "Día de la Montaña",
    "敬老の日": "Día del Respeto a los Mayores",
    "秋分の日": "equinoccio de otoño",
    "スポーツの日": "Día del Deporte",
    "文化の日": "Día de la Cultura",
    "勤労感謝の日": "Día de Acción de Gracias por el Trabajo",
    "国民の休日": "feriado nacional",
    "振替休日": "feriado trasladado",
    "お休み": "sin atención",
}
