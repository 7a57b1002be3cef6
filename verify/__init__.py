"""Verify: a type checker for published numbers.

    import verify

    suite = verify.load("claims/colossus")       # or loads(text), or verify.Suite() and build it
    report = verify.check(suite)                 # which figures can all be true together
    report.claim("pulse.fee").verdict            # 'disputed'
    report["deal.total"].within("44 .. 46 billion USD")
    report.why("deal.total")                     # how it follows from the rest
    report.what_if("deal.term = 48 month")       # what would change

Everything here raises a VerifyError, if anything, with findings that say what to write instead.
What is named below is loaded when it is first used; README lists the modules by layers.
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
