"""What is said when somebody answers in private, and about their voice, in Portuguese."""

from __future__ import annotations

PRIVATE: dict[str, str] = {
    "wish": "Responder em segredo",
    "wish_stop": "Cancelar",
    "wish_title": "Você pode responder na tela",
    "wish_note": "O atendente já sabe. Espere a pergunta aparecer aqui.",
    "note": "Não precisa falar. Responda tocando na tela. Só o atendente vê.",
    "japanese": "O atendente escreveu esta pergunta agora. Ela está só em japonês.",
    "unsaid": "Não quero responder",
    "unknown": "Não sei",
    "send": "Enviar esta resposta",
    "sending": "Enviando.",
    "sent": "Enviado. Sumiu desta tela.",
    "away": "Ainda não chegou. Toque de novo.",
    "erase": "Apagar um",
    "pad_yen": "ienes",
    "pad_age": "anos",
    "pad_month": "(mês)",
    "pad_range": "Um número de {low} a {high}.",
    "voice": "Pode falar baixinho",
    "voice_still": "Não precisa falar",
    "voice_low": "Sua voz está um pouco baixa",
    "voice_good": "Dá para ouvir bem",
    "voice_loud": "Pode falar ainda mais baixo",
    "handset": "Ouvir pelo fone",
    "speaker": "Voltar ao alto-falante",
    "private.answer.unfit": "Escolha mais uma vez.",
    "private.question.unknown": "Esta pergunta já terminou.",
}
