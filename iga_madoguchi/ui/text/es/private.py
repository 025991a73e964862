"""What is said when somebody answers in private, and about their voice, in Spanish."""

from __future__ import annotations

PRIVATE: dict[str, str] = {
    "wish": "Responder en secreto",
    "wish_stop": "Dejarlo",
    "wish_title": "Puede responder en la pantalla",
    "wish_note": "El encargado ya lo sabe. Espere a que la pregunta aparezca aquí.",
    "note": "No hace falta hablar. Responda tocando la pantalla. Solo lo ve el encargado.",
    "japanese": "El encargado acaba de escribir esta pregunta. Está solo en japonés.",
    "unsaid": "No quiero responder",
    "unknown": "No lo sé",
    "send": "Enviar esta respuesta",
    "sending": "Se está enviando.",
    "sent": "Enviado. Ya no está en la pantalla.",
    "away": "Aún no ha llegado. Toque otra vez.",
    "erase": "Borrar una cifra",
    "pad_yen": "yenes",
    "pad_age": "años",
    "pad_month": "(mes)",
    "pad_range": "Un número del {low} al {high}.",
    "voice": "Puede hablar en voz baja",
    "voice_still": "No hace falta que hable",
    "voice_low": "Su voz se oye un poco baja",
    "voice_good": "Se oye bien",
    "voice_loud": "Puede hablar aún más bajo",
    "handset": "Oír por el auricular",
    "speaker": "Volver al altavoz",
    "private.answer.unfit": "Elija otra vez, por favor.",
    "private.question.unknown": "Esta pregunta ya terminó.",
}
