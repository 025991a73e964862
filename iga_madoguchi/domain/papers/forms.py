"""A form of the catalogue beside the resident's own paper: filled in by people who do not exist, or blank."""

from __future__ import annotations

from collections.abc import Callable

from iga_madoguchi.db.session import Database
from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.forms.catalogue import form_of
from iga_madoguchi.domain.forms.ports import FormPrinter
from iga_madoguchi.domain.forms.template import Form
from iga_madoguchi.domain.functions.service import require
from iga_madoguchi.domain.papers import repository, service
from iga_madoguchi.domain.papers.access import attending_as
from iga_madoguchi.domain.papers.marking import shown
from iga_madoguchi.domain.papers.policy import FORM_KINDS
from iga_madoguchi.domain.papers.ports import Pages, Vault
from iga_madoguchi.domain.papers.views import Place
from iga_madoguchi.errors import InvalidInput, WrongOrder


def lay_form(
    database: Database,
    vault: Vault,
    pages: Pages,
    printer: FormPrinter,
    who: Identity,
    call_id: str,
    form_id: str,
    kind: str,
) -> Place:
    """The owner's desk lays a form down as `sample` or `blank`; what lies there already is not laid twice.

    Raises NotFound, `forms.form.unknown`, `functions.off`, NotAllowed, InvalidInput `papers.upload.kind`,
    Conflict `papers.call.full`, Unavailable.
    """
    if kind not in FORM_KINDS:
        raise InvalidInput("papers.upload.kind")
    with database.reading() as session:
        attending_as(session, who, call_id, "desk")
        require(session, "forms")
        form = form_of(form_id)
        for paper in repository.papers(session, call_id):
            if (paper.kind, paper.title) == (kind, form.title.ja):
                return Place(paper.id, 1)
    draw: Callable[[Form], bytes] = printer.sample if kind == "sample" else printer.blank
    return service.lay_pdf(database, vault, pages, who, call_id, draw(form), kind, form.title.ja)


def form_on_show(database: Database, vault: Vault, who: Identity, call_id: str) -> bytes:
    """The PDF of the sample or blank form that both sides see, to be printed.

    Raises NotFound, NotAllowed, WrongOrder `papers.form.none` while something else is shown.
    """
    with database.reading() as session:
        attending_as(session, who, call_id, "desk")
        paper = repository.paper(session, call_id, shown(session, call_id).paper)
        if paper is None or paper.kind not in FORM_KINDS:
            raise WrongOrder("papers.form.none")
        key, document = paper.key, paper.document
    return vault.get(key, document)
