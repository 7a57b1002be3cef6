"""Verify: a type checker for published numbers.

    claim file → tree → document → facts → system → judgement → report

Layers, low to high (imports go down only):

    ground         source diagnostics config recheck conflicts
    quantities     units interval arithmetic quantity
    syntax         expression figure document formats packs
    meaning        typed dimension facts elaborate anchors
    mathematics    system derivation proof lemma formulate compile
    judgement      contract propagate sweep witness combine question decide
                   replay diagnose verdicts blame slips certificate judge
    wording        wording gap_words explain reports
    drivers        settings pipeline suite derived report api cli pytest_plugin

What is named below is the Python API; it is loaded when it is first used.
"""

from __future__ import annotations

TYPE_CHECKING = False  # that of `typing`, without its import, for which nobody should wait

if TYPE_CHECKING:
    from verify.api import check, load, load_all, loads
    from verify.derived import Comparison, Derived
    from verify.diagnostics import Diagnostic
    from verify.errors import (
        DimensionError,
        LiteralError,
        NotAtHandError,
        SuiteError,
        UnknownNameError,
        VerifyError,
    )
    from verify.report import Report, WhatIf, Why
    from verify.reports.schema import ClaimModel, ConflictModel
    from verify.suite import Suite

_MODULES = {
    "ClaimModel": "reports.schema",
    "Comparison": "derived",
    "ConflictModel": "reports.schema",
    "Derived": "derived",
    "Diagnostic": "diagnostics",
    "DimensionError": "errors",
    "LiteralError": "errors",
    "NotAtHandError": "errors",
    "Report": "report",
    "Suite": "suite",
    "SuiteError": "errors",
    "UnknownNameError": "errors",
    "VerifyError": "errors",
    "WhatIf": "report",
    "Why": "report",
    "check": "api",
    "load": "api",
    "load_all": "api",
    "loads": "api",
}

__all__ = [
    "ClaimModel",
    "Comparison",
    "ConflictModel",
    "Derived",
    "Diagnostic",
    "DimensionError",
    "LiteralError",
    "NotAtHandError",
    "Report",
    "Suite",
    "SuiteError",
    "UnknownNameError",
    "VerifyError",
    "WhatIf",
    "Why",
    "check",
    "load",
    "load_all",
    "loads",
]


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module 'verify' has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(f"verify.{_MODULES[name]}"), name)
    return found


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
