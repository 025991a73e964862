"""Choosing by matter, and how it was, in Spanish."""

from __future__ import annotations

MATTERS: dict[str, str] = {
    "here": "Qué se puede hacer aquí",
    "common": "Lo más pedido",
    "search": "Buscar con palabras",
    "hint": "ej.: guardería, seguro",
    "search_title": "Busque lo que necesita",
    "field": "Palabras para buscar",
    "type": "Pulse las teclas: aquí aparece lo que coincide.",
    "none": "No lo encontramos. Pruebe una palabra más corta o llame al personal de aquí.",
    "keys": "latin",
    "keyboard": "Teclas de letras",
    "dots": "Marca sonora",
    "ring": "Marca semisonora",
    "small": "Letra pequeña",
    "space": "Espacio",
    "erase": "Borrar una",
    "clear": "Borrar todo",
    "bring": "Tenga a mano",
    "nothing": "Nada en especial. Puede hablar así mismo.",
    "comma": ", ",
    "lack": "Si falta algo, puede hablar igual.",
    "minutes": "Unos {n} {n:minuto|minutos}",
    "where": "Le conecta con {department}",
    "talk": "Hablar de esto",
    "back": "Volver",
    "reach_apply": "Aquí se termina la solicitud",
    "reach_consult": "Aquí se puede consultar",
    "reach_check": "Aquí revisamos si los papeles están completos",
    "kind_show": "usted lo muestra",
    "kind_copy": "nos quedamos una copia",
    "kind_original": "nos quedamos el original",
    "kind_fill": "lo escribe aquí",
}

SURVEY: dict[str, str] = {
    "title": "¿Qué tal la atención de hoy?",
    "good": "Bien",
    "fair": "Regular",
    "poor": "Mal",
    "thanks": "Gracias.",
}
