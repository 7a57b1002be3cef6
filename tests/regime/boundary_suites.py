"""Suites as data: quantities, rules and claims with the sets they mean, as text and as meaning.

`boundary_drawing` draws them, `laws` changes them, and an oracle judges what they mean.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from exact import Point
from meaning import Choice, Entry, WildSuite
from printed import Ends, Printed, decimal
from relations import ALWAYS, Compared, Given, Joined, Name, Number, OneOf, Relation, text

from verify.interval import EVERYTHING, Interval
from verify.system import Variable

ONE = Fraction(1)
ANY = Ends(None, None, True, True)


@dataclass(frozen=True)
class Quantity:
    """A quantity, its planted value, and what one of its unit is worth; or a choice."""

    id: str
    at: Point
    unit: str = "1"
    worth: Fraction = ONE
    whole: bool = False
    limits: Ends = ANY
    names: tuple[str, ...] = ()

    @property
    def declared(self) -> dict[str, object]:
        """The declaration."""
        if self.names:
            return {"choices": list(self.names)}
        found: dict[str, object] = {"domain": "integer"} if self.whole else {"unit": self.unit}
        if self.limits.low is not None:
            found["min"] = f"{'> ' * self.limits.open_low}{decimal(self.limits.low)}"
        if self.limits.high is not None:
            found["max"] = f"{'< ' * self.limits.open_high}{decimal(self.limits.high)}"
        return found

    @property
    def variable(self) -> Variable:
        """The variable that the oracle knows it by."""
        if self.names:
            return Variable(self.id, "choice", EVERYTHING, self.names, self.id)
        ends = self.limits
        limits = Interval(ends.low, ends.high, ends.open_low, ends.open_high)
        return Variable(self.id, "integer" if self.whole else "real", limits, (), self.id)


@dataclass(frozen=True)
class Reading:
    """What a claim says of one quantity: a figure or a name, perhaps under a condition."""

    index: int
    said: Printed | str
    condition: OneOf | None = None

    @property
    def keys(self) -> Mapping[str, object]:
        """The keys that say it."""
        return {"value": self.said} if isinstance(self.said, str) else self.said.keys

    @property
    def choice(self) -> Choice:
        """What it means."""
        if isinstance(self.said, str):
            named = OneOf(self.index, frozenset([self.said]))
            return Choice(self.index, named, named, self.condition)
        loose, face = (inside(self.index, ends) for ends in (self.said.loose, self.said.face))
        return Choice(self.index, loose, face, self.condition)


@dataclass(frozen=True)
class Claimed:
    """A claim with one reading or several; or an assumption, which may be a relation."""

    id: str
    readings: tuple[Reading, ...]
    assumed: bool = False
    soft: bool = False
    relation: Relation | None = None

    @property
    def entry(self) -> Entry:
        """What it means."""
        choices = tuple(reading.choice for reading in self.readings)
        if self.relation is not None:
            choices = (Choice(0, self.relation, self.relation),)
        return Entry(self.id, choices, self.soft, claim=not self.assumed)


@dataclass(frozen=True)
class Rule:
    """A relation, and the condition under which it holds."""

    relation: Relation
    when: OneOf | None = None

    @property
    def meaning(self) -> Relation:
        """Both as one relation."""
        return self.relation if self.when is None else Given(self.when, self.relation)


@dataclass(frozen=True)
class Suite:
    """A suite; `named` is how rules write each quantity, if not by its name."""

    quantities: tuple[Quantity, ...]
    rules: tuple[Rule, ...]
    claims: tuple[Claimed, ...]
    named: tuple[str, ...] = ()

    @property
    def names(self) -> Sequence[str]:
        """How rules write the quantities."""
        return self.named or [quantity.id for quantity in self.quantities]

    def text(self) -> str:
        """Write the claims file, as JSON, which YAML reads."""
        written = {
            "quantities": {each.id: each.declared for each in self.quantities},
            "rules": [self._rule(rule) for rule in self.rules],
            "claims": [self._claim(each) for each in self.claims if not each.assumed],
            "assumptions": [self._claim(each) for each in self.claims if each.assumed],
        }
        return json.dumps({key: part for key, part in written.items() if part}, indent=1)

    def _rule(self, rule: Rule) -> object:
        relation = text(rule.relation, self.names)
        if rule.when is None:
            return relation
        return {"relation": relation, "when": text(rule.when, self.names)}

    def _claim(self, claim: Claimed) -> dict[str, object]:
        printed: dict[str, object] = {"id": claim.id}
        if claim.assumed:
            printed["soft"] = claim.soft
        if claim.relation is not None:
            return printed | {"relation": text(claim.relation, self.names)}
        if len(claim.readings) == 1 and claim.readings[0].condition is None:
            (only,) = claim.readings
            return printed | {"about": self.quantities[only.index].id, **only.keys}
        readings = {}
        for name, reading in zip("rst", claim.readings, strict=False):
            readings[name] = {"about": self.quantities[reading.index].id, **reading.keys}
            if reading.condition is not None:
                readings[name]["when"] = text(reading.condition, self.names)
        return printed | {"readings": readings}

    def meaning(self) -> WildSuite:
        """Return what the text means."""
        return WildSuite(
            "boundary",
            self.text(),
            tuple(quantity.variable for quantity in self.quantities),
            tuple(rule.meaning for rule in self.rules),
            tuple(claim.entry for claim in self.claims),
            tuple(quantity.at for quantity in self.quantities),
        )

    def kept(self, ids: frozenset[str]) -> Suite:
        """Return the suite with some claims and assumptions alone."""
        return replace(self, claims=tuple(each for each in self.claims if each.id in ids))

    def literal(self) -> Suite | None:
        """Return the suite with every figure's loose set written out, if it can be written."""
        claims = []
        for claim in self.claims:
            readings = []
            for reading in claim.readings:
                if isinstance(reading.said, Printed):
                    loose = reading.said.loose
                    if any(
                        end is not None and Fraction(decimal(end)) != end
                        for end in (loose.low, loose.high)
                    ):
                        return None
                    unit = self.quantities[reading.index].unit
                    suffix = "" if unit == "1" else f" {unit}"
                    said = Printed({"value": loose.text() + suffix}, loose, loose)
                    reading = replace(reading, said=said)
                readings.append(reading)
            claims.append(replace(claim, readings=tuple(readings)))
        return replace(self, claims=tuple(claims))


def inside(index: int, ends: Ends) -> Relation:
    """Say that a quantity lies in a set."""
    parts: list[Relation] = []
    if ends.low is not None:
        parts.append(Compared(">" if ends.open_low else ">=", Name(index), Number(ends.low)))
    if ends.high is not None:
        parts.append(Compared("<" if ends.open_high else "<=", Name(index), Number(ends.high)))
    return Joined("and", tuple(parts)) if parts else ALWAYS
