"""What to say where two sides of a rule cannot meet: both aligned, and what would mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from verify import expression
from verify.agreement import product
from verify.diagnostics import Problem
from verify.expression import Tree
from verify.quantity import Domain, Quantity
from verify.syntax import names
from verify.tree import shortened
from verify.typed import Choice, Date, Measure, Share, Truth, Type, merged
from verify.units import describe_dimension

# A date that lost a zero or a hyphen is a subtraction: 2029-5-17.
_NEARLY_A_DATE = re.compile(r"([0-9]{4}) ?- ?([0-9]{1,2})(?: ?- ?([0-9]{1,2}))?")
_DOING = {"min": "take the min of", "max": "take the max of", "sum": "add"}
_CANDIDATES = 3  # quantities that are suggested at most
_MOST = 200  # quantities that are looked through for them


@dataclass(frozen=True, slots=True)
class Side:
    """One of two operands: what is written, and what it measures."""

    tree: Tree
    text: str
    type: Type

    @property
    def factor(self) -> str:
        """Return the text as it stands in a product."""
        match self.tree:
            case expression.Binary(op="+" | "-") | expression.Conditional():
                return f"({self.text})"
        return self.text


def apart(what: str, one: Side, other: Side, scope: Mapping[str, Quantity]) -> Problem:
    """Say that two sides differ in dimension, or that only one of them is a date."""
    left, right = sorted((one, other), key=lambda side: side.tree.start)
    doing = _DOING.get(what, what)
    shown = f"{shortened(left.text)} and {shortened(right.text)}"
    details = aligned((left.text, described(left.type)), (right.text, described(right.type)))
    start, end = left.tree.start, right.tree.end
    if isinstance(left.type, Date) != isinstance(right.type, Date):
        number = right if isinstance(left.type, Date) else left
        slip = _misspelt_date(number)
        if slip is not None:
            return slip
        message = f"cannot {doing} {shown}: only one of them is a date"
        help_ = _date_help(number)
        return Problem("dimension-mismatch", message, start, end, details, help_)
    message = f"cannot {doing} {shown}: their units differ"
    help_ = _missing_factor(left, right, scope)
    return Problem("dimension-mismatch", message, start, end, details, help_)


def share_and_points(what: str, one: Side, other: Side) -> Problem:
    """Say that a share meets a difference of shares."""
    left, right = sorted((one, other), key=lambda side: side.tree.start)
    points = isinstance(left.type, Measure) and left.type.share is Share.POINTS
    words = ("a share (percent)", "a difference of shares (percentage points)")
    return Problem(
        "share-and-points",
        f"cannot {_DOING.get(what, what)} a share and percentage points",
        left.tree.start,
        right.tree.end,
        aligned((left.text, words[points]), (right.text, words[not points])),
        "a change in points is the difference of two shares: `after - before`",
    )


def described(kind: Type) -> str:
    """Return what a value measures, for a message."""
    match kind:
        case Measure():
            return describe_dimension(kind.exponents)
        case Date():
            return "a date"
        case Truth():
            return "true or false"
        case Choice(words):
            return "one of " + ", ".join(words)
    return "0"


def aligned(*rows: tuple[str, str]) -> tuple[str, ...]:
    """Return two columns, the second of which begins at one place."""
    cut = [(shortened(left), right) for left, right in rows]
    width = max(len(left) for left, _ in cut)
    return tuple(f"{left.ljust(width)}   {right}" for left, right in cut)


def _misspelt_date(side: Side) -> Problem | None:
    found = _NEARLY_A_DATE.fullmatch(side.text)
    if found is None:
        return None
    mended = "-".join(part.zfill(2) for part in found.groups() if part)
    message = f"`{side.text}` is a subtraction, not a date"
    help_ = f"write the date as {mended}"
    return Problem("bad-date", message, side.tree.start, side.tree.end, help=help_)


def _date_help(side: Side) -> str:
    """Say what a date is compared with, and added to."""
    kind = side.type
    if isinstance(kind, Measure) and merged(kind.exponents) == (("time", 1),):
        return f"add {shortened(side.factor)} to a date, or take one date from another"
    year = isinstance(side.tree, expression.Number) and re.fullmatch("[0-9]{4}", side.text)
    if year:
        return f"write a month, {side.text}-01, or a day, {side.text}-01-01"
    return "write a date, such as 2029-05 or 2029-05-17"


def _missing_factor(left: Side, right: Side, scope: Mapping[str, Quantity]) -> str:
    """Compute what one side would have to be multiplied by, named where a quantity fits."""
    if not (isinstance(left.type, Measure) and isinstance(right.type, Measure)):
        return ""
    quotient = product(left.type.exponents, right.type.exponents, -1)
    wanted = merged(quotient)
    inverse = tuple((base, -power) for base, power in wanted)
    written = {name.id for side in (left, right) for name in names(side.tree)}
    fitting = []
    for name, quantity in islice(scope.items(), _MOST):
        if quantity.domain in (Domain.DATE, Domain.CHOICE) or name in written:
            continue
        has = merged(quantity.unit.exponents)
        if has in (wanted, inverse):
            fitting.append(f"{(right if has == wanted else left).factor} * {name}")
    if 0 < len(fitting) <= _CANDIDATES and all(len(each) <= 60 for each in fitting):
        return f"did you mean {' or '.join(fitting)}?"
    missing = describe_dimension(quotient)
    return f"{shortened(right.text)} would have to be multiplied by {missing}"
