"""The written conversation, in Portuguese."""

from __future__ import annotations

TALK: dict[str, str] = {
    "write": "Escrever",
    "title": "Escreva o que quer dizer",
    "hand": "Escrever à mão",
    "keys": "Usar as teclas",
    "close": "Fechar",
    "pad": "Área para escrever à mão",
    "hint": "Escreva aqui com o dedo ou a caneta",
    "undo": "Desfazer um traço",
    "clear": "Apagar tudo",
    "send": "Enviar",
    "full": "Não cabe mais. Envie primeiro.",
    "field": "O que você quer dizer",
    "caption": "Mensagem do atendente",
    "none": "O que o atendente escrever aparece aqui, em letras grandes.",
    "answers": "Respostas",
    "sent": "Enviado",
    "drawn": "Escrito à mão",
    "refused": "Não foi enviado",
    "again": "Enviar de novo",
    "voice_on": "A fala está virando texto",
    "voice_off": "Parar",
    "voice_away": "Agora a fala não vira texto. Pode continuar conversando.",
    "machine": "Tradução automática",
}
