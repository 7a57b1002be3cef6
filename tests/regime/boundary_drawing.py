"""Random suites biased to boundaries: ends that touch at a planted point, open or closed.

Every quantity's claims lean to the planted value, or miss it by strictness alone, by a hair, by
half a unit or by far; limits, whole numbers, zeros, conditions and readings stand in the way.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from boundary_suites import Claimed, Quantity, Reading, Rule, Suite
from exact import value
from printed import (
    MODES,
    Ends,
    Printed,
    about,
    between,
    bound,
    decimal,
    exact,
    literal,
    months,
    nearly,
    plain,
    rounded,
    within,
)
from relations import Apply, Compared, Name, Number, OneOf, Pick, Value

HAIR = Fraction(1, 10**11)  # below any slack that a program could allow itself
UNITS = {"kW": Fraction(1000), "MW": Fraction(10**6), "W": Fraction(1)}
_KINDS = (
    *("+", "+", "-", "*", "*", "/", "/", "min", "max", "floor", "round", "abs", "square", "pick"),
    *("when", "units", "share", "days", "whole", "whole", "alone", "alone"),
)


def boundary_suite(seed: int, *, honest: bool = False) -> Suite:
    """Return the suite of a seed; if honest, the planted point satisfies all of it at face."""
    return _Drawing(random.Random(seed), _KINDS[seed % len(_KINDS)], honest).suite()


class _Drawing:
    """A suite in the making."""

    def __init__(self, rng: random.Random, kind: str, honest: bool) -> None:
        self.rng, self.kind, self.honest = rng, kind, honest
        self.quantities: list[Quantity] = []
        self.rules: list[Rule] = []
        self.claims: list[Claimed] = []
        self.sides: list[str] = []  # of each quantity, the end that should touch
        self.status = -1  # the index of the choice
        self.beside: dict[str, Fraction] = {}  # the planted value of what a rule compares it with

    def suite(self) -> Suite:
        """Draw it."""
        self._template()
        self._limit()
        self._order()
        self._claims()
        return Suite(tuple(self.quantities), tuple(self.rules), tuple(self.claims))

    # Quantities and rules

    def _add(self, at: Fraction | str, side: str = "", **more: object) -> Name:
        names = ("a", "b") if isinstance(at, str) else ()
        made = Quantity(f"q{len(self.quantities)}", at, names=names)
        made = replace(made, **more)  # type: ignore[arg-type]
        self.quantities.append(made)
        self.sides.append(side)
        return Name(len(self.quantities) - 1, made.worth)

    def _number(self) -> Fraction:
        rng = self.rng
        kind = rng.randrange(8)
        if kind == 0:
            return Fraction(0)
        if kind == 1:
            return Fraction(rng.choice([10, 20, 100, 250, 300, 1000]))
        if kind < 5:
            return Fraction(rng.randint(-9, 30), 2)
        return Fraction(rng.randint(1, 40), rng.choice([1, 1, 4, 10]))

    def _define(self, term: Value, side: str, **more: object) -> None:
        """Add a quantity that a rule says is this term."""
        at = value(term, [quantity.at for quantity in self.quantities])
        assert isinstance(at, Fraction)
        worth = more.get("worth", Fraction(1))
        assert isinstance(worth, Fraction)
        made = self._add(at / worth, side, **more)
        self.rules.append(Rule(Compared("==", made, term)))

    def _choice(self) -> OneOf:
        self._add(self.rng.choice("ab"))
        self.status = len(self.quantities) - 1
        return OneOf(self.status, frozenset("a"))

    def _template(self) -> None:
        rng = self.rng
        up, down = rng.choice([("high", "low"), ("low", "high")])
        match self.kind:
            case "+" | "*" | "min" | "max":
                x, y = self._add(self._number(), up), self._add(self._number(), up)
                self._define(Apply(self.kind, (x, y)), down)
            case "-":
                x, y = self._add(self._number(), up), self._add(self._number(), down)
                self._define(Apply("-", (x, y)), down)
            case "/":
                divisor = self._number() or Fraction(4)
                x = self._add(self._number() * divisor, up)
                self._define(Apply("/", (x, self._add(divisor, down))), down)
            case "floor":
                x = self._add(self._number(), up)
                self._define(Apply(rng.choice(["floor", "ceil"]), (x,)), down)
            case "round":
                self._define(Apply("round", (self._add(self._number(), up),)), down)
            case "abs":
                self._define(Apply("abs", (self._add(self._number(), up),)), down)
            case "square":
                self._define(Apply("**", (self._add(self._number(), up),), Fraction(2)), down)
            case "pick":
                condition = self._choice()
                x, y = self._add(self._number(), up), self._add(self._number(), up)
                self._define(Pick(condition, x, y), down)
            case "when":
                condition = self._choice()
                x = self._add(self._number(), up)
                self._define(Apply("+", (x, Number(Fraction(rng.randint(1, 3))))), down)
                self.rules[-1] = replace(self.rules[-1], when=condition)
                if self.quantities[self.status].at == "b":  # the rule does not speak of this
                    self.quantities[-1] = replace(self.quantities[-1], at=self._number())
            case "units":
                units = rng.sample(sorted(UNITS), 3)
                x, y = (
                    self._add(self._number(), up, unit=unit, worth=UNITS[unit])
                    for unit in units[:2]
                )
                self._define(Apply("+", (x, y)), down, unit=units[2], worth=UNITS[units[2]])
            case "share":
                x = self._add(self._number(), up, unit="%", worth=Fraction(1, 100))
                self._define(Apply("*", (x, self._add(self._number(), up))), down)
            case "days":
                x = self._add(Fraction(rng.choice([91, 92, 180, 365])), up, unit="day")
                self._define(
                    Apply("+", (x, self._add(self._number(), up, unit="day"))), down, unit="day"
                )
            case "whole":
                x = self._add(Fraction(rng.randint(-3, 9)), up, whole=True)
                by = Fraction(rng.choice([2, 3, 10]))
                operator = rng.choice("*/") if rng.random() < 0.5 else "+"
                if operator == "/" and by == 3:
                    by = Fraction(5)  # what is planted can be written in decimals
                self._define(Apply(operator, (x, Number(by))), down)
            case _:
                self._add(self._number(), up)
                self._add(self._number(), down)

    def _limit(self) -> None:
        """Give some quantities a least or a greatest value, often one that touches."""
        for index, quantity in enumerate(self.quantities):
            if isinstance(quantity.at, str) or self.rng.random() > 0.35:
                continue
            assert isinstance(quantity.at, Fraction)
            by = self.rng.choice([Fraction(0), Fraction(0), Fraction(1, 2), Fraction(2)])
            strict = by > 0 and self.rng.random() < 0.6
            limits = Ends(quantity.at - by, None, strict, True)
            if self.rng.random() < 0.3:
                limits = Ends(None, quantity.at + by, True, strict)
            if any(
                end is not None and Fraction(decimal(end)) != end
                for end in (limits.low, limits.high)
            ):
                continue
            self.quantities[index] = replace(quantity, limits=limits)

    def _order(self) -> None:
        """Sometimes say that one quantity is below, above or unlike another."""
        plain_ones = [n for n, q in enumerate(self.quantities) if q.unit == "1" and not q.names]
        if len(plain_ones) < 2 or self.rng.random() > (0.8 if self.kind == "alone" else 0.3):
            return
        one, other = self.rng.sample(plain_ones, 2)
        a, b = self.quantities[one].at, self.quantities[other].at
        assert isinstance(a, Fraction)
        assert isinstance(b, Fraction)
        operator = (
            "<=" if a == b else self.rng.choice(["<", "<=", "!="] if a < b else [">", ">=", "!="])
        )
        self.rules.append(Rule(Compared(operator, Name(one), Name(other))))
        self.beside |= {self.quantities[one].id: b, self.quantities[other].id: a}

    # Claims

    def _claims(self) -> None:
        rng = self.rng
        subjects = [n for n in range(len(self.quantities)) if rng.random() < 0.9]
        subjects += [rng.randrange(len(self.quantities)) for _ in range(rng.choice([0, 1, 1]))]
        liar = rng.choice(subjects or [0])
        for number, index in enumerate(subjects or [0, 1]):
            honest = self.honest or (index != liar and rng.random() < 0.9) or rng.random() < 0.3
            assumed = rng.random() < 0.15
            several = not assumed and rng.random() < 0.15
            readings = [self._reading(index, honest, assumed or several)]
            if several:
                other_index = rng.randrange(len(self.quantities))
                readings.append(self._reading(other_index, rng.random() < 0.5, True))
                if self.status >= 0 and rng.random() < 0.6:
                    at = self.quantities[self.status].at
                    assert isinstance(at, str)
                    names = frozenset(at if self.honest else rng.choice("ab"))
                    readings[0] = replace(readings[0], condition=OneOf(self.status, names))
                    other = frozenset("ab") - names
                    readings[1] = replace(readings[1], condition=OneOf(self.status, other))
                rng.shuffle(readings)
            soft = assumed and rng.random() < 0.5
            id_ = f"{'u' if assumed else 'c'}{number}"
            self.claims.append(Claimed(id_, tuple(readings), assumed, soft))

    def _reading(self, index: int, honest: bool, written: bool) -> Reading:
        quantity = self.quantities[index]
        at = quantity.at
        if isinstance(at, str):
            return Reading(index, at if honest else "ba"["ab".index(at)])
        assert isinstance(at, Fraction)
        return Reading(index, self._said(quantity, at, self.sides[index], honest, written))

    def _said(
        self, quantity: Quantity, at: Fraction, side: str, honest: bool, written: bool
    ) -> Printed:
        """Return what is said of a quantity; assumptions and readings have no figures."""
        rng = self.rng
        unit, factor = quantity.unit, Fraction(1)
        if unit in UNITS and rng.random() < 0.5:
            unit = rng.choice(sorted(UNITS))
            factor = UNITS[unit] / quantity.worth
            at /= factor
        if not honest:
            special = self._special(quantity, at * factor)
            if special is not None:
                return special if unit == "1" else special.of(quantity.unit)
        elif self.kind == "alone" and quantity.id in self.beside and rng.random() < 0.7:
            return literal(Ends(at, at))
        drawn = () if written else _candidates(rng, at, unit)
        candidates = [each for each in drawn if (at in each.face) == honest]
        touching = [each for each in candidates if at in _ends(each, side)]
        wanted = touching if touching and rng.random() < 0.8 else candidates
        found = rng.choice(wanted or [self._literal(at, side, honest)])
        if "months" in str(found.keys.get("figure")) or unit == "1":
            return found
        return found.of(unit, factor)

    def _special(self, quantity: Quantity, at: Fraction) -> Printed | None:
        """Lie about an order, a limit, a whole number or a divisor, but only just."""
        rng = self.rng
        ends = quantity.limits
        beside = self.beside.get(quantity.id, at)
        if beside != at and rng.random() < 0.6:
            return literal(Ends(beside, beside))
        if quantity.whole and rng.random() < 0.6:
            part = Fraction(rng.choice([0, 1]), 4)
            return literal(Ends(at + part, at + 1 - part, not part, not part))
        if self.kind == "/" and quantity.id == "q1" and rng.random() < 0.6:
            return literal(Ends(Fraction(0), Fraction(0)))
        if ends.low is not None and rng.random() < 0.6:
            return literal(Ends(ends.low - rng.choice([0, 1]), ends.low))
        if ends.high is not None and rng.random() < 0.6:
            return literal(Ends(ends.high, ends.high + rng.choice([0, 1])))
        return None

    def _literal(self, at: Fraction, side: str, honest: bool) -> Printed:
        rng = self.rng
        below, above = (rng.choice([Fraction(0), Fraction(1, 4), Fraction(3)]) for _ in range(2))
        below, above = (below, Fraction(0)) if side == "high" else (Fraction(0), above)
        if honest:
            low_open, high_open = below > 0 and rng.random() < 0.3, above > 0 and rng.random() < 0.3
            return literal(Ends(at - below, at + above, low_open, high_open))
        far = rng.choice([Fraction(0), HAIR, Fraction(1, 200) * (abs(at) or 1), Fraction(7)])
        if side == "high":
            return literal(Ends(at - far - 1, at - far, False, far == 0))
        return literal(Ends(at + far, at + far + 1, far == 0, False))


def _ends(printed: Printed, side: str) -> tuple[Fraction | None, ...]:
    sets = printed.loose, printed.face
    return tuple(each.high if side == "high" else each.low for each in sets)


def _candidates(rng: random.Random, at: Fraction, unit: str) -> Iterator[Printed]:
    """Yield figures of one style whose sets hold a value, end at it or miss it."""
    style = rng.randrange(13)
    if unit == "day" and rng.random() < 0.6:
        yield from (months(count) for count in (3, 6, 12))
        return
    if style < 3:
        if Fraction(decimal(at)) == at and len(decimal(at)) < 12:
            yield exact(decimal(at))
        return
    if style < 5:
        return  # written out
    mode, word = rng.choice(MODES), rng.choice(["over", "at least", "under", "up to"])
    for text in _texts(at):
        negative = text.startswith("-")
        if style < 8:
            yield rounded(text, mode)
        elif style == 8 and Fraction(text):
            if set(text.strip("-.0")) - {"."} and len(text.strip("-0.")) <= 2 and "." not in text:
                yield rounded(text, "nearest" if mode == "half_even" else mode, 2)
            yield within(text, 5)
        elif style == 9:
            yield plain(text)
            if not negative and "." not in text:
                yield between(text, str(int(text) + 2))
        elif style == 10:
            yield about(text)
            if not negative and Fraction(text):
                yield nearly(text)
        elif style > 10 and not negative and Fraction(text):
            yield bound(word, text)


def _texts(at: Fraction) -> Iterator[str]:
    """Yield numbers near a value, rounded to tenths, ones and tens, with all their digits."""
    for step in (Fraction(1, 10), Fraction(1), Fraction(10)):
        if abs(at) > 10**6 or (step == 10 and abs(at) < 100):
            continue
        for number in range(-2, 3):
            count = round(at / step + Fraction(number, 2))
            if step < 1:
                yield f"{'-' * (count < 0)}{abs(count) // 10}.{abs(count) % 10}"
            else:
                yield str(count * int(step))
