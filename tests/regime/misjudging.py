"""Seeded bugs of deciding and searching: answers that are not proved, sets that are not minimal."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from patching import Function, everywhere, method

from verify import conflicts, kernel
from verify.arithmetic import Doubles
from verify.component import Component
from verify.conflicts import Answer, Enumeration
from verify.decide import Decider, Decision
from verify.diagnose import Diagnosis
from verify.interval import Interval
from verify.propagate import Network
from verify.sweep import Sweeper


def inward_rounding() -> None:
    """Computed ends are rounded to the next double inward."""
    kernel._NAMES["after"] = lambda value, toward: math.nextafter(value, -toward)
    down, up = Doubles.down, Doubles.up
    method(Doubles, "down", lambda _: up)
    method(Doubles, "up", lambda _: down)


def whole_end_cut() -> None:
    """A closed end at a whole number excludes it, as an open one does."""
    from verify import arithmetic

    everywhere(arithmetic, "_first_whole", lambda before: lambda value, _: before(value, True))


def premise_forgotten() -> None:
    """A core leaves out one of the constraints that it leant on."""

    def patched(before: Function) -> Function:
        def core(self: Any, state: Any) -> frozenset[int]:
            found: frozenset[int] = before(self, state)
            return found - {max(found)} if len(found) > 2 else found

        return core

    method(Sweeper, "core", patched)
    method(Network, "core", patched)


def witness_not_checked() -> None:
    """A witness of one set is taken for one of whatever is asked next."""
    method(Decider, "_remembered", lambda _: lambda *_: True)


def unknown_as_consistent() -> None:
    """Where propagation does not refute, everything is taken to hold."""
    method(Decider, "_algebra", lambda _: lambda *_: Decision(Answer.CONSISTENT))


def bound_too_narrow() -> None:
    """What the rest leaves of a quantity is told without its ends."""

    def patched(before: Function) -> Function:
        def bounds(*args: Any, **options: Any) -> Any:
            found = before(*args, **options)
            if found is None or isinstance(found.values, frozenset):
                return found
            ends = found.values
            if ends.lower == ends.upper:
                return found
            return replace(found, values=Interval(ends.lower, ends.upper, True, True))

        return bounds

    method(Component, "bounds", patched)


def correction_not_verified() -> None:
    """Giving up any member of the first conflict is taken to mend all of them."""

    def patched(before: Function) -> Function:
        def result(*args: Any) -> Enumeration:
            found: Enumeration = before(*args)
            if not found.conflicts:
                return found
            first = found.conflicts[0].members
            everything = found.largest[0] | found.corrections[0] if found.corrections else first
            fixes = tuple(frozenset([item]) for item in sorted(first))
            return replace(
                found, corrections=fixes, largest=tuple(everything - fix for fix in fixes)
            )

        return result

    everywhere(conflicts, "_result", patched)


def first_conflict_only() -> None:
    """The search ends with its first conflict and calls itself complete."""

    def patched(before: Function) -> Function:
        def result(*args: Any) -> Enumeration:
            found: Enumeration = before(*args)
            return replace(found, conflicts=found.conflicts[:1])

        return result

    everywhere(conflicts, "_result", patched)


def everyone_a_suspect() -> None:
    """Every correction counts as a cheapest one."""
    everyone = property(lambda self: tuple(c for c, _ in self.corrections))
    setattr(Diagnosis, "cheapest", everyone)  # noqa: B010
