"""Choosing by matter, and how it was, in Portuguese."""

from __future__ import annotations

MATTERS: dict[str, str] = {
    "here": "O que dá para fazer aqui",
    "common": "Mais pedidos",
    "search": "Procurar por palavras",
    "hint": "ex.: creche, seguro",
    "search_title": "Procure o que precisa",
    "field": "Palavras para procurar",
    "type": "Aperte as teclas: o que combina aparece aqui.",
    "none": "Não achamos. Tente uma palavra mais curta ou chame o funcionário daqui.",
    "keys": "latin",
    "keyboard": "Teclas de letras",
    "dots": "Marca sonora",
    "ring": "Marca semissonora",
    "small": "Letra pequena",
    "space": "Espaço",
    "erase": "Apagar uma",
    "clear": "Apagar tudo",
    "bring": "Tenha em mãos",
    "nothing": "Nada em especial. Pode falar assim mesmo.",
    "comma": ", ",
    "lack": "Se faltar algo, pode falar assim mesmo.",
    "minutes": "Cerca de {n} {n:minuto|minutos}",
    "where": "Liga para {department}",
    "talk": "Falar sobre isto",
    "back": "Voltar",
    "reach_apply": "Aqui dá para fazer o pedido completo",
    "reach_consult": "Aqui dá para tirar dúvidas",
    "reach_check": "Aqui conferimos se os documentos estão completos",
    "kind_show": "você mostra",
    "kind_copy": "ficamos com uma cópia",
    "kind_original": "ficamos com ele",
    "kind_fill": "você escreve aqui",
}

SURVEY: dict[str, str] = {
    "title": "Como foi o atendimento de hoje?",
    "good": "Bom",
    "fair": "Regular",
    "poor": "Ruim",
    "thanks": "Obrigado.",
}
