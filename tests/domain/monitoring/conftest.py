"""A lookout on the test city, calm until a test makes something worse."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from iga_madoguchi import bootstrap, settings
from iga_madoguchi.domain.monitoring.lookout import Lookout
from tests.calm import calm
from tests.cast import City
from tests.domain.monitoring.eyes import Eyes


@pytest.fixture
def eyes(city: City, tmp_path: Path) -> Eyes:
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    built = bootstrap.build(settings.load({"IGA_DATA_DIR": str(data_dir)}))
    around = dataclasses.replace(
        built.lookout.around,
        database=city.database,
        presence=city.presence,
        station=dataclasses.replace(built.backups, database=city.database),
    )
    return Eyes(city, Lookout(calm(around)))
