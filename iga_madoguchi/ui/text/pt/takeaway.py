"""The take-away slip in Portuguese."""

from __future__ import annotations

from iga_madoguchi.ui.text.takeaway import TakeawayText

TEXT = TakeawayText(
    tag="pt-BR",
    city="Balcão On-line de Iga",
    title="Sua consulta de hoje",
    date="{day:02}/{month:02}/{year}",
    number="Senha",
    number_note="Diga este número quando perguntar sobre o assunto.",
    about="Assunto",
    steps="O que fazer agora",
    lack="Documentos que ainda faltam",
    lack_note="Quando tiver os documentos, leve a qualquer uma das subprefeituras.",
    deadline="Prazo",
    phone="Telefone",
    phone_note="Dias úteis, das 8h30 às 17h15",
    own_note="Leia com o celular para guardar o número e o telefone. O seu nome não está no código.",
)
