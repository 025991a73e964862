"""Who may touch which paper. What is absent and what is foreign look the same."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from iga_madoguchi.domain.accounts.views import Identity
from iga_madoguchi.domain.calls import attendance
from iga_madoguchi.domain.calls.views import Attendance
from iga_madoguchi.domain.papers import repository
from iga_madoguchi.domain.papers.models import Paper, PaperPage
from iga_madoguchi.domain.papers.policy import Role
from iga_madoguchi.errors import NotAllowed, NotFound


def attending_as(session: Session, who: Identity, call_id: str, *roles: Role) -> Attendance:
    """This terminal's part in the call that is on. Raises NotFound, NotAllowed `papers.not_yours`."""
    part = attendance.attending(session, who, call_id)
    if part.role not in roles:
        raise NotAllowed("papers.not_yours")
    return part


def keeps(session: Session, who: Identity, paper: Paper, now: datetime) -> bool:
    """Whether the paper is kept, and not beyond its time, by a department that this desk belongs to."""
    lasts = paper.kept_until is not None and paper.kept_until > now
    return lasts and attendance.desk_of(session, who, paper.kept_by)


def visible(session: Session, who: Identity, call_id: str, paper_id: str, now: datetime) -> Paper:
    """A paper this terminal may look at: in its call, or kept by its department. Raises NotFound."""
    paper = repository.paper(session, call_id, paper_id)
    if paper is None:
        raise NotFound("papers.paper.unknown")
    if attendance.over(session, call_id) and keeps(session, who, paper, now):
        return paper
    attendance.attending(session, who, call_id)
    return paper


def in_charge(session: Session, who: Identity, call_id: str, paper_id: str, now: datetime) -> Paper:
    """A paper this desk decides on: as the call's owner, or kept by its department and the call is over.

    Raises NotFound, NotAllowed `papers.not_yours`.
    """
    paper = visible(session, who, call_id, paper_id, now)
    if attendance.over(session, call_id):
        return paper
    attending_as(session, who, call_id, "desk")
    return paper


def page_of(session: Session, paper: Paper, number: int) -> PaperPage:
    """Raises NotFound."""
    page = repository.page(session, paper.id, number)
    if page is None:
        raise NotFound("papers.page.unknown")
    return page
