"""Random suites whose rules are templates: of a kind, or of every period.

One subject may fill two roles, or a role of its own; a claim's date may leave its period open, and
then each period spoken of is a way to understand it, and so is one that nothing else speaks of.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from drawing import Drawing
from exact import Truth, UnclearError, truth, value
from meaning import Choice, Entry, WildSuite
from relations import Apply, Compared, Joined, Name, Number, Relation, Value, indices, placed, text

from verify.interval import EVERYTHING, Interval
from verify.system import Variable

_POSITIVE = Interval(Fraction(0))
_YEARS = ("2023", "2024", "2025")
_MONTHS = ("2024-01", "2024-02", "2024-03", "2024-04")
_FIXED = 2  # the place, in a period's rules, of the quantity that does not vary


@dataclass(frozen=True)
class _Template:
    """Rules over places; the last place is what the first rule defines from the others."""

    names: tuple[str, ...]
    term: Value
    rules: tuple[Relation, ...]

    @property
    def printed(self) -> list[str]:
        """The text of the rules."""
        return [text(rule, self.names) for rule in self.rules]


def of_kinds(rng: random.Random) -> WildSuite:
    """Draw subjects of a kind with two roles, several of them filled alike."""
    world = Drawing(rng, "roles")
    things = [f"t{number}" for number in range(rng.randint(2, 3))]
    size, cost = _declared(rng), _declared(rng)
    for thing in things:
        for name, declared in (("size", size), ("cost", cost)):
            _add(world, f"{thing}.{name}", declared)
    pairs = {"p0": (things[0], things[0])}
    for number in range(rng.randint(0, 2)):
        pairs[f"p{1 + number}"] = (rng.choice(things), rng.choice(things))
    locals_ = ("left.size", "right.size", rng.choice(["left.cost", "right.cost"]), "total")
    names = world.names
    filled = [
        [names.index(_of_role(name, pair)) for name in locals_[:-1]] for pair in pairs.values()
    ]
    made = _defining(world, filled, locals_)
    instances = [
        [*places, _defined(world, f"{pair}.total", {}, made, places)]
        for pair, places in zip(pairs, filled, strict=True)
    ]
    template = _with_more(world, made, instances)
    _claims(world)
    written: dict[str, object] = {
        "kinds": {
            "thing": {"quantities": {"size": size, "cost": cost}},
            "pair": {
                "roles": {"left": "thing", "right": "thing"},
                "quantities": {"total": {"unit": "1"}},
                "rules": template.printed,
            },
        },
        "subjects": {
            **{thing: {"kind": "thing"} for thing in things},
            **{name: {"kind": "pair", "left": a, "right": b} for name, (a, b) in pairs.items()},
        },
    }
    return _suite(world, written, template, instances)


def of_periods(rng: random.Random) -> WildSuite:
    """Draw quantities that vary, claims of some of their periods, and claims of no certain one."""
    world = Drawing(rng, "periods")
    calendar = rng.choice([_YEARS, _MONTHS])
    declared = [_declared(rng, 0.0) for _ in range(2)]  # Z3 is slow with whole ones of each period
    fixed = _declared(rng, 0.0)
    locals_ = ("v0", "v1", "f", "v2")
    plans = [list(_plan(rng, number, calendar)) for number in range(rng.randint(3, 6))]
    certain = (plan for each in plans for plan in each if plan.certain and plan.periods)
    spoken = sorted({plan.periods[0] for plan in certain})
    open_ = [f"?c{n}" for n, each in enumerate(plans) if not all(plan.certain for plan in each)]
    periods = [*spoken, *open_]
    common = _add(world, "f", fixed)
    filled = []
    for period in periods:
        at = period.replace("?", "other:")
        filled.append(
            [*(_add(world, f"v{n}@{at}", each) for n, each in enumerate(declared)), common]
        )
    made = _defining(world, filled, locals_)
    instances = [
        [*places, _defined(world, f"v2@{period.replace('?', 'other:')}", {}, made, places)]
        for period, places in zip(periods, filled, strict=True)
    ]
    template = _with_more(world, made, instances)
    by_period = dict(zip(periods, instances, strict=True))
    for number, each in enumerate(plans):
        _claim(world, f"c{number}", each, by_period, locals_)
    if rng.random() < 0.3:
        _assume(world, instances, locals_)
    varies = {"varies": "year" if calendar is _YEARS else "month"}
    quantities = {
        **{f"v{number}": {**each, **varies} for number, each in enumerate(declared)},
        "v2": {"unit": "1", **varies},
        "f": fixed,
    }
    written: dict[str, object] = {"quantities": quantities, "rules": template.printed}
    return _suite(world, written, template, instances)


@dataclass(frozen=True)
class _Plan:
    """What a claim or a reading of it is about, when, and the periods of the calendar meant."""

    place: int
    as_of: str
    periods: tuple[str, ...]
    certain: bool  # whether it is about one period alone


def _plan(rng: random.Random, number: int, calendar: Sequence[str]) -> Iterator[_Plan]:
    """Draw a claim's readings, mostly one; the first claim's period is certain."""
    for _ in range(2 if number and rng.random() < 0.2 else 1):
        place = rng.choice([0, 1, 3, 3, 3, 2] if number else [0, 1, 3])
        first = rng.randrange(len(calendar))
        last = rng.randrange(len(calendar))
        kind = rng.randrange(4) if number and first < last and rng.random() < 0.7 else 4
        if place == _FIXED:  # has no period
            yield _Plan(place, rng.choice(["", calendar[first]]), (), True)
        elif kind == 4:
            at = calendar[first] + rng.choice(["", "", "-03" if calendar is _YEARS else "-09"])
            yield _Plan(place, at, (calendar[first],), True)
        elif kind == 3:
            yield _Plan(place, "", tuple(calendar), False)
        elif kind == 2:
            yield _Plan(place, f"<= {calendar[last]}", tuple(calendar[: last + 1]), False)
        else:
            spread = tuple(calendar[first : last + 1])
            yield _Plan(place, f"{calendar[first]} .. {calendar[last]}", spread, False)


def _claim(
    world: Drawing,
    id_: str,
    plans: Sequence[_Plan],
    instances: dict[str, list[int]],
    names: Sequence[str],
) -> None:
    choices: list[Choice] = []
    readings: list[dict[str, object]] = []
    for plan in plans:
        periods = [period for period in plan.periods if period in instances]
        periods += [] if plan.certain else [f"?{id_}"]
        meant = [instances[period][plan.place] for period in periods]
        if plan.place == _FIXED:
            meant = [next(iter(instances.values()))[_FIXED]]
        about = world.rng.choice(meant)
        choice, said = world.said(about, 0.65)
        choices += [_of_other(choice, about, index) for index in meant]
        reading: dict[str, object] = {"about": names[plan.place], "value": said}
        readings.append({**reading, "as_of": plan.as_of} if plan.as_of else reading)
    printed: dict[str, object] = {"id": id_}
    if len(readings) == 1:
        printed.update(readings[0])
    else:
        printed["readings"] = dict(zip("rs", readings, strict=True))
    world.entries.append((Entry(id_, tuple(choices)), printed))


def _assume(world: Drawing, instances: Sequence[Sequence[int]], names: Sequence[str]) -> None:
    """Assume a value, which a quantity that varies has in every period."""
    place = world.rng.randrange(len(names))
    meant = sorted({each[place] for each in instances})
    about = world.rng.choice(meant)
    choice, said = world.said(about, 0.6)
    each = [_of_other(choice, about, index) for index in meant]
    whole = Choice(
        about,
        Joined("and", tuple(one.loose for one in each)),
        Joined("and", tuple(one.face for one in each)),
    )
    soft = world.rng.random() < 0.5
    printed = {"id": "u", "soft": soft, "about": names[place], "value": said}
    world.entries.append((Entry("u", (whole,), soft, claim=False), printed))


def _claims(world: Drawing) -> None:
    for number in range(world.rng.randint(3, 6)):
        world.claim(number)
    if world.rng.random() < 0.3:
        world.assumption(soft=world.rng.random() < 0.5)


def _of_other(choice: Choice, about: int, index: int) -> Choice:
    """Say the same of another variable."""
    places = {about: index}
    return Choice(index, placed(choice.loose, places), placed(choice.face, places))


def _declared(rng: random.Random, whole: float = 0.2) -> dict[str, object]:
    """Draw how a quantity is declared; all its subjects and periods share that."""
    declared: dict[str, object] = {"unit": "1"}
    if rng.random() < whole:
        declared = {"domain": "integer"}
    if rng.random() < 0.4:
        declared["min"] = "0"
    return declared


def _add(world: Drawing, id_: str, declared: dict[str, object]) -> int:
    rng = world.rng
    whole, positive = declared.get("domain") == "integer", "min" in declared
    low, high = (0 if positive else -5), 12
    at = Fraction(rng.randint(low, high), 1 if whole else rng.choice([1, 1, 2, 4, 10]))
    domain = "integer" if whole else "real"
    index = world.add(declared, Variable(id_, domain, _POSITIVE if positive else EVERYTHING), at)
    world.leaves.append(Name(index))
    return index


def _of_role(name: str, pair: tuple[str, str]) -> str:
    role, quantity = name.split(".")
    return f"{pair[0 if role == 'left' else 1]}.{quantity}"


def _defining(world: Drawing, filled: Sequence[Sequence[int]], names: tuple[str, ...]) -> _Template:
    """Draw what the last place is, of all others, such that it has a value in every instance."""
    rng = world.rng
    order = list(range(len(names) - 1))
    while True:
        rng.shuffle(order)
        term: Value = Name(order[0])
        for place in order[1:]:
            other: Value = Name(place)
            if rng.random() < 0.2:
                other = Apply("**", (other,), Fraction(2))
            term = Apply(rng.choice(["+", "-", "*", "*", "/", "min", "max"]), (term, other))
        if all(_at(world, term, places) is not None for places in filled):
            rule = Compared("==", Name(len(names) - 1), term)
            return _Template(names, term, (rule,))


def _at(world: Drawing, term: Value, places: Sequence[int]) -> Fraction | None:
    said = placed(Compared("==", term, Number(Fraction(0))), dict(enumerate(places)))
    assert isinstance(said, Compared)
    found = value(said.left, world.point)
    return found if isinstance(found, Fraction) else None


def _defined(
    world: Drawing,
    id_: str,
    declared: dict[str, object],
    template: _Template,
    places: Sequence[int],
) -> int:
    at = _at(world, template.term, places)
    assert at is not None
    world.leaves.append(Name(world.add(declared, Variable(id_), at)))
    return world.leaves[-1].index


def _with_more(
    world: Drawing, template: _Template, instances: Sequence[Sequence[int]]
) -> _Template:
    """Add rules that hold in every instance at the planted point."""
    local = Drawing(world.rng, "real")
    for name, index in zip(template.names, instances[0], strict=True):
        local.leaves.append(Name(local.add({}, Variable(name), world.point[index])))
    rules = list(template.rules)
    for _ in range(6):
        relation = local.true(local.relation(0))
        if relation is None or relation in rules or not set(indices(relation)):
            continue
        try:
            known = [
                truth(placed(relation, dict(enumerate(places))), world.point)
                for places in instances
            ]
        except UnclearError:
            continue
        if set(known) == {Truth.TRUE}:
            rules.append(relation)
            break
    return replace(template, rules=tuple(rules))


def _suite(
    world: Drawing,
    written: dict[str, object],
    template: _Template,
    instances: Sequence[Sequence[int]],
) -> WildSuite:
    parts = {
        **written,
        "claims": [printed for entry, printed in world.entries if entry.claim],
        "assumptions": [printed for entry, printed in world.entries if not entry.claim],
    }
    rules = [
        placed(rule, dict(enumerate(places))) for places in instances for rule in template.rules
    ]
    return WildSuite(
        world.shape,
        json.dumps({key: part for key, part in parts.items() if part}, indent=1),
        tuple(world.variables),
        tuple(rules),
        tuple(entry for entry, _ in world.entries),
        tuple(world.point),
    )
