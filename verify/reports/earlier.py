"""A report that `verify check --format json` wrote, perhaps long ago, as plain data to compare.

It is held to what `verify.difference` and its reports look at, and to no more: one of another
version may have keys besides, or lack some. The published schema would refuse either.
"""

from __future__ import annotations

import json
import math
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationError

from verify.verdicts import Status

# A report of 10,000 claims has 16 MB and 690,000 values.
MOST_BYTES = 32_000_000
_VALUES = 2_000_000
_DEPTH = 32  # of what a conflict is made of


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, allow_inf_nan=False)


class _Gap(_Shape):
    factor: float | None


class _Conflict(_Shape):
    severity: Literal["conflict", "rounding", "conditional"]
    claims: list[str]
    assumptions: list[str]
    group: int
    gap: _Gap | None
    expected: str | None = None


class _Bounds(_Shape):
    lower: float | str | None
    upper: float | str | None
    lower_open: bool
    upper_open: bool
    unit: str


class _Names(_Shape):
    names: list[str]


def _sort(bounds: Any) -> str:
    return "names" if isinstance(bounds, dict) and "names" in bounds else "ends"


_Set = Annotated[
    Annotated[_Bounds, Tag("ends")] | Annotated[_Names, Tag("names")], Discriminator(_sort)
]


class _Claim(_Shape):
    id: str
    verdict: str
    otherwise: str | None
    figure: str | None
    value: str | None = None
    published: _Set | None = None
    loose: _Set | None = None


class _Suite(_Shape):
    path: str
    status: Literal[*map(str, Status)]  # type: ignore[valid-type] # the names of an Enum
    claims: list[_Claim]
    conflicts: list[_Conflict]


class _Report(_Shape):
    version: Annotated[int, Field(ge=1, le=1)]  # a Literal would take `true` for 1
    suites: list[_Suite]


class NoReportError(Exception):
    """The bytes are no report that can be compared; the text says why."""


def read(data: bytes) -> dict[str, Any]:
    """Return a report as data, all of it as it is written; raises `NoReportError`."""
    if len(data) > MOST_BYTES:
        raise NoReportError(f"it is longer than {MOST_BYTES:,} bytes")
    if sum(map(data.count, (b"[", b"{", b","))) > _VALUES:  # an upper bound, before any is built
        raise NoReportError(f"it has more than {_VALUES:,} values")
    try:
        report: dict[str, Any] = json.loads(data, parse_float=_finite, parse_constant=_finite)
        _Report.model_validate(report)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "it"
        raise NoReportError(f"{place}: {first['msg']}") from error
    except (ValueError, RecursionError) as error:
        raise NoReportError(f"it is no JSON: {error}") from error
    if not all(_shallow(suite["conflicts"], _DEPTH) for suite in report["suites"]):
        raise NoReportError(f"a conflict is nested more than {_DEPTH} deep")
    return report


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text[:20]} is no number")
    return value


def _shallow(value: Any, most: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return most > 0 and all(_shallow(each, most - 1) for each in inner)
