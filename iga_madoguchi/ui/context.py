"""How handlers reach the services: set once when the application is built."""

from __future__ import annotations

from iga_madoguchi.services import Services

_services: list[Services] = []


def set_services(made: Services) -> None:
    _services[:] = [made]


def services() -> Services:
    """The services of this process. Raises RuntimeError before `web.create_app`."""
    if not _services:
        raise RuntimeError("services are not set")
    return _services[0]
