"""Certificates written by hand, a line for each thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from verify.recheck import digest

Tree = dict[str, Any]


def number(text: str) -> str:
    """Return a constant."""
    return text


def variable(place: int) -> Tree:
    """Return a variable as a term."""
    return {"variable": place}


def operation(operator: str, *operands: Any, exponent: str | None = None) -> Tree:
    """Return an operation."""
    found: Tree = {"operator": operator, "operands": list(operands)}
    return found if exponent is None else found | {"exponent": exponent}


def compare(left: Any, operator: str, right: Any) -> Tree:
    """Return a comparison."""
    return {"compare": operator, "left": left, "right": right}


def interval(lower: str | None, upper: str | None, ends: str = "[]") -> Tree:
    """Return an interval; `ends` are its brackets."""
    return {
        "lower": lower,
        "upper": upper,
        "lower_open": lower is None or ends[0] == "(",
        "upper_open": upper is None or ends[1] == ")",
    }


def real(id_: str, lower: str | None = None, upper: str | None = None, ends: str = "[]") -> Tree:
    """Declare a real variable."""
    limits = interval(lower, upper, ends)
    return {"id": id_, "domain": "real", "limits": limits, "names": []}


def integer(id_: str, lower: str | None = None, upper: str | None = None) -> Tree:
    """Declare a whole number."""
    return real(id_, lower, upper) | {"domain": "integer"}


def choice(id_: str, *names: str) -> Tree:
    """Declare a choice."""
    return real(id_) | {"domain": "choice", "names": list(names)}


def rule(formula: Tree) -> Tree:
    """State a rule."""
    return {"role": "rule", "id": "a rule", "level": "both", "formula": formula}


def claim(id_: str, formula: Tree) -> Tree:
    """State a claim."""
    return {"role": "claim", "id": id_, "level": "both", "formula": formula}


def narrow(place: int, by: int, values: Any) -> Tree:
    """Write a step."""
    return {"narrow": place, "by": by, "values": values}


def proof(*steps: Tree, end: Tree) -> Tree:
    """Write a proof."""
    return {"steps": list(steps), "end": end}


def refuting(variables: Sequence[Tree], constraints: Sequence[Tree], why: Tree | None) -> Tree:
    """Certify that constraints, all of them rules but some claims, cannot all hold.

    Of its minimality nothing is said.
    """
    claims = [each["id"] for each in constraints if each["role"] == "claim"]
    rules = [n for n, each in enumerate(constraints) if each["role"] == "rule"]
    fewer = [
        {
            "without": id_,
            "constraints": rules
            + [
                n
                for n, each in enumerate(constraints)
                if each["role"] == "claim" and each["id"] != id_
            ],
            "witness": None,
        }
        for id_ in claims
    ]
    conflict = {
        "claims": claims,
        "assumptions": [],
        "severity": "conflict",
        "constraints": list(range(len(constraints))),
        "proof": why,
        "fewer": fewer,
        "loosely": None,
    }
    return signed(component(variables, constraints, conflicts=[conflict]))


def holding(variables: Sequence[Tree], constraints: Sequence[Tree], witness: Any) -> Tree:
    """Certify that constraints can all hold."""
    everything = list(range(len(constraints)))
    one = {"without": [], "constraints": everything, "witness": witness}
    return signed(component(variables, constraints, consistent=[one]))


def component(
    variables: Sequence[Tree],
    constraints: Sequence[Tree],
    consistent: Sequence[Tree] = (),
    conflicts: Sequence[Tree] = (),
) -> Tree:
    """Write a component."""
    return {
        "variables": list(variables),
        "constraints": list(constraints),
        "consistent": list(consistent),
        "conflicts": list(conflicts),
    }


def signed(*components: Tree) -> Tree:
    """Write a certificate with its digest."""
    suites = [{"path": "by hand", "title": "", "components": list(components)}]
    return resigned({"version": 1, "digest": "", "suites": suites})


def resigned(data: Tree) -> Tree:
    """Return a certificate with the digest of what it says now."""
    return data | {"digest": digest(data)}
