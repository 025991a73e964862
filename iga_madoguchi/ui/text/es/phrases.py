"""What is said around a sentence of the phrase board and its answers, in Spanish."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "hear": "Oír otra vez",
    "read": "Leer en voz alta",
    "stop": "Parar la lectura",
    "number": "Responder con números",
    "date": "Responder con una fecha",
    "money": "Responder con una cantidad",
    "body": "Señalar en el dibujo del cuerpo",
    "family": "Señalar en el dibujo de la familia",
    "choose": "Toque el dibujo",
    "send": "Enviar esta respuesta",
    "back": "Volver",
    "yen": "yenes",
    "no_day": "Este día no existe en el calendario.",
}
