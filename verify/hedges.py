"""The hedge table as a value: how far each word moves a printed number's two sets.

The table itself is `hedges.toml`, one row for each hedge with its reason. A policy picks the
widths; a suite may override a width or a row, and the policy's name then says so.

>>> load_policy().name
'default'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from verify.diagnostics import Problem, suggestion
from verify.interval import Interval

Words = tuple[str, ...]


class Effect(StrEnum):
    """What a hedge does to a number."""

    ABOUT = "about"
    NEARLY = "nearly"
    JUST_OVER = "just-over"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    NONE = "none"

    @property
    def bound(self) -> bool:
        """Whether it makes a bound of the number."""
        return self in (Effect.OVER, Effect.UNDER, Effect.AT_LEAST, Effect.AT_MOST)


@dataclass(frozen=True, slots=True)
class Hedge:
    """A row of the table; `share` and `units`, where given, replace the policy's widths."""

    name: str
    effect: Effect
    before: tuple[str, ...]
    after: tuple[str, ...]
    reason: str
    citation: str
    share: Fraction | None = None
    units: Fraction | None = None


@dataclass(frozen=True, slots=True)
class WordSet:
    """A phrase that gives a set of numbers without digits; `share` says that it is of a whole."""

    phrases: tuple[str, ...]
    share: bool
    interval: Interval
    reason: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a period, such as `late`: first and last month of a year, or day of a month."""

    name: str
    phrases: tuple[str, ...]
    months: tuple[tuple[int, int], tuple[int, int]]  # at face, loosely
    days: tuple[tuple[int, int], tuple[int, int]]
    reason: str


@dataclass(frozen=True, slots=True, eq=False)  # hashed by identity: its tables are cached
class Policy:
    """The hedge table in force.

    `share` and `units` of a width are a share of the number and a count of units of its last
    significant digit. `problems` are overrides that were not understood and left out.
    """

    name: str
    about: tuple[Fraction, Fraction]
    side: tuple[Fraction, Fraction]
    round_units: Fraction
    plain_units: Fraction
    bound_units: Fraction
    multiple_face: Fraction
    multiple_share: Fraction
    fraction_face: Fraction
    fraction_share: Fraction
    wide_periods: bool
    hedges: tuple[Hedge, ...]
    sets: tuple[WordSet, ...]
    parts: tuple[Part, ...]
    dates: tuple[tuple[str, tuple[str, ...]], ...]
    problems: tuple[Problem, ...] = ()

    def width(self, hedge: Hedge, value: Fraction, step: Fraction) -> Fraction:
        """Return how far a hedge lets a number be off, loosely."""
        share, units = self.about if hedge.effect is Effect.ABOUT else self.side
        share = share if hedge.share is None else hedge.share
        units = units if hedge.units is None else hedge.units
        return max(share * abs(value), units * step)

    def describe(self, hedge: Hedge) -> str:
        """Return a hedge's loose width in words."""
        share, units = self.about if hedge.effect is Effect.ABOUT else self.side
        share = share if hedge.share is None else hedge.share
        units = units if hedge.units is None else hedge.units
        unit = "unit" if units <= 1 else "units"
        return f"{percentage(share)} or {units} {unit} of the last digit, whichever is more"


def load_policy(name: str = "default", overrides: Mapping[str, Any] | None = None) -> Policy:
    """Return a policy of the table, with a suite's overrides.

    An override's key is a width of the policy (`about_share: 15 %`, `round_units: 1/2`) or a
    hedge's name or word with its own widths (`roughly: 20 %`, `roughly: {share: 20 %, units: 2}`).
    What is not understood is in the policy's `problems`, and changes nothing.

    >>> load_policy("generous").about[0]
    Fraction(1, 5)
    """
    if not overrides and name in _table()["policy"]:
        return _policy(name)
    problems: list[Problem] = []
    if name not in _table()["policy"]:
        known = _table()["policy"]
        near = suggestion(name, known)
        help = f"did you mean {near}?" if near else f"known policies: {', '.join(known)}"
        problems.append(Problem("unknown-policy", f"there is no policy '{name}'", help=help))
        name = "default"
    policy = _policy(name)
    applied: list[str] = []
    for key, value in (overrides or {}).items():
        changed = _overridden(policy, str(key), value)
        if isinstance(changed, Problem):
            problems.append(changed)
        else:
            policy = changed
            applied.append(str(key))
    changes = f" with {', '.join(sorted(applied))} overridden" if applied else ""
    return replace(policy, name=f"{name}{changes}", problems=tuple(problems))


def policies() -> tuple[str, ...]:
    """Return the names of the policies in the table."""
    return tuple(_table()["policy"])


@cache
def _table() -> dict[str, Any]:
    import tomllib

    return tomllib.loads(resources.files("verify").joinpath("hedges.toml").read_text("utf-8"))


@cache
def _policy(name: str) -> Policy:
    table = _table()
    row = table["policy"][name]
    number = {key: _width(row[key]) for key in row if key.endswith(_WIDTHS)}
    return Policy(
        name=name,
        about=(_known(number["about_share"]), _known(number["about_units"])),
        side=(_known(number["side_share"]), _known(number["side_units"])),
        round_units=_known(number["round_units"]),
        plain_units=_known(number["plain_units"]),
        bound_units=_known(number["bound_units"]),
        multiple_face=_known(number["multiple_face"]),
        multiple_share=_known(number["multiple_share"]),
        fraction_face=_known(number["fraction_face"]),
        fraction_share=_known(number["fraction_share"]),
        wide_periods=row["period_words"] == "wide",
        hedges=tuple(_hedge(each) for each in table["hedge"]),
        sets=tuple(
            WordSet(tuple(each["words"]), each["of"] == "share", _set(each["set"]), each["reason"])
            for each in table["set"]
        ),
        parts=tuple(_part(key, each) for key, each in table["period"].items()),
        dates=tuple((key, tuple(each["words"])) for key, each in table["date"].items()),
    )


_WIDTHS = ("_share", "_units", "_face")


def _hedge(row: Mapping[str, Any]) -> Hedge:
    return Hedge(
        row["name"],
        Effect(row["effect"]),
        tuple(row["words"]),
        tuple(row.get("after", ())),
        row["reason"],
        row["citation"],
        _width(row["share"]) if "share" in row else None,
        _width(row["units"]) if "units" in row else None,
    )


def _set(text: str) -> Interval:
    lower, upper = (Fraction(end.strip()) for end in text[1:-1].split(","))
    return Interval(lower, upper, text.startswith("("), text.endswith(")"))


def _part(name: str, row: Mapping[str, Any]) -> Part:
    def both(key: str) -> tuple[tuple[int, int], tuple[int, int]]:
        narrow, wide = row[f"narrow_{key}"], row[f"wide_{key}"]
        return (narrow[0], narrow[1]), (wide[0], wide[1])

    return Part(name, tuple(row["words"]), both("months"), both("days"), row["reason"])


def _overridden(policy: Policy, key: str, value: Any) -> Policy | Problem:
    """Return the policy with one override, or what is wrong with it."""
    hedge = _hedge_named(policy, key)
    if hedge is not None:
        return _with_row(policy, hedge, key, value)
    width = _width(value)
    if key not in _table()["policy"]["default"] or not key.endswith(_WIDTHS):
        names = [each for each in _table()["policy"]["default"] if each.endswith(_WIDTHS)]
        near = suggestion(key, [*names, *(word for row in policy.hedges for word in row.before)])
        help = f"did you mean {near}?" if near else f"widths are {', '.join(names)}"
        return Problem("unknown-hedge", f"'{key}' is no hedge and no width of a policy", help=help)
    if width is None:
        return _bad_width(key, value)
    group, _, part = key.rpartition("_")
    if group in ("about", "side"):
        share, units = policy.about if group == "about" else policy.side
        pair = (width, units) if part == "share" else (share, width)
        return replace(policy, about=pair) if group == "about" else replace(policy, side=pair)
    fields: dict[str, Any] = {key: width}
    return replace(policy, **fields)


def _hedge_named(policy: Policy, key: str) -> Hedge | None:
    wanted = key.casefold()
    for hedge in policy.hedges:
        if wanted == hedge.name or wanted in hedge.before:
            return hedge
    return None


def _with_row(policy: Policy, hedge: Hedge, key: str, value: Any) -> Policy | Problem:
    """Give one word, or a whole row if named by its name, widths of its own."""
    if hedge.effect.bound or hedge.effect is Effect.NONE:
        message = f"the hedge '{key}' has no width to override"
        return Problem("unknown-hedge", message, help="override `bound_units` for all bounds")
    given = value if isinstance(value, Mapping) else {"share": value}
    widths = {str(name): _width(each) for name, each in given.items()}
    for name, width in widths.items():
        if name not in ("share", "units"):
            return Problem("unknown-hedge", f"'{name}' is no width", help="write share or units")
        if width is None:
            return _bad_width(f"{key}.{name}", given.get(name))
    changed = replace(
        hedge,
        share=widths.get("share", hedge.share),
        units=widths.get("units", hedge.units),
    )
    if key.casefold() == hedge.name:
        rows = tuple(changed if each is hedge else each for each in policy.hedges)
        return replace(policy, hedges=rows)
    word = key.casefold()
    alone = replace(changed, name=word, before=(word,), after=())
    rest = replace(hedge, before=tuple(each for each in hedge.before if each != word))
    rows = tuple(rest if each is hedge else each for each in policy.hedges)
    return replace(policy, hedges=(alone, *rows))


def _bad_width(key: str, value: Any) -> Problem:
    shown = str(value)[:40]
    message = f"'{shown}' is no width for {key}"
    return Problem("bad-width", message, help="write a share such as 15 % or a number such as 1/2")


def _width(value: Any) -> Fraction | None:
    """Read `10 %`, `0.1`, `1/2`: nothing negative, nothing longer than twelve characters."""
    text = str(value).strip()
    hundred = text.endswith("%")
    text = text.removesuffix("%").strip()
    if not text or len(text) > 12 or any(each not in "0123456789./" for each in text):
        return None
    try:
        number = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None
    return number / 100 if hundred else number


def _known(width: Fraction | None) -> Fraction:
    assert width is not None, "the table's own widths are readable"
    return width


def percentage(share: Fraction) -> str:
    """Write a share as a percentage.

    >>> percentage(Fraction(1, 10))
    '10 %'
    """
    return f"{share * 100} %"
