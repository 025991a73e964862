"""The written conversation, in Spanish."""

from __future__ import annotations

TALK: dict[str, str] = {
    "write": "Escribir",
    "title": "Escriba lo que quiere decir",
    "hand": "Escribir a mano",
    "keys": "Usar las teclas",
    "close": "Cerrar",
    "pad": "Zona para escribir a mano",
    "hint": "Escriba aquí con el dedo o el lápiz",
    "undo": "Deshacer un trazo",
    "clear": "Borrar todo",
    "send": "Enviar",
    "full": "No cabe más. Envíelo primero.",
    "field": "Lo que quiere decir",
    "caption": "Mensaje del funcionario",
    "none": "Lo que escriba el funcionario aparece aquí en letra grande.",
    "answers": "Respuestas",
    "sent": "Enviado",
    "drawn": "Escrito a mano",
    "refused": "No se ha enviado",
    "again": "Enviar otra vez",
    "voice_on": "Lo que se dice se convierte en texto",
    "voice_off": "Parar",
    "voice_away": "Ahora la voz no se convierte en texto. Puede seguir hablando.",
    "machine": "Traducción automática",
}
