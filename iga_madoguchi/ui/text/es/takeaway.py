"""The take-away slip in Spanish."""

from __future__ import annotations

from iga_madoguchi.ui.text.takeaway import TakeawayText

TEXT = TakeawayText(
    tag="es",
    city="Ventanilla en línea de Iga",
    title="Su consulta de hoy",
    date="{day:02}/{month:02}/{year}",
    number="Número",
    number_note="Diga este número cuando pregunte por su asunto.",
    about="Asunto",
    steps="Qué hacer ahora",
    lack="Documentos que faltan",
    lack_note="Cuando los tenga, llévelos a cualquier oficina.",
    deadline="Plazo",
    phone="Teléfono",
    phone_note="Días laborables, de 8:30 a 17:15",
    own_note="Léalo con el móvil para guardar el número y el teléfono. Su nombre no está en el código.",
)
