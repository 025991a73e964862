"""What is said around a sentence of the phrase board and its answers, in Portuguese."""

from __future__ import annotations

PHRASES: dict[str, str] = {
    "hear": "Ouvir de novo",
    "read": "Ler em voz alta",
    "stop": "Parar a leitura",
    "number": "Responder com números",
    "date": "Responder com uma data",
    "money": "Responder com um valor",
    "body": "Mostrar no desenho do corpo",
    "family": "Mostrar no desenho da família",
    "choose": "Toque no desenho",
    "send": "Enviar esta resposta",
    "back": "Voltar",
    "yen": "ienes",
    "no_day": "Este dia não existe no calendário.",
}
