"""Limits, budgets and policy of a check, as data: passed down, never global."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what is read; at a bound there is a clear error, never a slow answer."""

    file_bytes: int = 8_000_000
    values: int = 500_000  # texts, keys among them, lists and mappings of one file
    depth: int = 32
    text_length: int = 20_000  # code points of one scalar
    expression_length: int = 2_000  # code points of one rule
    expression_nodes: int = 500
    expression_depth: int = 50
    expression_chain: int = 120  # operations that build on one another, as those of a long sum
    digits: int = 400  # of one number
    exponent: int = 400  # of one number, either way
    power: int = 64  # whole powers in rules
    problems: int = 200  # diagnostics shown of one file


@dataclass(frozen=True, slots=True)
class Budget:
    """Bounds on solving, counted in steps so that a check ends at the same place every time."""

    revisions: int = 20_000  # of one propagation
    subsets: int = 4_000  # tests of one component's search
    z3_resources: int = 4_000_000  # Z3's `rlimit` for one question
    seconds: float | None = None  # of the whole check; a safety net


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that may differ from one run to the next."""

    limits: Limits = field(default_factory=Limits)
    budget: Budget = field(default_factory=Budget)
    policy: str = "default"  # the hedge table's policy
    sources: tuple[str, ...] = ()  # folders where texts of sources may lie
    fail_on: tuple[str, ...] = ("conflict",)
    certificates: bool = False  # whether proofs and witnesses are written out
    coverage: bool = False  # whether the texts at hand are searched for figures that nobody claims
    quantities: bool = True  # whether every quantity is bounded, which some reports do not show
