"""The Python API as its users write it: mypy and pyright check it, and a test runs it."""

from __future__ import annotations

from fractions import Fraction

import verify


def built() -> verify.Suite:
    """Return a suite of three figures that cannot all hold."""
    return (
        verify.Suite("Three figures")
        .quantity("fee", unit="USD/month", min=0)
        .quantity("term", unit="month", min=0)
        .quantity("total", unit="USD", min=0)
        .rule("total == fee * term", id="total")
        .source("filing", publisher="Example", date="2026-05-20", derived_from=[])
        .claim("fee", figure="$1.25 billion per month", source="filing")
        .claim("term", value="36 month", figure="three years", exact=True)
        .claim("total", figure="$100B")
    )


def run() -> list[str]:
    """Go through the API once, and return what it says."""
    suite: verify.Suite = built().assume("term", "30 .. 40 month", soft=True, doc="usual")
    said: list[str] = []
    try:
        report: verify.Report = verify.check(suite, seconds=30)
    except verify.SuiteError as error:
        return [f"{each.span}: {each.message}" for each in error.diagnostics]
    total: verify.Derived = report["total"]
    lower: Fraction | None = total.lower
    comparison: verify.Comparison = total.within("> 0 USD")
    said.append(f"{report.status} {lower is None} {bool(comparison)}")
    said.extend(f"{claim.id}: {claim.verdict}" for claim in report.claims)
    for conflict in report.conflicts:
        factor: float | None = conflict.gap.factor if conflict.gap is not None else None
        said.append(f"{conflict.severity}: {', '.join(conflict.claims)} apart by {factor}")
    why: verify.Why = report.why("total")
    changed: verify.WhatIf = report.what_if("term = 80 month")
    said.append(f"{why.name}: {changed.status}, {len(changed.resolved)} resolved")
    again: verify.Report = verify.Report.from_json(report.to_json())
    said.append(str(again == report))
    said.append(str(verify.loads(suite.to_yaml()) == suite))
    return said
