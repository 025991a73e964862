"""Every table in one metadata, for migrations only; the one module of db that looks up into the domain."""

from __future__ import annotations

from sqlmodel import SQLModel

from iga_madoguchi.domain.accounts import models as accounts
from iga_madoguchi.domain.audit import models as audit
from iga_madoguchi.domain.calls import models as calls
from iga_madoguchi.domain.forms import models as forms
from iga_madoguchi.domain.presence import models as presence
from iga_madoguchi.domain.terminals import models as terminals

MODULES = (accounts, audit, calls, forms, presence, terminals)

metadata = SQLModel.metadata
