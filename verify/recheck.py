"""Whether a certificate proves what it says: exact rationals, and nothing but the standard library.

It shares no code with what wrote the certificate, which is why it is one module and a long one.
A certificate is a JSON object:

    {"version": 1, "digest": …, "suites": [{"path", "title", "components": [component…]}]}

`digest` is the SHA-256 of the rest, written with sorted keys and without spaces. A component has

    "variables": [{"id", "domain": "real" | "integer" | "date" | "choice", "limits": interval,
                   "names": [a choice's names]}]
    "constraints": [{"role": "rule" | "claim" | "assumption", "id",
                     "level": "both" | "loose" | "face" | "reading", "formula"}]
    "consistent": [{"without": [ids], "constraints": [numbers], "witness"}]
    "conflicts": [{"claims": [ids], "assumptions": [ids], "severity", "constraints": [numbers],
                   "proof", "fewer": [{"without": id, "constraints": [numbers], "witness"}],
                   "loosely": null | {"constraints": [numbers], "witness"}}]

A number is text, "3" or "-5/4"; an interval {"lower", "upper", "lower_open", "upper_open"} with
null where it is unbounded. Variables and constraints are numbered from 0 within the component.

    term      number | {"variable": n} | {"operator", "operands": [terms]}, and a power's "exponent"
    formula   {"compare": "==" | "!=" | "<=" | "<", "left": term, "right": term}
              {"among": n, "names": [names]} | {"same": [n, m], "equal": true | false}
              {"every": [formulas]} | {"some": [formulas]}
    witness   null, or for each variable a number, a choice's name, or a span {"lower", "upper",
              "given": [constraint, number]} that holds a value with which an equation is true,
              whatever the values of the variables before it exactly are: the comparison of that
              number, in order, of all that the constraint's formula is made of
    proof     null, or {"steps": [steps], "end": end}
    step      {"narrow": n, "by": constraint, "values": interval | [names]}
              {"sum": [[number, constraint, conjunct]…]}
              {"product": [[whole number, constraint, conjunct]…]}
              {"corner": [n, m], "ends": [number, number], "above": [true | false, true | false]}
    end       {"empty": constraint} | {"parity": constraint}
              {"split": n, "at": number, "below": proof, "above": proof}
              {"cases": constraint, "parts": [proofs]} | {"names": n, "parts": [proofs]}

A conflict's constraints are the rules' and one of each member: loose ones, at face those of
severity "rounding", any of its readings for "conditional". The conjuncts of a constraint are what
its nested `every` are made of, in order. A sum or product is a further constraint, with the next
free number, and so is each part of "cases" in its proof. A sum says Σ number * (left - right)
compared with 0, multiplied out as far as no product has more than 40 terms and no power is above
8, where an equation with a quotient on one side counts as multiplied by its divisor; a product
says Π (left / right) ** whole number == 1, of monomials in variables all positive; a corner says
that (n - its end) * (m - its end) is at least 0, or at most 0 if just one of them is `above`.

A "narrow" is accepted if one pass of its constraint, forward and backward (HC4, Benhamou et al.
1999), leaves no more of the variable than `values`, and what is known of it is then the part that
lies in them. What rests on a solver alone is null: it is counted, and not checked.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any

MOST_BYTES = 32_000_000  # of a file: that of 10,000 claims has 12 MB and 490,000 values
_VALUES = 2_000_000  # of a file
_DIGITS = 4_000  # of a number in the file, above or below the line
_DEPTH = 200  # of formulas, and of proofs
_WORK = 20_000_000  # operations, each about a microsecond or two: see `_price`
_WIDE, _KEPT = 12_288, 6_144  # bits beyond which a number is rounded outward, and what is kept
_FAR = 50_000  # binary orders of magnitude that numbers are kept within
_BITS = 384  # of a root, exponential or logarithm
_LARGEST = 400_000  # bits of a power
_ORDER = 1_024  # of a root
_TERMS, _HIGHEST = 40, 8  # up to where terms are multiplied out

Number = Any  # Fraction, or an infinite float
Cut = tuple[Number, int]  # (x, 0) is just below x and (x, 1) just above
Interval = tuple[Cut, Cut]
Value = Any  # Interval, or a frozenset of names
Spend = Callable[[int], None]  # takes note of so many operations, or raises `BrokenError`

_ONE = Fraction(1)
_INFINITY = math.inf
_ALL: Interval = (-_INFINITY, 1), (_INFINITY, 0)
_POSITIVE: Interval = (Fraction(0), 1), (_INFINITY, 0)
_NOT_NEGATIVE: Interval = (Fraction(0), 0), (_INFINITY, 0)


class BrokenError(Exception):
    """The file is no certificate; the text says why in one sentence."""


class _UnprovedError(Exception):
    """A step does not follow: where, and why not."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What is not proved: its place in the file, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """How much was proved, how much rests on a solver alone, and what failed."""

    conflicts: int
    sets: int
    uncertified: int
    failures: tuple[Failure, ...]


def load(text: bytes) -> Any:
    """Read a file; numbers are text, so that JSON numbers are small and whole."""
    if len(text) > MOST_BYTES:
        raise BrokenError(f"it is longer than {MOST_BYTES:,} bytes")
    if sum(map(text.count, (b"[", b"{", b","))) > _VALUES:  # an upper bound, before any is built
        raise BrokenError(f"it has more than {_VALUES:,} values")
    try:
        return json.loads(
            text.decode("utf-8"),
            object_pairs_hook=_object,
            parse_float=_refused,
            parse_constant=_refused,
            parse_int=lambda digits: int(digits) if len(digits) < 10 else _refused(digits),
        )
    except (ValueError, RecursionError) as error:
        raise BrokenError(f"it is no JSON that a certificate could be: {error}") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _refused("a key that is there twice")


def _refused(text: str) -> Any:
    raise ValueError(f"unexpected {text[:20]}")


def digest(data: dict[str, Any]) -> str:
    """Return the SHA-256 of a certificate without its digest, in hexadecimal."""
    rest = {key: value for key, value in data.items() if key != "digest"}
    return hashlib.sha256(
        json.dumps(rest, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def recheck(data: Any) -> Report:
    """Check every proof and witness of a certificate; raises `BrokenError` if it is none."""
    checker = _Checker(_WORK)
    try:
        checker.certificate(data)
    except RecursionError:
        raise BrokenError("it is nested too deep") from None
    return Report(checker.proved, checker.witnessed, checker.uncertified, tuple(checker.failures))


class Premises:
    """The variables and constraints of one component, whose proofs are followed one by one."""

    def __init__(self, variables: Any, constraints: Any) -> None:
        self._component = _component(variables, constraints, "component")

    def refuted(self, constraints: Sequence[int], proof: Any, work: int) -> Failure | None:
        """Tell where the proof that some constraints cannot all hold does not follow.

        Raises `BrokenError` if it is no proof, or would take more than `work` operations.
        """
        checker = _Checker(most=work)
        try:
            return self._component.refuted(constraints, proof, "proof", checker.spend)
        except RecursionError:
            raise BrokenError("it is nested too deep") from None


# Reading


@dataclass(frozen=True, slots=True)
class _Slot:
    """A variable by its number; a bare Fraction is a constant."""

    number: int


@dataclass(frozen=True, slots=True)
class _Operation:
    """An operation on terms; `size` is how many terms it is made of."""

    operator: str
    operands: tuple[Any, ...]
    exponent: Fraction = _ONE
    size: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", 1 + sum(map(_size, self.operands)))


@dataclass(frozen=True, slots=True)
class _Compare:
    operator: str
    left: Any
    right: Any


@dataclass(frozen=True, slots=True)
class _Names:
    """Choices: `numbers` take one of the names, or (without names) the same or another."""

    numbers: tuple[int, ...]
    names: frozenset[str] | None
    equal: bool = True


@dataclass(frozen=True, slots=True)
class _Parts:
    every: bool
    parts: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Variable:
    domain: str
    names: tuple[str, ...]
    start: Value


@dataclass(frozen=True, slots=True)
class _Constraint:
    role: str
    id: str
    level: str
    formula: Any


@dataclass(frozen=True, slots=True)
class _Component:
    variables: list[_Variable]
    constraints: list[_Constraint]
    nothing: bool  # whether some variable has no value from the start

    def expected(self, without: Set[str], only: Set[str] | None, level: str) -> set[int]:
        """Return the rules and the constraints of some items, or all but some, at a level."""
        return {
            number
            for number, each in enumerate(self.constraints)
            if each.role == "rule"
            or (
                each.level in ("both", level)
                and each.id not in without
                and (only is None or each.id in only)
            )
        }

    def refuted(self, chosen: Sequence[int], proof: Any, path: str, spend: Spend) -> Failure | None:
        """Follow the proof that some constraints cannot all hold; tell where it does not."""
        known = {number: self.constraints[number].formula for number in chosen}
        box = [variable.start for variable in self.variables]
        run = _Refutation(self.variables, len(self.constraints), spend)
        try:
            run.proof(proof, path, known, box, 0, self.nothing)
        except _UnprovedError as error:
            return Failure(error.args[0] or path, error.args[1])
        return None


_UNARY = {"negate", "abs", "exp", "log", "floor", "ceil", "round", "power"}
_BINARY = {"add", "subtract", "multiply", "divide", "min", "max"}
_NUMBER = re.compile(r"-?[0-9]+(/[0-9]+)?")


def _fields(node: Any, path: str, *names: str) -> list[Any]:
    if not isinstance(node, dict) or set(node) != set(names):
        raise BrokenError(f"{path or 'it'} should be an object of {', '.join(names)}")
    return [node[name] for name in names]


def _list(node: Any, path: str) -> list[Any]:
    if not isinstance(node, list):
        raise BrokenError(f"{path} should be a list")
    return node


def _texts(node: Any, path: str) -> list[str]:
    if not all(isinstance(each, str) for each in _list(node, path)) or len(set(node)) < len(node):
        raise BrokenError(f"{path} should be a list of different names")
    return list(node)


def _place(node: Any, path: str, below: int) -> int:
    if type(node) is not int or not 0 <= node < below:
        raise BrokenError(f"{path} should be a whole number from 0 to {below - 1}")
    return node


def _number(node: Any, path: str) -> Fraction:
    if not isinstance(node, str) or len(node) > 2 * _DIGITS or not _NUMBER.fullmatch(node):
        raise BrokenError(f"{path} should be a number, as text")
    above, _, below = node.partition("/")
    if max(len(above), len(below)) > _DIGITS or (below and not below.strip("0")):
        raise BrokenError(f"{path} should be a number of at most {_DIGITS} digits")
    return Fraction(int(above), int(below or 1))


def _interval(node: Any, path: str) -> Interval:
    lower, upper, low_open, high_open = _fields(
        node, path, "lower", "upper", "lower_open", "upper_open"
    )
    if type(low_open) is not bool or type(high_open) is not bool:
        raise BrokenError(f"{path} should say which ends are open")
    low: Cut = _ALL[0] if lower is None else (_number(lower, f"{path}.lower"), int(low_open))
    high: Cut = _ALL[1] if upper is None else (_number(upper, f"{path}.upper"), int(not high_open))
    return low, high


def _variable(node: Any, path: str) -> _Variable:
    _, domain, limits, names = _fields(node, path, "id", "domain", "limits", "names")
    if domain not in ("real", "integer", "date", "choice"):
        raise BrokenError(f"{path}.domain is unknown")
    known = tuple(_texts(names, f"{path}.names"))
    start: Value = _interval(limits, f"{path}.limits")
    if domain == "integer":
        start = _whole(start)
    return _Variable(domain, known, frozenset(known) if domain == "choice" else start)


def _constraint(node: Any, path: str, variables: list[_Variable]) -> _Constraint:
    role, id_, level, formula = _fields(node, path, "role", "id", "level", "formula")
    levels = ("both",) if role == "rule" else ("both", "loose", "face", "reading")
    if role not in ("rule", "claim", "assumption") or level not in levels or type(id_) is not str:
        raise BrokenError(f"{path} has a role, level or id that cannot be")
    return _Constraint(role, id_, level, _formula(formula, f"{path}.formula", variables, 0))


def _component(variables: Any, constraints: Any, path: str) -> _Component:
    given = [
        _variable(each, f"{path}.variables[{n}]")
        for n, each in enumerate(_list(variables, f"{path}.variables"))
    ]
    stated = [
        _constraint(each, f"{path}.constraints[{n}]", given)
        for n, each in enumerate(_list(constraints, f"{path}.constraints"))
    ]
    return _Component(given, stated, any(_empty(each.start) for each in given))


def _formula(node: Any, path: str, variables: list[_Variable], depth: int) -> Any:
    if depth > _DEPTH:
        raise BrokenError(f"{path} is nested too deep")
    match node:
        case {"compare": "==" | "!=" | "<=" | "<" as operator, "left": left, "right": right}:
            sides = [_term(side, path, variables, depth + 1) for side in (left, right)]
            return _Compare(operator, *sides)
        case {"among": number, "names": names}:
            return _Names((_choice(number, path, variables),), frozenset(_texts(names, path)))
        case {"same": [left, right], "equal": bool(equal)}:
            numbers = tuple(_choice(number, path, variables) for number in (left, right))
            return _Names(numbers, None, equal)
        case {"every": list(parts)} | {"some": list(parts)}:
            inner = tuple(_formula(part, path, variables, depth + 1) for part in parts)
            return _Parts("every" in node, inner)
    raise BrokenError(f"{path} is no formula")


def _choice(node: Any, path: str, variables: list[_Variable]) -> int:
    number = _place(node, path, len(variables))
    if variables[number].domain != "choice":
        raise BrokenError(f"{path} takes a number for a choice")
    return number


def _term(node: Any, path: str, variables: list[_Variable], depth: int) -> Any:
    if depth > _DEPTH:
        raise BrokenError(f"{path} is nested too deep")
    match node:
        case str():
            return _number(node, path)
        case {"variable": place}:
            number = _place(place, path, len(variables))
            if variables[number].domain == "choice":
                raise BrokenError(f"{path} takes a choice for a number")
            return _Slot(number)
        case {"operator": str(operator), "operands": list(inner)}:
            count = 2 if operator in _BINARY else 1
            if operator not in _BINARY | _UNARY or len(inner) != count:
                raise BrokenError(f"{path} has an operation that is unknown")
            operands = tuple(_term(each, path, variables, depth + 1) for each in inner)
            exponent = _number(node.get("exponent", "1"), f"{path}.exponent")
            return _Operation(operator, operands, exponent)
    raise BrokenError(f"{path} has no term where one should be")


# Checking


@dataclass(slots=True)
class _Checker:
    """Goes through a certificate, and counts; `most` operations may be spent."""

    most: int
    proved: int = 0
    witnessed: int = 0
    uncertified: int = 0
    failures: list[Failure] = field(default_factory=list)
    work: int = 0

    def certificate(self, data: Any) -> None:
        version, stated, suites = _fields(data, "", "version", "digest", "suites")
        if version != 1 or type(version) is not int:
            raise BrokenError("its version is not 1")
        if stated != digest(data):
            self.failures.append(Failure("digest", "it is not that of the contents"))
        for n, suite in enumerate(_list(suites, "suites")):
            path = f"suites[{n}]"
            _, _, components = _fields(suite, path, "path", "title", "components")
            for m, component in enumerate(_list(components, f"{path}.components")):
                self.component(component, f"{path}.components[{m}]")

    def component(self, node: Any, path: str) -> None:
        names = "variables", "constraints", "consistent", "conflicts"
        given, stated, consistent, conflicts = _fields(node, path, *names)
        component = _component(given, stated, path)
        for n, each in enumerate(_list(consistent, f"{path}.consistent")):
            here = f"{path}.consistent[{n}]"
            without, numbers, witness = _fields(each, here, "without", "constraints", "witness")
            expected = component.expected(set(_texts(without, here)), None, "loose")
            self.holding(component, numbers, expected, witness, here)
        for n, each in enumerate(_list(conflicts, f"{path}.conflicts")):
            self.conflict(component, each, f"{path}.conflicts[{n}]")

    def conflict(self, component: _Component, node: Any, path: str) -> None:
        names = "claims", "assumptions", "severity", "constraints", "proof", "fewer", "loosely"
        claims, assumptions, severity, numbers, proof, fewer, loosely = _fields(node, path, *names)
        members = [("claim", each) for each in _texts(claims, f"{path}.claims")]
        members += [("assumption", each) for each in _texts(assumptions, f"{path}.assumptions")]
        chosen = self.numbers(component, numbers, path)
        levels = {
            "conflict": ("both", "loose"),
            "rounding": ("both", "face"),
            "conditional": ("both", "loose", "reading"),
        }.get(severity if isinstance(severity, str) else "", ())
        each = [component.constraints[number] for number in chosen]
        owners = sorted((one.role, one.id) for one in each if one.role != "rule")
        rules = component.expected(set(), set(), "loose")
        if owners != sorted(members) or not members or not rules <= set(chosen):
            self.fail(path, "its constraints are not those of the rules and of each member")
        elif any(one.role != "rule" and one.level not in levels for one in each):
            self.fail(path, "its constraints are not of its severity")
        elif proof is None:
            self.uncertified += 1
        else:
            failure = component.refuted(chosen, proof, f"{path}.proof", self.spend)
            if failure is None:
                self.proved += 1
            else:
                self.failures.append(failure)
        seen = []
        for n, one in enumerate(_list(fewer, f"{path}.fewer")):
            here = f"{path}.fewer[{n}]"
            without, rest, witness = _fields(one, here, "without", "constraints", "witness")
            seen.append(without)
            expected = {
                c
                for c in chosen
                if component.constraints[c].role == "rule" or component.constraints[c].id != without
            }
            self.holding(component, rest, expected, witness, here)
        if seen != [id_ for _, id_ in members]:
            self.fail(f"{path}.fewer", "it is not one set for each member")
        if (loosely is None) == (severity == "rounding"):
            self.fail(f"{path}.loosely", "a conflict of rounding alone has it, and no other")
        elif loosely is not None:
            rest, witness = _fields(loosely, f"{path}.loosely", "constraints", "witness")
            expected = component.expected(set(), {id_ for _, id_ in members}, "loose")
            self.holding(component, rest, expected, witness, f"{path}.loosely")

    def holding(
        self, component: _Component, numbers: Any, expected: set[int], witness: Any, path: str
    ) -> None:
        chosen = self.numbers(component, numbers, path)
        if set(chosen) != expected:
            self.fail(f"{path}.constraints", "they are not those that the set is made of")
        elif witness is None:
            self.uncertified += 1
        else:
            try:
                _witness(component, chosen, witness, f"{path}.witness", self.spend)
                self.witnessed += 1
            except _UnprovedError as error:
                self.fail(error.args[0] or f"{path}.witness", error.args[1])

    def numbers(self, component: _Component, node: Any, path: str) -> list[int]:
        most = len(component.constraints)
        self.spend(most)
        here = f"{path}.constraints"
        found = [_place(n, here, most) for n in _list(node, path)]
        if len(set(found)) < len(found):
            raise BrokenError(f"{here} names one twice")
        return found

    def fail(self, path: str, reason: str) -> None:
        self.failures.append(Failure(path, reason))

    def spend(self, cost: int) -> None:
        """Take note of work, so that no file takes for ever."""
        self.work += cost
        if self.work > self.most:
            raise BrokenError(f"it would take more than {self.most:,} operations")


def _size(part: Any) -> int:
    """Return of how many terms and formulas something is made."""
    match part:
        case _Operation():
            return part.size
        case _Compare(_, left, right):
            return 1 + _size(left) + _size(right)
        case _Parts(_, parts):
            return 1 + sum(map(_size, parts))
    return 1


def _price(operator: str, exponent: Fraction, *values: Interval) -> int:
    """Return how many operations one on intervals counts for.

    Long numbers cost the square of their length, as common divisors do; powers cost what they are
    raised to, roots their order, and exponentials and logarithms a series.
    """
    lengths = [_length(end) for value in values for end, _ in value]
    bits, finite = sum(lengths), sum(map(bool, lengths))
    cost = 10 + _toll(bits)
    if operator in ("exp", "log"):
        return cost + 750 * finite + (bits >> 5)
    if operator == "power":
        raised = min(bits * abs(exponent.numerator), 4 * _LARGEST)  # no longer one is computed
        order = min(exponent.denominator, _ORDER)
        return cost + (raised >> 5) + (32 * order * finite if order > 1 else 0)
    return cost


def _length(value: Number) -> int:
    if isinstance(value, float):
        return 0
    return int(value.numerator.bit_length() + value.denominator.bit_length())


def _toll(bits: int) -> int:
    return (bits >> 6) + (bits >> 10) ** 2


def _mentioned(part: Any) -> set[int]:
    """Return the variables of a comparison, or of a term."""
    found, left = set(), [part]
    while left:
        match left.pop():
            case _Slot(number):
                found.add(number)
            case _Operation(_, operands):
                left += operands
            case _Compare(_, one, other):
                left += one, other
    return found


def _conjuncts(formula: Any) -> list[Any]:
    """Return what nested `every` are made of, in order."""
    return _flat(formula, every=True)


def _comparisons(formula: Any) -> list[_Compare]:
    """Return all comparisons that a formula is made of, in order."""
    return [each for each in _flat(formula, every=False) if isinstance(each, _Compare)]


def _flat(formula: Any, every: bool) -> list[Any]:
    found, left = [], [formula]
    while left:
        part = left.pop()
        if isinstance(part, _Parts) and (part.every or not every):
            left += reversed(part.parts)
        else:
            found.append(part)
    return found


def _conjunct(formula: Any, number: Any, path: str) -> _Compare:
    """Return the comparison of that number; what is no comparison is not counted."""
    found = [each for each in _conjuncts(formula) if isinstance(each, _Compare)]
    return found[_place(number, path, len(found))]


# Witnesses


def _witness(component: _Component, chosen: list[int], node: Any, path: str, spend: Spend) -> None:
    """Check that values of all variables satisfy the chosen constraints."""
    formulas = {number: component.constraints[number].formula for number in chosen}
    box: list[Value | None] = [None] * len(component.variables)
    spend(2 * len(box) + len(chosen))
    listed: dict[int, list[_Compare]] = {}
    spans: dict[int, tuple[Interval, _Compare]] = {}
    if len(_list(node, path)) != len(box):
        raise BrokenError(f"{path} should have one value for each variable")
    for n, (variable, value) in enumerate(zip(component.variables, node, strict=True)):
        here = f"{path}[{n}]"
        if variable.domain == "choice":
            found: Value = frozenset([value]) if isinstance(value, str) else frozenset()
            inside = len(found) == 1 and found <= variable.start
        elif isinstance(value, dict):
            lower, upper, given = _fields(value, here, "lower", "upper", "given")
            found = (_number(lower, here), 0), (_number(upper, here), 1)
            constraint, number = _pair(given, f"{here}.given")
            if constraint not in formulas:
                raise _UnprovedError(here, "it is given by a constraint that is not of the set")
            if constraint not in listed:
                spend(_size(formulas[constraint]))
                listed[constraint] = _comparisons(formulas[constraint])
            comparisons = listed[constraint]
            spans[n] = found, comparisons[_place(number, here, len(comparisons))]
            inside = variable.domain == "real" and not _empty(found)
        else:
            at = _number(value, here)
            found = box[n] = (at, 0), (at, 1)
            inside = variable.domain != "integer" or at.denominator == 1
        if not inside or not _inside(found, variable.start):
            raise _UnprovedError(here, "it is no value that the variable may have")
        if n not in spans:
            box[n] = found
    equations = _determined(box, spans, path, spend)
    for number, formula in formulas.items():
        if not _holds(formula, box, equations, spend):
            raise _UnprovedError(path, f"constraint {number} is not shown to hold")


def _pair(node: Any, path: str) -> tuple[Any, Any]:
    if len(_list(node, path)) != 2:
        raise BrokenError(f"{path} should be a constraint and a number")
    return node[0], node[1]


def _determined(
    box: list[Value | None],
    spans: dict[int, tuple[Interval, _Compare]],
    path: str,
    spend: Spend,
) -> set[int]:
    """Enter the spans, each once the others of its equation are known.

    Return the equations that gave them, by their identities.

    Whatever the others are, the sides' difference is continuous in the variable and changes sign
    within the span, so that some value makes them equal (intermediate value theorem).
    """
    unknown: dict[int, set[int]] = {}
    leaning: dict[int, list[int]] = {}
    for n, (_, equation) in spans.items():
        spend(_size(equation))
        unknown[n] = {each for each in _mentioned(equation) if box[each] is None and each != n}
        for each in unknown[n]:
            leaning.setdefault(each, []).append(n)
    ready = [n for n in spans if not unknown[n]]
    for n in ready:  # which grows
        span, equation = spans[n]
        _enter(n, span, equation, box, path, spend)
        for each in leaning.get(n, ()):
            unknown[each].discard(n)
            if not unknown[each]:
                ready.append(each)
    if len(ready) < len(spans):
        raise _UnprovedError(path, "its spans lean on one another")
    return {id(equation) for _, equation in spans.values()}


def _enter(
    n: int,
    span: Interval,
    equation: _Compare,
    box: list[Value | None],
    path: str,
    spend: Spend,
) -> None:
    """Enter one span, if its equation has a solution in it."""
    sides = equation.left, equation.right
    spend(_size(equation))
    if equation.operator != "==" or any(_leaps(side, n) for side in sides):
        raise _UnprovedError(f"{path}[{n}]", "what gives it is no continuous equation")
    ends: list[list[_Node | None]] = []
    for part in (_point(span[0][0]), _point(span[1][0]), span):
        box[n] = part
        ends.append([_forward(side, box, spend, strict=True) for side in sides])
    low, high, whole = ends
    if None in (*low, *high, *whole) or not (
        (_at_most(*low) and _at_most(*reversed(high)))
        or (_at_most(*reversed(low)) and _at_most(*high))
    ):
        raise _UnprovedError(f"{path}[{n}]", "the span need not hold what gives it")


def _leaps(term: Any, number: int) -> bool:
    """Whether a term might not be continuous in a variable where it is defined."""
    if not isinstance(term, _Operation):
        return False
    if term.operator in ("floor", "ceil", "round"):
        return number in _mentioned(term)
    return any(_leaps(each, number) for each in term.operands)


def _at_most(a: Any, b: Any) -> bool:
    return bool(a.value[1][0] <= b.value[0][0])


def _holds(formula: Any, box: Sequence[Value], true: Set[int], spend: Spend) -> bool:
    """Tell whether a formula is certainly true wherever the variables lie in their values.

    The comparisons whose identities are in `true` are known to be.
    """
    spend(1)
    match formula:
        case _Parts(every, parts):
            return (all if every else any)(_holds(part, box, true, spend) for part in parts)
        case _Names((number,), frozenset() as names):
            return bool(box[number] <= names)
        case _Names((left, right), None, equal):
            return bool((box[left] == box[right]) == equal)
        case _Compare() if id(formula) in true:
            return True
        case _Compare(operator, left, right):
            sides = [_forward(side, box, spend, strict=True) for side in (left, right)]
            if sides[0] is None or sides[1] is None:
                return False
            a, b = sides[0].value, sides[1].value
            spend(_price(operator, _ONE, a, b))
            match operator:
                case "==":
                    return bool(a == b == _point(a[0][0]))
                case "<=":
                    return bool(a[1][0] <= b[0][0])
                case "<":
                    return bool(a[1] <= b[0])
            return bool(a[1] <= b[0] or b[1] <= a[0])
    raise AssertionError(formula)


# Refutations


@dataclass(slots=True)
class _Refutation:
    """Follows the proof that some constraints cannot all hold; `count` are the component's."""

    variables: list[_Variable]
    count: int
    spend: Spend

    def proof(
        self,
        node: Any,
        path: str,
        known: dict[int, Any],
        box: list[Value],
        derived: int,
        nothing: bool,
    ) -> None:
        """Check a proof; `known` are the constraints by number, `derived` how many are new.

        `nothing` says whether a variable of the box has no value left.
        """
        if path.count(".end.") > _DEPTH:
            raise BrokenError(f"a proof is nested more than {_DEPTH} deep")
        self.spend(1 + (len(box) + len(known)) // 8)
        steps, end = _fields(node, path, "steps", "end")
        for n, step in enumerate(_list(steps, f"{path}.steps")):
            here = f"{path}.steps[{n}]"
            if _has(step, "narrow"):
                nothing = self.narrow(step, here, known, box, nothing)
                continue
            number = self.count + derived
            derived += 1
            if _has(step, "corner"):
                known[number] = self.corner(step, here, box)
            elif _has(step, "sum"):
                (parts,) = _fields(step, here, "sum")
                known[number] = _summed(self.parts(parts, here, known), here, self.spend)
            else:
                (parts,) = _fields(step, here, "product")
                known[number] = _multiplied(self.parts(parts, here, known), box, here, self.spend)
        self.end(end, f"{path}.end", known, box, derived, nothing)

    def narrow(
        self, step: Any, path: str, known: dict[int, Any], box: list[Value], nothing: bool
    ) -> bool:
        """Follow one step; tell whether a variable has no value left by then."""
        variable, by, values = _fields(step, path, "narrow", "by", "values")
        n = _place(variable, path, len(box))
        left = list(box)
        if not self.leaves(self.formula(by, path, known), left, nothing):
            left[n] = None  # nothing at all
        if self.variables[n].domain == "choice":
            claimed: Value = frozenset(_texts(values, f"{path}.values"))
            box[n] &= claimed
            narrow_enough = left[n] is None or left[n] <= claimed
        else:
            claimed = _interval(values, f"{path}.values")
            self.spend(_price("", _ONE, box[n], claimed, left[n] or _ALL))
            box[n] = self.tightened(n, _meet(box[n], claimed))
            narrow_enough = left[n] is None or _inside(self.tightened(n, left[n]), claimed)
        if not narrow_enough:
            raise _UnprovedError(path, f"constraint {by} leaves more of the variable than that")
        return nothing or _empty(box[n])

    def leaves(self, formula: Any, box: list[Value], nothing: bool) -> bool:
        """Narrow a box by a formula; tell whether anything is left."""
        self.spend(1 + len(box) // 8)
        return not nothing and _contract(formula, box, self.spend)

    def tightened(self, number: int, value: Interval) -> Interval:
        return _whole(value) if self.variables[number].domain == "integer" else value

    def formula(self, number: Any, path: str, known: dict[int, Any]) -> Any:
        if type(number) is not int or number not in known:
            raise _UnprovedError(path, "it leans on a constraint that is not of the conflict")
        return known[number]

    def corner(self, step: Any, path: str, box: list[Value]) -> _Compare:
        given = _fields(step, path, "corner", "ends", "above")
        if any(len(_list(each, path)) != 2 for each in given):
            raise BrokenError(f"{path} should be of two variables")
        total: Polynomial = {(): Fraction(1)}
        for place, end, above in zip(*given, strict=True):
            n, at = _place(place, path, len(box)), _number(end, path)
            if self.variables[n].domain == "choice" or type(above) is not bool:
                raise BrokenError(f"{path} should be of numbers above or below their ends")
            if not _inside(box[n], ((at, 0), _ALL[1]) if above else (_ALL[0], (at, 1))):
                raise _UnprovedError(path, f"variable {n} may lie beyond its end")
            total = _times(total, {((_Slot(n), 1),): _ONE, (): -at}, self.spend) or {}
        zero = Fraction(0)
        term = _written({monomial: factor for monomial, factor in total.items() if factor})
        return _Compare("<=", *((zero, term) if given[2][0] == given[2][1] else (term, zero)))

    def parts(self, node: Any, path: str, known: dict[int, Any]) -> list[tuple[Fraction, _Compare]]:
        found = []
        for part in _list(node, path):
            if len(_list(part, path)) != 3:
                raise BrokenError(f"{path} should have parts of three")
            formula = self.formula(part[1], path, known)
            self.spend(_size(formula))
            found.append((_number(part[0], path), _conjunct(formula, part[2], path)))
        return found

    def end(
        self,
        node: Any,
        path: str,
        known: dict[int, Any],
        box: list[Value],
        derived: int,
        nothing: bool,
    ) -> None:
        kind = next((k for k in ("empty", "parity", "split", "cases") if _has(node, k)), "names")
        match kind:
            case "empty":
                (number,) = _fields(node, path, "empty")
                if self.leaves(self.formula(number, path, known), list(box), nothing):
                    raise _UnprovedError(path, f"constraint {number} is not refuted")
            case "parity":
                (number,) = _fields(node, path, "parity")
                formula = self.formula(number, path, known)
                self.spend(_size(formula))
                equations = _conjuncts(formula)
                if not any(self.odd(each) for each in equations):
                    raise _UnprovedError(path, "its divisors divide its rest")
            case "split":
                variable, at, *sides = _fields(node, path, "split", "at", "below", "above")
                n, value = _place(variable, path, len(box)), _number(at, path)
                if self.variables[n].domain == "choice":
                    raise BrokenError(f"{path} splits a choice by a number")
                halves = (_ALL[0], (value, 1)), ((value, 0), _ALL[1])
                for name, half, side in zip(("below", "above"), halves, sides, strict=True):
                    part = list(box)
                    part[n] = self.tightened(n, _meet(box[n], half))
                    less = nothing or _empty(part[n])
                    self.proof(side, f"{path}.{name}", dict(known), part, derived, less)
            case "cases":
                number, parts = _fields(node, path, "cases", "parts")
                formula = self.formula(number, path, known)
                if not isinstance(formula, _Parts) or formula.every:
                    raise _UnprovedError(path, f"constraint {number} has no cases")
                if len(_list(parts, f"{path}.parts")) != len(formula.parts):
                    raise _UnprovedError(path, "it is not one proof for each case")
                for k, (part, case) in enumerate(zip(parts, formula.parts, strict=True)):
                    more = {**known, self.count + derived: case}
                    here = f"{path}.parts[{k}]"
                    self.proof(part, here, more, list(box), derived + 1, nothing)
            case _:
                variable, parts = _fields(node, path, "names", "parts")
                n = _choice(variable, path, self.variables)
                names = self.variables[n].names
                if len(_list(parts, f"{path}.parts")) != len(names):
                    raise _UnprovedError(path, "it is not one proof for each name")
                for k, (part, name) in enumerate(zip(parts, names, strict=True)):
                    chosen = list(box)
                    chosen[n] = box[n] & {name}
                    less = nothing or not chosen[n]
                    self.proof(part, f"{path}.parts[{k}]", dict(known), chosen, derived, less)

    def odd(self, equation: Any) -> bool:
        """Whether whole numbers cannot make an equation true: a divisor of all but its constant."""
        if not isinstance(equation, _Compare) or equation.operator != "==":
            return False
        total = _difference(equation, self.spend)
        constant = total.pop((), Fraction(0))
        for monomial in total:
            for atom, _ in monomial:
                whole = isinstance(atom, _Slot) and self.variables[atom.number].domain == "integer"
                if not whole:
                    return False
        common = 1
        for each in (*total.values(), constant):
            common = int(_bounded(Fraction(math.lcm(common, each.denominator))))
            self.spend(10 + _toll(common.bit_length() + _length(each)))
        divisor = math.gcd(*(int(each * common) for each in total.values()))
        rest = constant * common
        return bool(rest % divisor if divisor else rest)


def _has(node: Any, key: str) -> bool:
    return isinstance(node, dict) and key in node


Monomial = tuple[tuple[Any, int], ...]  # atoms with their powers, in canonical order
Polynomial = dict[Monomial, Fraction]


def _summed(parts: list[tuple[Fraction, _Compare]], path: str, spend: Spend) -> _Compare:
    total: Polynomial = {}
    operators = {comparison.operator for _, comparison in parts}
    for multiplier, comparison in parts:
        if comparison.operator == "!=" or (comparison.operator != "==" and multiplier <= 0):
            raise _UnprovedError(path, "a comparison is multiplied by what it cannot be")
        _add_to(total, _difference(comparison, spend), multiplier, spend)
    spend(sum(10 + _weight(monomial) for monomial in total))
    operator = "<" if "<" in operators else "<=" if "<=" in operators else "=="
    return _Compare(operator, _written(total), Fraction(0))


def _multiplied(
    parts: list[tuple[Fraction, _Compare]], box: list[Value], path: str, spend: Spend
) -> _Compare:
    powers: dict[int, int] = {}
    factor = Fraction(1)
    for exponent, comparison in parts:
        if exponent.denominator != 1 or abs(exponent) > 64 or comparison.operator != "==":
            raise _UnprovedError(path, "a product is of equations, to whole powers")
        for side, sign in ((comparison.left, 1), (comparison.right, -1)):
            scale, inner = _ratio(side, path, spend)
            if scale <= 0 or any(_meet(box[n], _POSITIVE) != box[n] for n in inner):
                raise _UnprovedError(path, "a product is of what is known to be positive")
            factor = _scaled(factor, scale, sign * int(exponent), spend)
            for number, power in inner.items():
                powers[number] = powers.get(number, 0) + sign * int(exponent) * power
    if any(abs(power) > 10_000 for power in powers.values()):
        raise _UnprovedError(path, "its powers are too large")
    over = tuple((_Slot(n), power) for n, power in sorted(powers.items()) if power > 0)
    under = tuple((_Slot(n), -power) for n, power in sorted(powers.items()) if power < 0)
    return _Compare("==", _written({over: factor}), _written({under: Fraction(1)}))


def _ratio(term: Any, path: str, spend: Spend) -> tuple[Fraction, dict[int, int]]:
    """Return a monomial as its factor and the powers of its variables."""
    match term:
        case Fraction():
            return term, {}
        case _Slot(number):
            return Fraction(1), {number: 1}
        case _Operation("multiply" | "divide" as operator, (left, right)):
            sign = 1 if operator == "multiply" else -1
            (a, powers), (b, others) = (_ratio(each, path, spend) for each in (left, right))
            spend(1 + len(powers) + len(others))
            found = {n: powers.get(n, 0) + sign * others.get(n, 0) for n in powers | others}
            if a > 0 and b > 0:
                return _scaled(a, b, sign, spend), found
        case _Operation("power", (base,), exponent) if (
            exponent.denominator == 1 and abs(exponent) <= _HIGHEST
        ):
            factor, powers = _ratio(base, path, spend)
            spend(1 + len(powers))
            if factor > 0:
                return _scaled(_ONE, factor, int(exponent), spend), {
                    n: power * int(exponent) for n, power in powers.items()
                }
    raise _UnprovedError(path, "a product is of monomials with positive factors")


def _scaled(value: Fraction, factor: Fraction, power: int, spend: Spend) -> Fraction:
    """Multiply by a power of a positive number, if that is not too long."""
    bits = _length(factor) * abs(power)
    if bits > _LARGEST:
        raise _UnprovedError("", "its numbers are too large")
    spend(10 + _toll(_length(value) + bits))
    return _bounded(value * factor**power)


def _bounded(value: Fraction) -> Fraction:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > _LARGEST // 8:
        raise _UnprovedError("", "its numbers are too large")
    return value


def _difference(comparison: _Compare, spend: Spend) -> Polynomial:
    """Return the left side less the right, multiplied by a divisor, which is never zero."""
    left, right = comparison.left, comparison.right
    if comparison.operator == "==":
        if isinstance(left, _Operation) and left.operator == "divide":
            left, right = right, left
        if isinstance(right, _Operation) and right.operator == "divide":
            over, under = right.operands
            left, right = _Operation("multiply", (left, under)), over
    return _add_to(_polynomial(left, spend), _polynomial(right, spend), -_ONE, spend)


def _polynomial(term: Any, spend: Spend) -> Polynomial:
    """Multiply a term out; what is no polynomial, or grows too large, is an atom."""
    spend(1)
    found: Polynomial | None = None
    match term:
        case Fraction():
            return {(): term} if term else {}
        case _Operation("add", (left, right)):
            return _add_to(_polynomial(left, spend), _polynomial(right, spend), _ONE, spend)
        case _Operation("subtract", (left, right)):
            return _add_to(_polynomial(left, spend), _polynomial(right, spend), -_ONE, spend)
        case _Operation("negate", (inner,)):
            return _add_to({}, _polynomial(inner, spend), -_ONE, spend)
        case _Operation("multiply", (left, right)):
            found = _times(_polynomial(left, spend), _polynomial(right, spend), spend)
        case _Operation("divide", (left, Fraction() as divisor)) if divisor:
            return _add_to({}, _polynomial(left, spend), 1 / divisor, spend)
        case _Operation("power", (base,), exponent) if (
            exponent.denominator == 1 and 1 <= exponent <= _HIGHEST
        ):
            found = inner = _polynomial(base, spend)
            for _ in range(int(exponent) - 1):
                found = None if found is None else _times(found, inner, spend)
    return {((term, 1),): _ONE} if found is None else found


def _weight(monomial: Monomial) -> int:
    """Return what it costs to look a monomial up."""
    return 2 + sum(2 * _size(atom) for atom, _ in monomial)


def _add_to(found: Polynomial, more: Polynomial, by: Fraction, spend: Spend) -> Polynomial:
    """Add a polynomial, multiplied by a number, to one that is changed and returned."""
    for monomial, factor in more.items():
        so_far = found.pop(monomial, Fraction(0))
        spend(_weight(monomial) + _toll(_length(so_far) + _length(by) + _length(factor)))
        total = _bounded(so_far + by * factor)
        if total:
            found[monomial] = total
    if len(found) > 10_000:
        raise _UnprovedError("", "it has too many terms")
    return found


def _times(a: Polynomial, b: Polynomial, spend: Spend) -> Polynomial | None:
    if len(a) * len(b) > _TERMS:
        return None
    found: Polynomial = {}
    for one, x in a.items():
        for other, y in b.items():
            spend(_weight(one) + _weight(other) + _toll(_length(x) + _length(y)))
            powers = dict(one)
            for atom, power in other:
                powers[atom] = powers.get(atom, 0) + power
            _add_to(found, {tuple(sorted(powers.items(), key=_order)): x * y}, _ONE, spend)
    return found


def _order(entry: tuple[Any, int]) -> tuple[bool, int, str]:
    atom = entry[0]
    return (False, atom.number, "") if isinstance(atom, _Slot) else (True, 0, repr(atom))


def _written(total: Polynomial) -> Any:
    """Write a polynomial as a term: a sum of products, in canonical order."""
    terms = []
    for monomial in sorted(total, key=lambda m: (len(m), [(*_order(each), each[1]) for each in m])):
        factors = [
            atom if power == 1 else _Operation("power", (atom,), Fraction(power))
            for atom, power in monomial
        ]
        terms.append(_chained("multiply", [total[monomial], *factors]))
    return _chained("add", terms or [Fraction(0)])


def _chained(operator: str, terms: list[Any]) -> Any:
    if len(terms) == 1:
        return terms[0]
    half = len(terms) // 2 if operator == "add" else -1  # so that long sums are not deep
    left, right = _chained(operator, terms[:half]), _chained(operator, terms[half:])
    return _Operation(operator, (left, right))


# Contraction


@dataclass(frozen=True, slots=True)
class _Node:
    """A term with what it can be, and its operands'."""

    value: Interval
    term: Any
    below: tuple[_Node, ...] = ()


def _contract(formula: Any, box: list[Value], spend: Spend) -> bool:
    """Narrow a box by one pass of a formula; False where it leaves nothing."""
    spend(1)
    match formula:
        case _Parts(True, parts):
            return all(_contract(part, box, spend) for part in parts)
        case _Parts(False, parts):
            left = []
            for part in parts:
                spend(len(box) // 2)
                if _contract(part, attempt := list(box), spend):
                    left.append(attempt)
            for n in range(len(box)):
                ends = [attempt[n] for attempt in left if attempt[n] != box[n]]
                if len(ends) == len(left) > 0:
                    spend(sum(map(_count, ends)))
                    box[n] = _union(ends)
            return bool(left)
        case _Names((number,), frozenset() as names):
            spend(_count(box[number]))
            box[number] &= names
            return bool(box[number])
        case _Names((left, right), None, equal):
            spend(_count(box[left]) + _count(box[right]))
            return _same(box, left, right, equal)
        case _Compare(operator, left, right):
            a, b = _forward(left, box, spend), _forward(right, box, spend)
            if a is None or b is None:
                return False
            spend(_price(operator, _ONE, a.value, b.value))
            x, y = _compared(operator, a.value, b.value)
            return _backward(a, x, box, spend) and _backward(b, y, box, spend)
    raise AssertionError(formula)


def _count(value: Value) -> int:
    """Return what a union or an intersection with a set costs."""
    return 1 + len(value) // 8


def _same(box: list[Value], left: int, right: int, equal: bool) -> bool:
    if equal:
        box[left] = box[right] = box[left] & box[right]
    else:
        for one, other in ((left, right), (right, left)):
            if len(box[other]) == 1:
                box[one] -= box[other]
    return bool(box[left]) and bool(box[right])


def _compared(operator: str, x: Interval, y: Interval) -> tuple[Interval, Interval]:
    """Narrow both sides of a comparison."""
    match operator:
        case "==":
            return _meet(x, y), _meet(x, y)
        case "<=":
            return (x[0], min(x[1], y[1])), (max(x[0], y[0]), y[1])
        case "<":
            below, above = (y[1][0], 0), (x[0][0], 1)
            return (x[0], min(x[1], below)), (max(y[0], above), y[1])
    return _without(x, y), _without(y, x)


def _without(x: Interval, y: Interval) -> Interval:
    """Return x without an end that is all of y."""
    if y != _point(y[0][0]):
        return x
    at, beyond = y
    return (beyond if x[0] == at else x[0]), (at if x[1] == beyond else x[1])


def _forward(term: Any, box: Sequence[Value], spend: Spend, strict: bool = False) -> _Node | None:
    """Enclose a term; None where it is undefined, in `strict` wherever it might be."""
    if isinstance(term, Fraction):
        return _Node(_point(term), term)
    if isinstance(term, _Slot):
        value = box[term.number]
        return None if _empty(value) else _Node(value, term)
    below = []
    for operand in term.operands:
        node = _forward(operand, box, spend, strict)
        if node is None:
            return None
        below.append(node)
    values = [node.value for node in below]
    spend(_price(term.operator, term.exponent, *values))
    if strict and not _defined(term, *values):
        return None
    found = _operated(term, values[0], values[-1])
    if found is None or _empty(found):
        return None
    if strict:
        found = _raised(term, box, found, spend)
    return _Node(found, term, tuple(below))


def _defined(term: _Operation, x: Interval, y: Interval = _ALL) -> bool:
    zero = _point(Fraction(0))
    match term.operator:
        case "divide":
            return _empty(_meet(y, zero))
        case "log":
            return _inside(x, _POSITIVE)
        case "power":
            if term.exponent <= 0 and not _empty(_meet(x, zero)):
                return False
            return term.exponent.denominator % 2 == 1 or _inside(x, _NOT_NEGATIVE)
    return True


def _raised(term: _Operation, box: Sequence[Value], found: Interval, spend: Spend) -> Interval:
    """Narrow e ** (y * log x) where y is a number: it is x ** y, which may be rational."""
    match term:
        case _Operation("exp", (_Operation("multiply", (power, _Operation("log", (base,)))),)):
            x, y = (_forward(each, box, spend, strict=True) for each in (base, power))
            if x is not None and y is not None and y.value == _point(y.value[0][0]):
                exponent = y.value[0][0]
                if max(abs(exponent.numerator), exponent.denominator) <= 4096:
                    spend(_price("power", exponent, x.value))
                    exact = _power(x.value, exponent)
                    return found if exact is None else _meet(found, exact)
    return found


def _operated(term: _Operation, x: Interval, y: Interval) -> Interval | None:
    match term.operator:
        case "add":
            return _add(x, y)
        case "subtract":
            return _add(x, _negate(y))
        case "negate":
            return _negate(x)
        case "multiply":
            return _multiply(x, y)
        case "divide":
            return _union(_divide(x, y))
        case "power":
            return _power(x, term.exponent)
        case "abs":
            return _magnitude(x)
        case "max":
            return max(x[0], y[0]), max(x[1], y[1])
        case "min":
            return min(x[0], y[0]), min(x[1], y[1])
        case "exp":
            ends = _exp(x[0][0], up=False), _exp(x[1][0], up=True)
            return _meet(_POSITIVE, ((ends[0], x[0][1]), (ends[1], x[1][1])))
        case "log":
            return _logarithm(x)
        case "floor":
            return _floor(x)
        case "ceil":
            return _negate(_floor(_negate(x)))
    return _round_low(x[0]), _negated(_round_low(_negated(x[1])))


def _backward(node: _Node, wanted: Interval, box: list[Value], spend: Spend) -> bool:
    """Narrow the variables of a term by what it is wanted to be; False if nothing is left."""
    values = [below.value for below in node.below]
    operator, exponent = "", _ONE
    if isinstance(node.term, _Operation) and node.term.exponent:
        operator, exponent = node.term.operator, 1 / node.term.exponent
    spend(2 * _price(operator, exponent, node.value, wanted, *values))
    z = _meet(node.value, wanted)
    if _empty(z):
        return False
    if isinstance(node.term, _Slot):
        box[node.term.number] = _meet(box[node.term.number], z)
        return not _empty(box[node.term.number])
    if not node.below:
        return True
    inner = _undone(node.term, z, values[0], values[-1])
    return all(
        part is not None and _backward(below, part, box, spend)
        for below, part in zip(node.below, inner, strict=False)
    )


def _undone(term: _Operation, z: Interval, x: Interval, y: Interval) -> list[Interval | None]:
    """Return what a wanted value leaves of the operands."""
    match term.operator:
        case "add":
            return [_add(z, _negate(y)), _add(z, _negate(x))]
        case "subtract":
            return [_add(z, y), _add(x, _negate(z))]
        case "negate":
            return [_negate(z)]
        case "multiply":
            return [_factor(z, y, x), _factor(z, x, y)]
        case "divide":
            return [_multiply(z, y), _factor(x, z, y)]
        case "power":
            return [_base(z, term.exponent, x)]
        case "abs":
            return [_union([_meet(x, z), _meet(x, _negate(z))])]
        case "max":
            return list(_greatest(z, x, y))
        case "min":
            return [_negate(each) for each in _greatest(_negate(z), _negate(x), _negate(y))]
        case "exp":
            return [_logarithm(z)]
        case "log":
            return [((_exp(z[0][0], up=False), z[0][1]), (_exp(z[1][0], up=True), z[1][1]))]
        case "floor":
            return [_floored(z)]
        case "ceil":
            return [_negate(_floored(_negate(z)))]
    low, high = _whole(z)
    half = Fraction(1, 2)
    return [((_shift(low[0], -half), int(low[0] <= 0)), (_shift(high[0], half), int(high[0] < 0)))]


def _factor(z: Interval, y: Interval, x: Interval) -> Interval | None:
    """Return what is left of x where x * y lies in z."""
    zero = _point(Fraction(0))
    if not _empty(_meet(y, zero)) and not _empty(_meet(z, zero)):
        return x
    return _union([_meet(part, x) for part in _divide(z, y)])


def _base(z: Interval, exponent: Fraction, x: Interval) -> Interval | None:
    """Return what is left of x where x ** exponent lies in z."""
    if exponent == 0:
        return x
    root = _power(_meet(z, _NOT_NEGATIVE), 1 / exponent)
    found = [] if root is None else [_meet(root, x)]
    if exponent.denominator % 2 == 1:
        other = root
        if exponent.numerator % 2 == 1:
            other = _power(_meet(_negate(z), _NOT_NEGATIVE), 1 / exponent)
        if other is not None:
            found.append(_meet(_negate(other), x))
    return _union(found)


def _greatest(z: Interval, x: Interval, y: Interval) -> tuple[Interval, Interval]:
    """Return what is left of x and y where the greater of them lies in z."""
    x, y = _meet(x, (_ALL[0], z[1])), _meet(y, (_ALL[0], z[1]))
    reach = z[0], _ALL[1]
    if _empty(_meet(y, reach)):
        x = _meet(x, reach)
    if _empty(_meet(x, reach)):
        y = _meet(y, reach)
    return x, y


# Intervals


def _point(value: Number) -> Interval:
    return (value, 0), (value, 1)


def _empty(x: Value) -> bool:
    return not x if isinstance(x, frozenset) else bool(x[0] >= x[1])


def _inside(x: Value, y: Value) -> bool:
    if isinstance(x, frozenset):
        return bool(x <= y)
    return _empty(x) or bool(y[0] <= x[0] and x[1] <= y[1])


def _meet(x: Interval, y: Interval) -> Interval:
    return max(x[0], y[0]), min(x[1], y[1])


def _union(parts: Sequence[Value]) -> Value | None:
    """Return the hull of all that is not empty, or every name."""
    some = [part for part in parts if not _empty(part)]
    if not some:
        return None
    if isinstance(some[0], frozenset):
        return frozenset().union(*some)
    return min(part[0] for part in some), max(part[1] for part in some)


def _negated(cut: Cut) -> Cut:
    return -cut[0], 1 - cut[1]


def _negate(x: Interval) -> Interval:
    return _negated(x[1]), _negated(x[0])


def _magnitude(x: Interval) -> Interval | None:
    found: Interval | None = _union([_meet(x, _NOT_NEGATIVE), _meet(_negate(x), _NOT_NEGATIVE)])
    return found


def _shift(a: Number, b: Number) -> Number:
    """Add, where infinite ends are never opposite ones."""
    for each in (a, b):
        if isinstance(each, float):
            return each
    return a + b


def _add(x: Interval, y: Interval) -> Interval:
    low = _shift(x[0][0], y[0][0]), x[0][1] | y[0][1]
    high = _shift(x[1][0], y[1][0]), x[1][1] & y[1][1]
    return _rounded(low, high)


def _multiply(x: Interval, y: Interval) -> Interval:
    """Multiply with 0 * ∞ = 0; a product is reached if both factors are, or a factor 0 is."""
    corners = []
    for a, a_closed in ((x[0][0], not x[0][1]), (x[1][0], x[1][1])):
        for b, b_closed in ((y[0][0], not y[0][1]), (y[1][0], y[1][1])):
            reached = (a_closed and b_closed) or (a == 0 and a_closed) or (b == 0 and b_closed)
            corners.append((_times_ends(a, b), bool(reached)))
    low = min((value, int(not reached)) for value, reached in corners)
    high = max((value, int(reached)) for value, reached in corners)
    return _rounded(low, high)


def _times_ends(a: Number, b: Number) -> Number:
    if a == 0 or b == 0:
        return Fraction(0)
    if isinstance(a, float) or isinstance(b, float):
        return _INFINITY if (a > 0) == (b > 0) else -_INFINITY
    return a * b


def _divide(x: Interval, y: Interval) -> list[Interval]:
    """Divide by the positive numbers of y, and by the negative ones."""
    found = []
    for flip in (False, True):
        part = _meet(_negate(y) if flip else y, _POSITIVE)
        if not _empty(part):
            (low, low_side), (high, high_side) = part
            below = (Fraction(0), 1) if high == _INFINITY else (1 / high, 1 - high_side)
            above = (_INFINITY, 0) if low == 0 else (1 / low, 1 - low_side)
            inverse = below, above
            found.append(_multiply(x, _negate(inverse) if flip else inverse))
    return found


def _power(x: Interval, exponent: Fraction) -> Interval | None:
    """Raise to a constant power where that is defined."""
    if exponent == 0:
        return None if x == _point(Fraction(0)) else _point(Fraction(1))
    if exponent < 0:
        inner = _power(x, -exponent)
        return None if inner is None else _union(_divide(_point(Fraction(1)), inner))
    if exponent.denominator % 2 == 0:
        x = _meet(x, _NOT_NEGATIVE)
    if exponent.numerator % 2 == 0 and not _empty(x):
        x = _magnitude(x) or x
    if _empty(x):
        return None
    low = _power_end(x[0][0], exponent, up=False), x[0][1]
    return _rounded(low, (_power_end(x[1][0], exponent, up=True), x[1][1]))


def _power_end(value: Number, exponent: Fraction, up: bool) -> Number:
    if isinstance(value, float) or value == 0:
        return value
    if value < 0:  # an odd root of a negative number, or an odd power
        return -_power_end(-value, exponent, not up)
    bits = max(value.numerator.bit_length(), value.denominator.bit_length())
    if bits * exponent.numerator > _LARGEST or exponent.denominator > _ORDER:
        raise _UnprovedError("", "it is too large to be computed")
    return _root(value**exponent.numerator, exponent.denominator, up)


def _root(value: Fraction, order: int, up: bool) -> Fraction:
    """Return a root, or what is at most 2**-384 of it away."""
    if order == 1:
        return value
    top, bottom = _whole_root(value.numerator, order), _whole_root(value.denominator, order)
    if top**order == value.numerator and bottom**order == value.denominator:
        return Fraction(top, bottom)
    size = value.numerator.bit_length() - value.denominator.bit_length()
    shift = max(0, _BITS - size // order)
    low = _whole_root((value.numerator << (shift * order)) // value.denominator, order)
    return Fraction(low + up, 1 << shift)


def _whole_root(value: int, order: int) -> int:
    """Return the integer part of a root, by Newton's iteration from above.

    It begins with the root of what is left without the lower half of the root's digits, plus one.
    """
    half = value.bit_length() // order // 2
    if half < 8:
        return _small_root(value, order)
    guess = (_whole_root(value >> (half * order), order) + 1) << half
    while True:
        better = ((order - 1) * guess + value // guess ** (order - 1)) // order
        if better >= guess:
            return guess
        guess = better


def _small_root(value: int, order: int) -> int:
    low, high = 0, 1 << (value.bit_length() // order + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**order <= value else (low, middle)
    return low


def _exp(value: Number, up: bool) -> Number:
    """Return a rational on one side of e ** value, by Taylor's series for value / 2**k <= 1/2.

    What the series leaves out is less than its last term, as each is at most a quarter of the one
    before. Beyond e ** 4096 there is no upper bound.
    """
    if value < 0:
        other = _exp(-value, not up)
        return Fraction(0) if isinstance(other, float) else 1 / other
    if value == 0:
        return Fraction(1)
    if value > 4096:
        return _INFINITY if up else _exp(Fraction(4096), up)
    halvings = int(2 * value).bit_length()
    reduced = _dyadic(value / 2**halvings, _BITS + 64, up)
    total = term = Fraction(1)
    count = 0
    while term > Fraction(1, 1 << _BITS):
        count += 1
        term = _dyadic(term * reduced / count, _BITS + 64, up)
        total += term
    total += term * up
    for _ in range(halvings):
        total = _dyadic(total * total, _BITS + 64, up)
    return total


def _logarithm(x: Interval) -> Interval | None:
    x = _meet(x, _POSITIVE)
    if _empty(x):
        return None
    low = -_INFINITY if x[0][0] == 0 else _log(x[0][0], up=False)
    high = _INFINITY if x[1][0] == _INFINITY else _log(x[1][0], up=True)
    return (low, x[0][1]), (high, x[1][1])


def _log(value: Fraction, up: bool) -> Fraction:
    """Return a rational on one side of log(m * 2**k) = log m + k log 2, for m in [1/2, 2]."""
    if value == 1:
        return Fraction(0)
    shift = value.numerator.bit_length() - value.denominator.bit_length()
    mantissa = value / Fraction(2) ** shift
    two = _half_log_two(up if shift >= 0 else not up)
    return 2 * (_artanh((mantissa - 1) / (mantissa + 1), up) + shift * two)


@cache
def _half_log_two(up: bool) -> Fraction:
    return _artanh(Fraction(1, 3), up)


def _artanh(value: Fraction, up: bool) -> Fraction:
    """Return a rational on one side of artanh, |value| <= 1/3, by its series.

    What the series leaves out is less than 9/8 of the first term left out.
    """
    if value < 0:
        return -_artanh(-value, not up)
    power = _dyadic(value, _BITS + 64, up)
    square, limit = _dyadic(power * power, _BITS + 64, up), power / (1 << _BITS)
    total, count = Fraction(0), 1
    while power > limit:
        total += _dyadic(power / count, _BITS + 64, up)
        power = _dyadic(power * square, _BITS + 64, up)
        count += 2
    return total + 2 * power * up


def _floor(x: Interval) -> Interval:
    low = x[0][0] if isinstance(x[0][0], float) else Fraction(math.floor(x[0][0]))
    return (low, int(isinstance(low, float))), _whole(x)[1]


def _floored(z: Interval) -> Interval:
    """Return the numbers whose floor lies in z."""
    low, high = _whole(z)
    return low, (_shift(high[0], Fraction(1)), 0)


def _round_low(cut: Cut) -> Cut:
    """Return the least that numbers above a cut round to, half away from zero."""
    value, above = cut
    if isinstance(value, float):
        return cut
    if value >= 0:
        return Fraction(math.floor(value + Fraction(1, 2))), 0
    lower = value - Fraction(1, 2)
    return Fraction(math.floor(lower) + 1 if above else math.ceil(lower)), 0


def _whole(x: Interval) -> Interval:
    """Return the hull of the whole numbers of x."""
    low, high = x
    if not isinstance(low[0], float):
        low = Fraction(math.floor(low[0]) + 1 if low[1] else math.ceil(low[0])), 0
    if not isinstance(high[0], float):
        high = Fraction(math.floor(high[0]) if high[1] else math.ceil(high[0]) - 1), 1
    return low, high


def _rounded(low: Cut, high: Cut) -> Interval:
    """Round outward what has too many digits."""
    return (_outward(low[0], up=False), low[1]), (_outward(high[0], up=True), high[1])


def _outward(value: Number, up: bool) -> Number:
    if isinstance(value, float):
        return value
    above, below = value.numerator.bit_length(), value.denominator.bit_length()
    if above + below < _WIDE:
        return value
    if value < 0:
        return -_outward(-value, not up)
    if above - below > _FAR:
        return _INFINITY if up else Fraction(1 << _FAR)
    if below - above > _FAR:
        return Fraction(1, 1 << _FAR) if up else Fraction(0)
    return _dyadic(value, _KEPT, up)


def _dyadic(value: Fraction, bits: int, up: bool) -> Fraction:
    """Round to some bits, up or down."""
    above, below = value.numerator, value.denominator
    shift = bits - above.bit_length() + below.bit_length()
    if shift >= 0:
        above <<= shift
    else:
        below <<= -shift
    whole = -(-above // below) if up else above // below
    return Fraction(whole, 1 << shift) if shift >= 0 else Fraction(whole << -shift)
