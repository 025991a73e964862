"""A day in Portuguese: qua., 25/11."""

from __future__ import annotations

from iga_madoguchi.ui.text.dates import NUMERALS, DateText

DATE = DateText(
    "{weekday}, {day}/{month}",
    weekdays=("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo"),
    months=NUMERALS[:12],
)
DAYS_OFF = {
    "土曜日": "sábado",
    "日曜日": "domingo",
    "年末年始": "recesso de fim de ano",
    "元日": "Ano-Novo",
    "成人の日": "Dia da Maioridade",
    "建国記念の日": "Dia da Fundação do Japão",
    "天皇誕生日": "aniversário do Imperador",
    "春分の日": "equinócio da primavera",
    "昭和の日": "Dia de Showa",
    "憲法記念日": "Dia da Constituição",
    "みどりの日": "Dia do Verde",
    "こどもの日": "Dia das Crianças",
    "海の日": "Dia do Mar",
    "山の日": "Dia da Montanha",
    "敬老の日": "Dia do Respeito aos Idosos",
    "秋分の日": "equinócio do outono",
    "スポーツの日": "Dia do Esporte",
    "文化の日": "Dia da Cultura",
    "勤労感謝の日": "Dia de Ação de Graças pelo Trabalho",
    "国民の休日": "feriado nacional",
    "振替休日": "feriado transferido",
    "お休み": "sem atendimento",
}
