"""Changes of a certificate, one at a time."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from hand_written import Tree

Path = tuple[str | int, ...]
OPERATORS = {
    "==": "<=",
    "<=": "<",
    "<": "<=",
    "!=": "==",
    "add": "subtract",
    "subtract": "add",
    "multiply": "divide",
    "divide": "multiply",
    "min": "max",
    "max": "min",
}


def leaves(node: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield everything that is neither list nor object, with the way to it."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, (*path, key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from leaves(value, (*path, number))
    else:
        yield path, node


def changed(data: Tree, path: Path, value: Any) -> Tree:
    """Return a copy with another value at one place."""
    found = copy.deepcopy(data)
    inner: Any = found
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return found


def without(data: Tree, path: Path) -> Tree:
    """Return a copy that lacks what is at one place."""
    found = copy.deepcopy(data)
    inner: Any = found
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return found


def other(value: Any) -> Any:
    """Return something of the same kind that is not the value."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value is None:
        return "1"
    if value in OPERATORS:
        return OPERATORS[value]
    try:
        number = Fraction(value)
    except ValueError:
        return value + "x"
    return str(number + abs(number) / 1000 + 1)


def shown(path: Path) -> str:
    """Write a place for a failing test's name."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
