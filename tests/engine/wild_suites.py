"""Random suites as text, with what the text means as relations of the tests' own, from a seed."""

from __future__ import annotations

import random

from drawing import Drawing
from meaning import WildSuite
from template_suites import of_kinds, of_periods

SHAPES = ("real", "whole", "finite", "dated", "chain", "product", "roots", "roles", "periods")


def wild_suite(seed: int, shape: str = "") -> WildSuite:
    """Return the suite of a seed."""
    rng = random.Random(seed)
    chosen = shape or SHAPES[seed % len(SHAPES)]
    if chosen in ("roles", "periods"):
        return of_kinds(rng) if chosen == "roles" else of_periods(rng)
    drawing = Drawing(rng, chosen)
    drawing.draw()
    return drawing.suite()
