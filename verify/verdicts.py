"""What is said of a suite: the verdicts, and everything a report shows, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verify.derivation import Derivation
from verify.diagnose import Kind
from verify.diagnostics import Diagnostic
from verify.facts import Assumption, Claim, Expectation, Facts, Rule, Source, Values
from verify.quantity import Quantity

if TYPE_CHECKING:
    from verify.coverage import SourceCoverage


class Verdict(StrEnum):
    """What is said of a claim: the first that applies."""

    CONFLICT = "conflict"
    DISPUTED = "disputed"
    UNDECIDED = "undecided"
    ROUNDING = "rounding"
    CONDITIONAL = "conditional"
    CORROBORATED = "corroborated"
    CONSISTENT = "consistent"
    UNTESTED = "untested"
    OPEN = "open"  # a hole's


class Status(StrEnum):
    """What is said of a suite, from best to worst."""

    CONSISTENT = "consistent"
    CONDITIONAL = "conditional"
    ROUNDING = "rounding"
    UNDECIDED = "undecided"
    CONFLICT = "conflict"
    INVALID = "invalid"


class Missing(StrEnum):
    """What keeps a consistent claim from being corroborated."""

    SIDE = "nothing bounds it on one side"
    TIGHTNESS = "what bounds it is wider than ± 10 %"
    LINEAGE = "the lineage of sources is not known"
    INDEPENDENCE = "what bounds it is not independent"


@dataclass(frozen=True, slots=True)
class Gap:
    """By how much a conflict misses, at one member: a ratio, and a difference in its unit.

    A conflict's is that of the loose sets, and `at_face` that of the face sets, where known.
    """

    claim: str
    factor: Fraction | None
    difference: Fraction
    unit: str
    at_face: Gap | None = None

    @property
    def explained(self) -> Fraction | None:
        """The share of the difference at face that rounding and hedges take up."""
        if self.at_face is None or self.at_face.difference == 0:
            return None
        return 1 - self.difference / self.at_face.difference


class Holds(StrEnum):
    """The tightest reading under which a conflict's members can all hold."""

    LOOSE = "loose"
    ONE_DIGIT = "one digit"  # every figure taken as rounded to one significant digit
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Slip:
    """A known slip that would account for a conflict: a member would fit if so multiplied.

    `id` is the slip's in slips.toml; `mends` says that the whole component would hold.
    """

    member: str
    id: str
    factor: Fraction
    words: str
    mends: bool = False
    digits: bool = False  # the factor is only that of swapped digits


@dataclass(frozen=True, slots=True)
class Blame:
    """How many conflicts of its component contain a claim, as a share and as counts.

    `telling` says that it helps to choose: the component's suspects differ in it.
    """

    share: Fraction
    conflicts: int
    of: int
    telling: bool = False


@dataclass(frozen=True, slots=True)
class Demand:
    """What a member of a conflict would have to be for the other members to hold."""

    member: str
    quantity: Quantity
    values: Values
    derivations: tuple[Derivation, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedConflict:
    """A minimal set of claims and assumptions that cannot all hold.

    `demands` come measured member first, then the others by falling id; `refuted_by` and
    `avoided_by` are the choices, (claim, reading), of a conditional conflict; `variables` name the
    derivations' variables.
    """

    claims: tuple[str, ...]
    assumptions: tuple[str, ...]
    rules: tuple[str, ...]
    severity: Kind
    minimal: bool
    certified: bool
    gap: Gap | None
    demands: tuple[Demand, ...]
    fixes: tuple[tuple[str, ...], ...]
    costs: tuple[Fraction, ...]  # of the fixes
    group: int
    measured: str = ""
    refuted_by: tuple[tuple[str, str], ...] = ()
    avoided_by: tuple[tuple[str, str], ...] = ()
    variables: tuple[str, ...] = ()
    expected: str = ""  # the reason of the expectation that covers it
    holds: Holds | None = None
    slips: tuple[Slip, ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        """Claims and assumptions together."""
        return (*self.claims, *self.assumptions)


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim, its verdict, and what the rest says of its quantity.

    `variable` is the quantity, in its period; `implied` is None where nothing can be said, and
    `because` and `assumptions` are what it rests on; `kept` is what is left by all that every
    cheapest correction keeps, resting on the assumptions `leans_on`.
    `restates` are the claims that are one statement with it.
    """

    claim: Claim
    quantity: Quantity
    variable: str
    verdict: Verdict
    implied: Values | None = None
    because: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    otherwise: Verdict | None = None
    missing: Missing | None = None
    kept: Values | None = None
    leans_on: tuple[str, ...] = ()
    restates: tuple[str, ...] = ()
    touching: bool = False
    derivations: tuple[Derivation, ...] = ()
    variables: tuple[str, ...] = ()
    blame: Blame | None = None


@dataclass(frozen=True, slots=True)
class JudgedQuantity:
    """What the kept claims, the assumptions and the rules leave of a quantity (in a period)."""

    id: str
    quantity: Quantity
    values: Values
    because: tuple[str, ...]
    derivations: tuple[Derivation, ...] = ()
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedExpectation:
    """An expectation, and whether it still covers anything."""

    expectation: Expectation
    holds: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """The counts at the end of a report; `missing` is the figure that would test most claims.

    `together` figures can hold, those `unsettled` aside; what is cheapest to withdraw may be more
    figures than need be, which `weighed` says.
    """

    figures: int
    together: int
    withdrawn: tuple[tuple[tuple[str, ...], ...], ...]  # per component, the cheapest corrections
    untested: int
    missing: str = ""
    tests: int = 0  # how many untested claims that figure would test
    unsettled: int = 0  # figures of components where no correction and no end was found
    weighed: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything a report says of one suite; the one store of verdicts."""

    path: str
    title: str
    status: Status
    complete: bool
    policy: str
    claims: tuple[JudgedClaim, ...] = ()
    conflicts: tuple[JudgedConflict, ...] = ()
    corrections: tuple[tuple[tuple[str, ...], ...], ...] = ()
    quantities: tuple[JudgedQuantity, ...] = ()
    sources: tuple[Source, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    rules: tuple[Rule, ...] = ()
    expectations: tuple[JudgedExpectation, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    closing: Closing | None = None
    ended_by: str | None = None
    statistics: tuple[tuple[str, int], ...] = ()
    facts: Facts | None = None
    files: tuple[Path, ...] = ()  # the suite's own, as real paths
    beside: tuple[Path, ...] = ()  # packs of its own and sources' texts, where they are or would be
    certificate: dict[str, Any] | None = None  # the suite's part of one, if asked for
    coverage: tuple[SourceCoverage, ...] = ()  # of the sources at hand, if asked for
