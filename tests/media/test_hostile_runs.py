"""A slice of `make soak PART=hostile`: every kind of attack, twice."""

from __future__ import annotations

import pytest

from tests.soak import hostile

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("name", hostile.ATTACKS)
async def test_a_call_goes_on_whatever_is_tried(name: str) -> None:
    for number in (1, 2):
        await hostile.run(number, name)
