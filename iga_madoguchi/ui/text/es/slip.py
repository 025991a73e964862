"""The reservation slip in Spanish."""

from __future__ import annotations

from iga_madoguchi.ui.text.es.dates import DATE
from iga_madoguchi.ui.text.slip import SlipText

TEXT = SlipText(
    tag="es",
    city="Ventanilla en línea de Iga",
    title="Su reserva",
    number="Número",
    number_note="En la oficina, pulse “Tengo un número de reserva” y luego este número.",
    when="Cuándo",
    date=DATE,
    time="desde las {time}",
    where="Dónde",
    department="Ventanilla",
    phone="Teléfono",
    phone_note="Si quiere cambiar o no puede venir, llame por teléfono.",
    bring="Traiga",
    things=(
        "Tarjeta My Number, licencia de conducir u otro documento de identidad",
        "Cartas y formularios de la ciudad (en el sobre)",
        "Papeles de su asunto",
        "Este papel",
    ),
    bring_note="Si falta algo, no importa.",
    late="Atendemos desde 30 minutos antes. Pasados 10 minutos la reserva se cancela, "
    "pero le llamamos por turno.",
)
