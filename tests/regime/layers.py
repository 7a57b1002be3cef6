"""The layers of tests that a seeded bug has to get past, each with a judge of its own.

A layer checks one numbered system at a time and returns what is wrong with what the program says
of it, or nothing. None looks at what another found. All stop at the judgement: what is said of
weights, lineages, dates, periods, gaps and slips, and how reports word it, is for other tests.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import hand_cases
import laws
import rounding_table
import small_worlds
import suites
from boundary_drawing import boundary_suite
from boundary_suites import Suite
from differences import Found
from exact import Point, Truth, truth
from meaning import Choice, WildSuite
from oracle import within
from relations import Joined, Relation, indices
from suite_differences import CONFIG, Understood, compare_judgement

from verify.certificate import certificate
from verify.interval import Interval
from verify.pipeline import check_facts
from verify.recheck import load, recheck
from verify.verdicts import Judgement, Status, Verdict

_FALSE = (Truth.FALSE, Truth.UNDEFINED)


@dataclass(frozen=True)
class Layer:
    """A layer: what it asks of one system, by its number, and how many it asks in the tests."""

    name: str
    wrong: Callable[[int], str]
    systems: int
    finite: bool = False  # whether there are no more than these
    quick: int = 1  # how many times as many it may ask as soon as the others ask one


def checked(text: str, *, certificates: bool = False) -> Judgement:
    """Check the text of a suite."""
    return check_facts(suites.facts_of(text), replace(CONFIG, certificates=certificates))


def _doubted(judgement: Judgement) -> str:
    if any(each.code == "unproved-refutation" for each in judgement.diagnostics):
        return "a refutation is not borne out by its proof"
    return ""


# Cases worked by hand, and the rounding table


def by_hand(number: int) -> str:
    """Hold the verdicts of a hand-made case against those worked out."""
    case = hand_cases.CASES[number]
    judgement = checked(case.text)
    found = laws.said_of(judgement)
    clashes = frozenset((kind, members) for members, kind in found.sets)
    if clashes != case.clashes:
        return f"{case.why}: {sorted((k, sorted(m)) for k, m in clashes)}"
    suspects = {c.claim.id for c in judgement.claims if c.verdict is Verdict.CONFLICT}
    if case.suspects is not None and suspects != case.suspects:
        return f"{case.why}: the suspects are {sorted(suspects)}"
    return ""


def by_rounding(number: int) -> str:
    """Hold one row of the rounding table against the decimal module."""
    return rounding_table.wrong(rounding_table.rows()[number])


# Oracles


def by_z3(number: int) -> str:
    """Hold all that is said of a boundary suite against Z3 and exact arithmetic."""
    suite = boundary_suite(30_000 + number)
    meaning = suite.meaning()
    found = Found()
    compare_judgement(found, Understood(meaning), checked(meaning.text))
    return "; ".join(found.wrong)


# Arithmetic by signs and ends


def by_signs(number: int) -> str:
    """Hold what is decided of a small world against what it can be."""
    return "; ".join(small_worlds.of_world(number).wrong)


# Witnesses and proofs


def by_witness(number: int) -> str:
    """Re-evaluate every witness by what the text means, and follow every proof."""
    suite = boundary_suite(10_000 + number)
    judgement = checked(suite.text(), certificates=True)
    if judgement.certificate is None:
        return ""
    written = json.dumps(certificate([judgement.certificate])).encode()
    report = recheck(load(written))
    if report.failures:
        return f"recheck: {report.failures[0].reason}"
    if doubt := _doubted(judgement):
        return doubt
    meaning = suite.meaning()
    for part in judgement.certificate["components"]:
        for held in part["consistent"]:
            if found := _broken(meaning, part, held, set(held["without"]), face=False):
                return found
        for conflict in part["conflicts"]:
            members = {*conflict["claims"], *conflict["assumptions"]}
            others = {entry.id for entry in meaning.entries} - members
            if conflict["severity"] == "conditional":
                continue  # under one choice of readings only
            face = conflict["severity"] == "rounding"
            for fewer in conflict["fewer"]:
                if found := _broken(meaning, part, fewer, {*others, fewer["without"]}, face=face):
                    return found
            if face and (found := _broken(meaning, part, conflict["loosely"], others, face=False)):
                return found
    return ""


def _broken(
    meaning: WildSuite, part: dict[str, Any], held: dict[str, Any], without: set[str], *, face: bool
) -> str:
    """Tell what of the text a witness breaks that is to satisfy all but some of it."""
    if held["witness"] is None:
        return ""
    ids = {variable.id: index for index, variable in enumerate(meaning.variables)}
    point: list[Point] = list(meaning.planted)
    known = set()
    for variable, written in zip(part["variables"], held["witness"], strict=True):
        if variable["id"] in ids:
            known.add(ids[variable["id"]])
            point[ids[variable["id"]]] = _value(written, variable["domain"])
    for index in known:
        if not within(meaning.variables[index], point[index]):
            return f"the witness {point[index]} is no value of {meaning.variables[index].id}"
    stated = [entry for entry in meaning.entries if entry.id not in without]
    relations = [*meaning.rules]
    relations += [Joined("or", tuple(_met(c, face=face) for c in e.choices)) for e in stated]
    for relation in relations:
        if known >= set(indices(relation)) and truth(relation, point) in _FALSE:
            return f"the witness {[str(each) for each in point]} breaks {relation}"
    return ""


def _met(choice: Choice, *, face: bool) -> Relation:
    said = choice.face if face else choice.loose
    return said if choice.condition is None else Joined("and", (said, choice.condition))


def _value(written: Any, domain: str) -> Point:
    if isinstance(written, dict):
        return Fraction(written["lower"]), Fraction(written["upper"])
    return str(written) if domain == "choice" else Fraction(written)


# Planted solutions


def by_planting(number: int) -> str:
    """Look for a conflict, or a bound, that leaves out a point which satisfies everything."""
    return planted(boundary_suite(20_000 + number, honest=True))


def planted(suite: Suite) -> str:
    """Return what is wrong with what is said of a suite that its planted point satisfies."""
    judgement = checked(suite.text())
    if judgement.status in (Status.INVALID, Status.CONFLICT, Status.ROUNDING):
        sets = [sorted(conflict.members) for conflict in judgement.conflicts]
        return f"{judgement.status.value} {sets}, though all holds at {_at(suite)}"
    if doubt := _doubted(judgement):
        return doubt
    at = {quantity.id: quantity.at for quantity in suite.quantities}
    bounds = [(each.id, each.values) for each in judgement.quantities]
    bounds += [(c.variable, c.implied) for c in judgement.claims if c.implied is not None]
    for id_, values in bounds:
        value = at[id_]
        if isinstance(values, Interval) and isinstance(value, Fraction):
            inside = _holds(values, value)
        else:
            inside = value in values  # type: ignore[operator]
        if not inside:
            return f"the bound {values} of {id_} leaves out {value}"
    return ""


def _holds(values: Interval, value: Fraction) -> bool:
    """Tell whether a number lies in an interval, without asking the interval."""
    above = (
        values.lower is None
        or value > values.lower
        or (value == values.lower and not values.lower_open)
    )
    below = (
        values.upper is None
        or value < values.upper
        or (value == values.upper and not values.upper_open)
    )
    return above and below


def _at(suite: Suite) -> str:
    return ", ".join(f"{each.id} = {each.at}" for each in suite.quantities)


# Laws


def by_laws(number: int) -> str:
    """Change a suite in ways that change nothing, or only so."""
    suite = boundary_suite(40_000 + number)
    return laws.broken(suite, number) if suite.claims else ""


LAYERS: Sequence[Layer] = (
    Layer("rounding", by_rounding, len(rounding_table.rows()), finite=True, quick=4),
    Layer("hand", by_hand, len(hand_cases.CASES), finite=True, quick=30),
    Layer("planted", by_planting, 200),
    Layer("witness", by_witness, 200),
    Layer("laws", by_laws, 60),
    Layer("signs", by_signs, 1_100, quick=10),
    Layer("z3", by_z3, 120),
)
