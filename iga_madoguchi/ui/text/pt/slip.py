"""The reservation slip in Portuguese."""

from __future__ import annotations

from iga_madoguchi.ui.text.pt.dates import DATE
from iga_madoguchi.ui.text.slip import SlipText

TEXT = SlipText(
    tag="pt-BR",
    city="Balcão On-line de Iga",
    title="Sua reserva",
    number="Número",
    number_note="Na subprefeitura, aperte “Tenho um número de reserva” e depois este número.",
    when="Quando",
    date=DATE,
    time="a partir das {time}",
    where="Onde",
    department="Balcão",
    phone="Telefone",
    phone_note="Se quiser mudar ou não puder vir, telefone.",
    bring="Traga",
    things=(
        "Cartão My Number, carteira de motorista ou outro documento de identidade",
        "Cartas e papéis da prefeitura (no envelope)",
        "Papéis do seu assunto",
        "Este papel",
    ),
    bring_note="Se faltar algo, não há problema.",
    late="Atendemos a partir de 30 minutos antes. Depois de 10 minutos a reserva é cancelada, "
    "mas chamamos na ordem.",
)
