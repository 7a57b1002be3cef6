"""Realistic semantic bugs, each a patch of the program, to measure the tests by.

A bug is applied once, in a process of its own, before anything is solved there. It has the name of
the function that applies it, whose docstring says what goes wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import misjudging
import misreading
import misruling
import misstating


@dataclass(frozen=True)
class Bug:
    """A bug: its name, the stage of the program that has it, what goes wrong, and its patch."""

    name: str
    stage: str
    doc: str
    apply: Callable[[], None]


_STAGES: dict[str, tuple[Callable[[], None], ...]] = {
    "reading": (
        misreading.closed_ends,
        misreading.half_even_as_half_up,
        misreading.negatives_cut_downward,
        misreading.zero_cut_downward,
        misreading.even_power_of_ten,
        misreading.trailing_zero_lost,
        misreading.float_for_fraction,
        misreading.hedge_ignored,
        misreading.strict_bound_as_closed,
        misreading.open_brackets_closed,
        misreading.exact_ignored,
        misreading.loose_as_face,
        misreading.face_as_loose,
        misreading.month_of_thirty_days,
        misreading.factor_upside_down,
    ),
    "claims": (
        misstating.first_claim_wins,
        misstating.last_claim_wins,
        misstating.first_reading_only,
        misstating.reading_when_ignored,
        misstating.limits_ignored,
        misstating.strict_limit_as_closed,
        misstating.reals_for_whole_numbers,
        misstating.assumption_never_withdrawn,
        misstating.judgement_as_fact,
        misstating.slack_of_a_billionth,
        misstating.slack_of_a_hundredth,
    ),
    "rules": (
        misruling.rule_when_ignored,
        misruling.rule_dropped,
        misruling.strict_for_closed,
        misruling.closed_for_strict,
        misruling.quotient_as_product,
        misruling.free_division_by_zero,
        misruling.else_lost,
        misruling.maximum_as_minimum,
        misruling.half_toward_zero,
    ),
    "engine": (
        misjudging.inward_rounding,
        misjudging.whole_end_cut,
        misjudging.premise_forgotten,
        misjudging.witness_not_checked,
        misjudging.unknown_as_consistent,
        misjudging.bound_too_narrow,
        misjudging.correction_not_verified,
        misjudging.first_conflict_only,
        misjudging.everyone_a_suspect,
    ),
}
BUGS = tuple(
    Bug(apply.__name__.replace("_", " "), stage, apply.__doc__ or "", apply)
    for stage, patches in _STAGES.items()
    for apply in patches
)
