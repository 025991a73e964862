"""From a stable error code to the sentence on a screen; the unexpected gets an incident number."""

from __future__ import annotations

import logging

from iga_madoguchi.errors import DomainError, NotAllowed, NotFound
from iga_madoguchi.kit.ids import new_id
from iga_madoguchi.ui.guard import note_refused
from iga_madoguchi.ui.text.ja.feedback import SENTENCES, UNEXPECTED

log = logging.getLogger(__name__)


def sentence(error: DomainError) -> str:
    """What happened and what to do, in plain Japanese."""
    if isinstance(error, NotFound | NotAllowed):
        note_refused(error)
    template = SENTENCES.get(error.code)
    if template is None:
        return incident(error)
    return template.format(**error.data)


def incident(error: BaseException) -> str:
    """A sentence with a number that also stands in the log; never the error's own words."""
    number = new_id()[:8]
    log.error("incident number=%s type=%s at=%s", number, type(error).__name__, _place(error))
    return UNEXPECTED.format(number=number)


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (
        "" if trace is None else f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"
    )
