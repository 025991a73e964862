"""Every table in one metadata, for migrations only; the one module of db that looks up into the domain."""

from __future__ import annotations

from sqlmodel import SQLModel

from iga_madoguchi.domain.accounts import models as accounts
from iga_madoguchi.domain.audit import models as audit
from iga_madoguchi.domain.calls import models as calls
from iga_madoguchi.domain.conversation import models as conversation
from iga_madoguchi.domain.conversation.private import models as private
from iga_madoguchi.domain.conversation.talking import models as talking
from iga_madoguchi.domain.forms import models as forms
from iga_madoguchi.domain.functions import models as functions
from iga_madoguchi.domain.monitoring import models as monitoring
from iga_madoguchi.domain.monitoring.alerts import models as alerts
from iga_madoguchi.domain.papers import models as papers
from iga_madoguchi.domain.power import models as power
from iga_madoguchi.domain.presence import models as presence
from iga_madoguchi.domain.printing import models as printing
from iga_madoguchi.domain.procedures import models as procedures
from iga_madoguchi.domain.records import models as records
from iga_madoguchi.domain.reservations import models as reservations
from iga_madoguchi.domain.runs import models as runs
from iga_madoguchi.domain.selftests import models as selftests
from iga_madoguchi.domain.terminals import models as terminals
from iga_madoguchi.domain.uptime import models as uptime

MODULES = (
    accounts,
    alerts,
    audit,
    calls,
    conversation,
    forms,
    functions,
    monitoring,
    papers,
    power,
    presence,
    printing,
    private,
    procedures,
    records,
    reservations,
    runs,
    selftests,
    talking,
    terminals,
    uptime,
)

metadata = SQLModel.metadata
