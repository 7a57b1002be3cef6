"""How far two sets of a quantity's values are apart."""

from __future__ import annotations

from verify.facts import Values
from verify.interval import Interval
from verify.quantity import Domain, Quantity
from verify.verdicts import Gap


def measure(claim: str, quantity: Quantity, own: Values, wanted: Values) -> Gap | None:
    """Measure how far apart two intervals are; None for choices and where they overlap.

    The factor is that of the nearer ends, None where zero lies between or on them.
    """
    if isinstance(own, frozenset) or isinstance(wanted, frozenset):
        return None
    low, high = (own, wanted) if _below(own, wanted) else (wanted, own)
    if not _below(low, high):
        return None
    assert low.upper is not None
    assert high.lower is not None
    factor = None
    if low.upper > 0:
        factor = high.lower / low.upper
    elif high.lower < 0:
        factor = low.upper / high.lower
    unit = quantity.unit.text
    if quantity.domain is Domain.DATE:
        factor, unit = None, "day"
    return Gap(claim, factor, high.lower - low.upper, unit)


def _below(a: Interval, b: Interval) -> bool:
    return (
        a.upper is not None
        and b.lower is not None
        and (a.upper < b.lower or (a.upper == b.lower and (a.upper_open or b.lower_open)))
    )
