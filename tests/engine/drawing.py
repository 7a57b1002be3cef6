"""A random suite in the making, around a planted point: its text and what that means.

Rules are drawn with `not`, `or`, `if` and `when` around quotients, roots, logarithms and steps, so
that undefined parts meet every connective; claims with face and loose sets, with readings under
conditions on a choice; assumptions, soft ones among them; dates, shares in per cent.
"""

from __future__ import annotations

import json
import math
import random
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from exact import Point, Truth, UnclearError, truth, value
from meaning import Choice, Entry, WildSuite, between, month, span
from relations import (
    Alike,
    Apply,
    Compared,
    Dated,
    Given,
    Joined,
    Name,
    Not,
    Number,
    OneOf,
    Pick,
    Relation,
    Value,
    indices,
    text,
)
from suites import decimal

from verify.interval import EVERYTHING, Interval
from verify.system import Variable


@dataclass
class Drawing:
    """A suite in the making; a relation may be drawn over some of its variables."""

    rng: random.Random
    shape: str
    variables: list[Variable] = field(default_factory=list)
    declared: dict[str, dict[str, object]] = field(default_factory=dict)
    point: list[Point] = field(default_factory=list)
    leaves: list[Name] = field(default_factory=list)  # numbers
    choices: list[int] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)
    rules: list[tuple[Relation, object]] = field(default_factory=list)
    entries: list[tuple[Entry, dict[str, object]]] = field(default_factory=list)
    curved: bool = False  # whether there are exponentials and logarithms, which are slow

    def draw(self) -> None:
        """Draw quantities, rules, claims and assumptions."""
        rng = self.rng
        self.curved = rng.random() < 0.03
        for _ in range(2 if self.shape == "finite" else rng.randint(2, 3)):
            self._quantity()
        if self.shape in ("finite", "dated") or rng.random() < 0.4:
            for _ in range(rng.randint(1, 2)):
                self._choice()
        if self.shape == "dated":
            self._dates()
        if self.shape in ("chain", "product"):
            self._derived(rng.randint(5, 7) if self.shape == "chain" else 2)
        if self.shape == "roots":
            self._roots()
        for _ in range(
            rng.randint(0, 2) if self.shape in ("chain", "roots") else rng.randint(1, 3)
        ):
            self._rule()
        for number in range(rng.randint(2, 6)):
            self.claim(number)
        if rng.random() < 0.4:
            self.assumption(soft=rng.random() < 0.5)

    def suite(self) -> WildSuite:
        """Return it as text and as meaning."""
        written = {
            "quantities": self.declared,
            "rules": [printed for _, printed in self.rules],
            "claims": [printed for entry, printed in self.entries if entry.claim],
            "assumptions": [printed for entry, printed in self.entries if not entry.claim],
        }
        return WildSuite(
            self.shape,
            json.dumps({key: part for key, part in written.items() if part}, indent=1),
            tuple(self.variables),
            tuple(relation for relation, _ in self.rules),
            tuple(entry for entry, _ in self.entries),
            tuple(self.point),
        )

    @property
    def names(self) -> list[str]:
        """The names of the quantities, by index."""
        return list(self.declared)

    # Quantities

    def add(self, declared: dict[str, object], variable: Variable, at: Point) -> int:
        """Add a variable; return its index."""
        self.declared[variable.id] = declared
        self.variables.append(variable)
        self.point.append(at)
        return len(self.variables) - 1

    def _quantity(self) -> None:
        rng, id_ = self.rng, f"q{len(self.variables)}"
        if self.shape == "finite":
            at, limits = Fraction(rng.randint(-2, 3)), Interval(Fraction(-2), Fraction(3))
            declared: dict[str, object] = {"domain": "integer", "min": "-2", "max": "3"}
            self.leaves.append(Name(self.add(declared, Variable(id_, "integer", limits), at)))
            return
        whole = self.shape == "whole" or rng.random() < 0.15
        at = Fraction(rng.randint(-4, 12), 1 if whole else rng.choice([1, 2, 4, 10]))
        if rng.random() < 0.3:
            at = Fraction(rng.randint(10, 400))
        declared = {"domain": "integer"} if whole else {"unit": "1"}
        share = not whole and rng.random() < 0.2
        if share:
            declared["unit"] = "%"
            at *= 100
        limits = EVERYTHING
        if at >= 0 and rng.random() < 0.6 and self.shape != "roots":
            if at > 0 and rng.random() < 0.3:
                declared["min"], limits = "> 0", Interval(Fraction(0), lower_open=True)
            else:
                declared["min"], limits = "0", Interval(Fraction(0))
        index = self.add(declared, Variable(id_, "integer" if whole else "real", limits), at)
        self.leaves.append(Name(index, Fraction(1, 100) if share else Fraction(1)))

    def _choice(self) -> None:
        names = ("a", "b", "c")[: self.rng.choice([2, 3])]
        variable = Variable(f"q{len(self.variables)}", "choice", EVERYTHING, names)
        at = self.rng.choice(names)
        self.choices.append(self.add({"choices": list(names)}, variable, at))

    def _dates(self) -> None:
        for _ in range(2):
            day = date(2025, 1, 1).toordinal() + self.rng.randint(0, 60)
            variable = Variable(f"q{len(self.variables)}", "date")
            self.dates.append(self.add({"domain": "date"}, variable, Fraction(day)))
        first, last = self.dates
        apart = Variable(f"q{len(self.variables)}")
        at = self.point[last], self.point[first]
        assert isinstance(at[0], Fraction)
        assert isinstance(at[1], Fraction)
        index = self.add({"unit": "day"}, apart, at[0] - at[1])
        rule = Compared("==", Name(index), Apply("-", (Name(last), Name(first))))
        self.rules.append((rule, text(rule, self.names)))

    def _derived(self, count: int) -> None:
        """Add quantities that rules define, each from the one before."""
        rng = self.rng
        for _ in range(count):
            last = self.leaves[-1] if self.shape == "chain" else rng.choice(self.leaves)
            other: Value = rng.choice(self.leaves[:3])
            if rng.random() < 0.5:
                other = Number(Fraction(rng.randint(1, 9), rng.choice([1, 2, 10])))
            operator = rng.choice(["+", "-", "*", "/"])
            self._define(Apply(operator, (last, other)))

    def _roots(self) -> None:
        """Add squares and magnitudes of quantities that have no lower limit."""
        for _ in range(self.rng.randint(1, 2)):
            x = self.leaves[self.rng.randrange(2)]
            square = self.rng.choice([Apply("*", (x, x)), Apply("**", (x,), Fraction(2))])
            terms = [square, square, Apply("abs", (x,)), Apply("max", (x, Apply("negate", (x,))))]
            self._define(self.rng.choice(terms))

    def _define(self, term: Value) -> None:
        """Add a quantity that a rule says is this term."""
        at = value(term, self.point)
        if not isinstance(at, Fraction) or len(str(at)) > 60:
            return
        index = self.add({"unit": "1"}, Variable(f"q{len(self.variables)}"), at)
        self.leaves.append(Name(index))
        rule = Compared("==", Name(index), term)
        self.rules.append((rule, text(rule, self.names)))

    # Rules

    def _rule(self) -> None:
        for _ in range(8):
            depth = 0 if self.shape == "roots" else self.rng.randint(0, 3)
            relation = self.true(self.relation(depth))
            if relation is None or not set(indices(relation)):
                continue
            if any(relation == known for known, _ in self.rules):
                continue  # a rule given twice is refused
            if self.rng.random() < 0.25:
                condition = self.relation(1)
                when = Given(condition, relation)
                if set(indices(condition)):
                    printed = {
                        "relation": text(relation, self.names),
                        "when": text(condition, self.names),
                    }
                    self.rules.append((when, printed))
                    return
            self.rules.append((relation, text(relation, self.names)))
            return

    def true(self, relation: Relation) -> Relation | None:
        """Return a relation, or its opposite, that the planted point satisfies; mostly."""
        found = truth(relation, self.point)
        if found is Truth.TRUE or self.rng.random() < 0.04:
            return relation
        if found is Truth.FALSE:
            return Not(relation)
        if found is Truth.UNDEFINED:
            return Joined("or", (relation, self._compare()))
        return None

    def relation(self, depth: int) -> Relation:
        """Draw a relation over the leaves, choices and dates."""
        rng = self.rng
        kind = rng.randrange(10)
        if depth == 0 or kind < 2:
            return self._atom()
        if kind < 4:
            return Not(self.relation(depth - 1))
        if kind < 7:
            parts = tuple(self.relation(depth - 1) for _ in range(rng.choice([2, 2, 3])))
            return Joined(rng.choice(["and", "or"]), parts)
        otherwise = self.relation(depth - 1) if rng.random() < 0.5 else None
        return Given(self.relation(depth - 1), self.relation(depth - 1), otherwise)

    def _atom(self) -> Relation:
        rng = self.rng
        kind = rng.randrange(8)
        if kind == 0 and self.choices:
            index = rng.choice(self.choices)
            names = self.variables[index].names
            return OneOf(index, frozenset(rng.sample(names, rng.randint(1, len(names) - 1))))
        if kind == 1 and len(self.choices) > 1:
            left, right = self.choices[:2]
            if self.variables[left].names == self.variables[right].names:
                return Alike(left, right, rng.random() < 0.5)
        if kind < 5 and self.dates:
            operator = rng.choice(["==", "!=", "<", "<=", ">", ">="])
            return Dated(operator, rng.choice(self.dates), *month(rng))
        return self._compare()

    def _compare(self) -> Relation:
        rng = self.rng
        left = self._value(2)
        right: Value = self._value(1)
        if rng.random() < 0.5:
            try:
                at = value(left, self.point)
            except UnclearError:
                at = None
            if isinstance(at, Fraction) and len(str(at)) < 30:
                right = Number(at + rng.choice([0, 0, 0, 1, -1]))
        return Compared(rng.choice(["==", "==", "!=", "<=", "<", ">=", ">"]), left, right)

    def _value(self, depth: int) -> Value:
        rng = self.rng
        kind = rng.randrange(14)
        if depth == 0 or kind < 4:
            if rng.random() < 0.8:
                return rng.choice(self.leaves)
            return Number(Fraction(rng.randint(-4, 9), rng.choice([1, 1, 2])))
        if kind < 10:
            operator = rng.choice(["+", "-", "*", "*", "/", "/", "min", "max", "sum"])
            parts = (self._value(depth - 1), self._value(depth - 1))
            return Apply(operator, parts)
        part = self._value(depth - 1)
        if kind < 12:
            powers = ["2", "3", "-1", "-2", "1/2", "1/3", "0", "2/3"]
            return Apply("**", (part,), Fraction(rng.choice(powers)))
        if kind == 12:
            steps = ["sqrt", "sqrt", "abs", "negate", "floor", "ceil", "round"]
            if self.curved:
                steps = ["log", "exp"]
            return Apply(rng.choice(steps), (part,))
        return Pick(self.relation(0), part, self._value(depth - 1))

    # Claims and assumptions

    def claim(self, number: int) -> None:
        """Add a claim about some variable, or with readings where there are choices."""
        rng, id_ = self.rng, f"c{number}"
        if len(self.choices) > 0 and rng.random() < 0.45:
            printed: dict[str, object] = {"id": id_, "readings": {}}
            readings, choices = {}, []
            for name in ("r", "s", "t")[: rng.choice([2, 2, 3])]:
                index = self._subject()
                choice, said = self.said(index, 0.6)
                condition = None
                reading: dict[str, object] = {"about": self.names[index], "value": said}
                if rng.random() < 0.6:
                    which = rng.choice(self.choices)
                    names = self.variables[which].names
                    condition = OneOf(which, frozenset(rng.sample(names, 1)))
                    reading["when"] = text(condition, self.names)
                readings[name] = reading
                choices.append(Choice(index, choice.loose, choice.face, condition))
            printed["readings"] = readings
            self.entries.append((Entry(id_, tuple(choices)), printed))
            return
        index = self._subject()
        choice, said = self.said(index, 0.75)
        self.entries.append(
            (Entry(id_, (choice,)), {"id": id_, "about": self.names[index], "value": said})
        )

    def _subject(self) -> int:
        return self.rng.randrange(len(self.variables))

    def said(self, index: int, truthful: float) -> tuple[Choice, str]:
        """Return what a claim about a variable says, and how it is written."""
        rng, at, variable = self.rng, self.point[index], self.variables[index]
        honest = rng.random() < truthful
        if isinstance(at, str):
            chosen = {at} if honest else {rng.choice([n for n in variable.names if n != at])}
            if len(variable.names) > 2 and rng.random() < 0.3:
                chosen.add(rng.choice(variable.names))
            said: Relation = OneOf(index, frozenset(chosen))
            return Choice(index, said, said), " | ".join(sorted(chosen))
        assert isinstance(at, Fraction)
        if variable.domain == "date":
            first, until, printed = month(rng)
            if honest:
                day = date.fromordinal(int(at))
                first, until, printed = span(day.year, day.month)
            said = Dated("==", index, first, until, printed)
            return Choice(index, said, said), printed
        unit = self.declared[variable.id].get("unit", "1")
        suffix = "" if unit == "1" else f" {unit}"
        if rng.random() < 0.4:
            beside = at + rng.choice([1, -1, 1, 17, -30]) * Fraction(10) ** (len(str(int(at))) - 2)
            figure = self._figure(index, at if honest else beside)
            if figure is not None:
                choice, said_text = figure
                return choice, said_text + suffix
        low, high, open_low, open_high = self._bracket(at, honest)
        said = between(index, low, high, open_low, open_high)
        left, right = "([)]"[1 - open_low], "([)]"[3 - open_high]
        return Choice(index, said, said), f"{left}{decimal(low)}, {decimal(high)}{right}{suffix}"

    def _bracket(self, at: Fraction, honest: bool) -> tuple[Fraction, Fraction, bool, bool]:
        rng = self.rng
        grain = 1000
        low = Fraction(math.floor(at * grain), grain)
        high = Fraction(math.ceil(at * grain), grain)
        below, above = (Fraction(rng.choice([0, 0, 1, 2, 8]), 4) for _ in range(2))
        open_low = below > 0 and rng.random() < 0.4
        open_high = above > 0 and rng.random() < 0.4
        low, high = low - below, high + above
        if honest:
            return low, high, open_low, open_high
        if rng.random() < 0.5:  # missed by strictness alone, where the planted value is short
            return high, high + 1, True, open_high
        far = rng.choice([1, 5, 40])
        return low + far, high + far, open_low, open_high

    def _figure(self, index: int, at: Fraction) -> tuple[Choice, str] | None:
        """Write a round figure near a value: its loose set is twice as wide as its face set."""
        size = abs(at)
        if size < 10 or size > 10**6 or at < 0:
            return None
        digits = len(str(math.floor(size))) - 2
        unit = Fraction(10**digits)
        figure = Fraction(round(size / unit)) * unit
        if figure % 10 or figure < 10:
            return None
        if figure >= unit * 100:  # it was rounded up to one digit more
            unit *= 10
        face = between(index, figure - unit / 2, figure + unit / 2, False, False)
        about = self.rng.random() < 0.5
        wide = max(unit, figure / 10) if about else unit
        loose = between(index, figure - wide, figure + wide, False, False)
        return Choice(index, loose, face), f"{'~' if about else ''}{figure}"

    def assumption(self, soft: bool) -> None:
        """Add an assumption: a relation or a value."""
        id_ = f"u{len(self.entries)}"
        printed: dict[str, object] = {"id": id_, "soft": soft}
        relation = self.true(self.relation(1)) if self.rng.random() < 0.5 else None
        if relation is not None and set(indices(relation)):
            printed["relation"] = text(relation, self.names)
            index = next(indices(relation))
            choice = Choice(index, relation, relation)
        else:
            index = self._subject()
            choice, said = self.said(index, 0.6)
            printed |= {"about": self.names[index], "value": said}
        self.entries.append((Entry(id_, (choice,), soft, claim=False), printed))
