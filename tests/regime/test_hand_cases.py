"""Suites worked by hand, each next to a boundary."""

from __future__ import annotations

import pytest
from hand_cases import CASES
from layers import by_hand


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.why for case in CASES])
def test_the_clashes_are_those_worked_out(number: int) -> None:
    assert not by_hand(number)
