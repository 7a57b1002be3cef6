"""The tests measured: no seeded bug passes, and nothing is found in the program as it is.

`python tests/regime/power.py` prints the whole matrix: which layer notices which bug, and when.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from boundary_drawing import boundary_suite
from layers import LAYERS, Layer, checked
from printed import Printed
from seeded import BUGS

STAGES = sorted({bug.stage for bug in BUGS})
POWER = Path(__file__).with_name("power.py")
GENERATED = [layer for layer in LAYERS if not layer.finite]


@pytest.mark.parametrize("layer", GENERATED, ids=lambda layer: layer.name)
def test_nothing_is_wrong_with_the_program_as_it_is(layer: Layer) -> None:
    """Planted points, witnesses and proofs, laws, and Z3 as an oracle, each on its own suites."""
    wrong = [found for number in range(layer.systems) if (found := layer.wrong(number))]
    assert not wrong


@pytest.mark.parametrize("stage", STAGES)
def test_every_bug_is_noticed_by_two_layers(stage: str) -> None:
    """In processes of their own, since nothing takes a bug back."""
    command = [sys.executable, str(POWER), "--stage", stage, "--enough", "--why"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_there_are_bugs_of_every_stage_and_each_says_what_goes_wrong() -> None:
    assert len(BUGS) >= 20
    assert len({bug.name for bug in BUGS}) == len(BUGS)
    assert all(bug.doc.endswith(".") for bug in BUGS)


def test_the_generator_reaches_the_boundaries() -> None:
    """A third of the suites end where the planted value is, and every severity comes up."""
    statuses: Counter[str] = Counter()
    touching = strict = 0
    for seed in range(160):
        suite = boundary_suite(seed)
        statuses[checked(suite.text()).status.value] += 1
        ends = [
            (suite.quantities[reading.index].at, reading.said.loose)
            for claim in suite.claims
            for reading in claim.readings
            if isinstance(reading.said, Printed)
        ]
        touching += any(at in (each.low, each.high) for at, each in ends)
        strict += any(
            (at == each.low and each.open_low) or (at == each.high and each.open_high)
            for at, each in ends
        )
    print(statuses, touching, strict)
    assert touching >= 80
    assert strict >= 10
    assert statuses["conflict"] >= 40
    assert statuses["consistent"] >= 40
    assert statuses["conditional"] >= 5
    assert statuses["rounding"] >= 2
