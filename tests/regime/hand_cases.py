"""Small suites whose conflicts were worked out by hand, each next to a boundary.

A row is: why; quantities; rules; claims, named a, b, c … in order (an assumption begins with a
`!`, a soft one with `!!`); and the sets that clash: `ab` cannot hold, `~ab` cannot hold at face,
`?ab` only under some readings or with a judgement. Every set is listed, none means consistent;
`!b` names the only suspect.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """A suite and the sets of its claims that clash."""

    why: str
    text: str
    clashes: frozenset[tuple[str, frozenset[str]]]
    suspects: frozenset[str] | None = None  # those that every cheapest correction withdraws


_KINDS = {"~": "rounding", "?": "conditional"}
X, XY, XYZ = (
    "x: {unit: 1}",
    "x: {unit: 1}, y: {unit: 1}",
    "x: {unit: 1}, y: {unit: 1}, z: {unit: 1}",
)
WHOLE = "x: {domain: integer}"
TWO = "readings: {p: {about: x, value: 1}, q: {about: y, value: 2}}"
TIED = "readings: {p: {about: x, value: 1, when: s == on}, q: {about: x, value: 2, when: s == off}}"
STATE = "x: {unit: 1}, s: {choices: [on, off]}"

Row = tuple[str, str, list[str | dict[str, str]], list[str], str]
ROWS: list[Row] = [
    # rounding rules: which half belongs to the printed number
    ("half up of 2 is [1.5, 2.5)", X, [], ["x figure: 2, rounding: half_up", "x 2.5"], "ab"),
    ("and 1.5 is in it", X, [], ["x figure: 2, rounding: half_up", "x 1.5"], ""),
    ("half up of -2 is (-2.5, -1.5]", X, [], ["x figure: -2, rounding: half_up", "x -2.5"], "ab"),
    ("and -1.5 is in it", X, [], ["x figure: -2, rounding: half_up", "x -1.5"], ""),
    ("half even of 2 is [1.5, 2.5]", X, [], ["x figure: 2, rounding: half_even", "x 2.5"], ""),
    ("half even of 3 is (2.5, 3.5)", X, [], ["x figure: 3, rounding: half_even", "x 2.5"], "ab"),
    ("a half of 3 to 4 is 4", X, [], ["x figure: 3, rounding: half_even", "x 3.5"], "ab"),
    ("nearest of 3 is [2.5, 3.5]", X, [], ["x figure: 3, rounding: nearest", "x 3.5"], ""),
    ("-1.9 is cut to -1", X, [], ["x figure: -1, rounding: truncate", "x -1.9"], ""),
    ("-0.9 is not", X, [], ["x figure: -1, rounding: truncate", "x -0.9"], "ab"),
    ("-0.9 is cut to 0", X, [], ["x figure: 0, rounding: truncate", "x -0.9"], ""),
    ("and 0.9 is", X, [], ["x figure: 0, rounding: truncate", "x 0.9"], ""),
    ("the floor of -1.9 is -2", X, [], ["x figure: -2, rounding: floor", "x -1.9"], ""),
    ("the floor of -2.1 is -3", X, [], ["x figure: -2, rounding: floor", "x -2.1"], "ab"),
    ("the ceiling of 1 is 1", X, [], ["x figure: 2, rounding: ceiling", "x 1"], "ab"),
    (
        "996 to one digit is 1000, as is 951",
        X,
        [],
        ["x figure: 1000, precision: 1 digits", "x 951"],
        "",
    ),
    ("949 to one digit is 900", X, [], ["x figure: 1000, precision: 1 digits", "x 949"], "ab"),
    ("5 % of 200 is 10", X, [], ["x figure: 200, precision: 5 %", "x 190"], ""),
    ("and not 11", X, [], ["x figure: 200, precision: 5 %", "x 189"], "ab"),
    # digits and hedges
    ("25.10 is ± 0.005", X, [], ["x figure: 25.10", "x 25.14"], "ab"),
    ("25.1 is ± 0.05", X, [], ["x figure: 25.1", "x 25.14"], ""),
    ("300 loosely reaches 310", X, [], ["x figure: 300", "x 310"], "~ab"),
    ("about 300 reaches 330", X, [], ["x figure: about 300", "x 330"], "~ab"),
    ("and not 331", X, [], ["x figure: about 300", "x 331"], "ab"),
    ("nearly 300 is no more", X, [], ["x figure: nearly 300", "x 301"], "ab"),
    ("over 40 is not 39.5", X, [], ["x figure: over 40", "x 39.5"], "ab"),
    ("at least 40 loosely is", X, [], ["x figure: at least 40", "x 39.5"], "~ab"),
    ("exactly 300 is not 301", X, [], ["x figure: 300, exact: true", "x 301"], "ab"),
    ("an open bracket leaves its end out", X, [], ["x value: '[1, 2)'", "x 2"], "ab"),
    ("a closed one does not", X, [], ["x value: '[1, 2]'", "x 2"], ""),
    ("no slack: a billionth apart", X, [], ["x 1000000000", "x 1000000000.1"], "ab"),
    ("beyond doubles: 17 digits", X, [], ["x value: '<= 1'", "x 1.00000000000000001"], "ab"),
    ("three claims, the middle one alone astray", X, [], ["x 1", "x 2", "x 1"], "ab bc !b"),
    # units
    ("1 MW is 1000 kW", "x: {unit: kW}", [], ["x 1 MW", "x 1000 kW"], ""),
    ("12 % is 0.12", "x: {unit: '%'}, y: {unit: 1}", ["y == x * 10"], ["x 12 %", "y 1.2"], ""),
    (
        "3 months are up to 93 days",
        "x: {unit: day}",
        [],
        ["x figure: 3 months, exact: true", "x 93 day"],
        "",
    ),
    ("and not 94", "x: {unit: day}", [], ["x figure: 3 months, exact: true", "x 94 day"], "ab"),
    # rules
    ("strictness alone", XYZ, ["z == x * y"], ["x value: '> 10'", "y 4", "z 40"], "abc"),
    ("less is not equal", XY, ["x < y"], ["x 2", "y 2"], "ab"),
    ("no more may be equal", XY, ["x <= y"], ["x 2", "y 2"], ""),
    ("unlike is not equal", XY, ["x != y"], ["x 2", "y 2"], "ab"),
    ("a tenth and two are three", XYZ, ["z == x + y"], ["x 0.1", "y 0.2", "z 0.3"], ""),
    ("one percent off is off", XYZ, ["z == x * y"], ["x 10", "y 10", "z 100.5"], "abc"),
    ("a quotient is no product", XYZ, ["z == x / y"], ["x 6", "y 2", "z 3"], ""),
    ("nothing is divided by zero", XYZ, ["z == x / y"], ["y 0"], "a"),
    ("not even zero", XYZ, ["z == x / y"], ["x 0", "y 0"], "b"),
    ("zero times anything", XYZ, ["z == x * y"], ["x 0", "y 5", "z 0"], ""),
    ("the second rule counts, too", XYZ, ["y == 2 * x", "z == 3 * x"], ["x 1", "z 2"], "ab"),
    ("and the first", XYZ, ["y == 2 * x", "z == 3 * x"], ["x 1", "y 3"], "ab"),
    ("a half is rounded away", XY, ["y == round(x)"], ["x 2.5", "y 3"], ""),
    ("below zero, too", XY, ["y == round(x)"], ["x -2.5", "y -2"], "ab"),
    ("the smaller of two", XYZ, ["z == min(x, y)"], ["x 3", "y 4", "z 3"], ""),
    ("a square has two roots", XY, ["y == x**2"], ["x -2", "y 4"], ""),
    ("irrational, and there", XY, ["y == x**2"], ["x value: '[1.4, 1.5]'", "y 2"], ""),
    (
        "the two sums are 15 in all",
        XYZ,
        ["x + y == 10", "y + z == 10", "x + z == 10"],
        ["x value: '> 5'"],
        "a",
    ),
    (
        "one sum is not two, though each bound alone may move",
        "x: {unit: 1}, y: {unit: 1}, s: {unit: 1}, t: {unit: 1}",
        ["s == x + y", "t == y + x"],
        ["s 10", "t 10.0000001"],
        "ab",
    ),
    (
        "nor is one product",
        "x: {unit: 1, min: 0}, y: {unit: 1, min: 0}, s: {unit: 1}, t: {unit: 1}",
        ["s == x * y", "t == y * x"],
        ["s value: '[3, 4]'", "t value: '(4, 5]'"],
        "ab",
    ),
    (
        "1.1 of it is not all of it",
        "x: {unit: 1}, y: {unit: 1}, z: {unit: 1}",
        ["y == 0.7 * x", "z == 0.4 * x", "x == y + z"],
        ["x value: '>= 1'"],
        "a",
    ),
    # limits and whole numbers
    ("a least value is kept", "x: {unit: 1, min: 3}", [], ["x 3"], ""),
    ("nothing is below it", "x: {unit: 1, min: 3}", [], ["x 2.99"], "a"),
    ("a strict one leaves itself out", "x: {unit: 1, min: '> 3'}", [], ["x 3"], "a"),
    ("a greatest value is kept", "x: {unit: 1, max: 3}", [], ["x 3.01"], "a"),
    ("no whole number between 2 and 3", WHOLE, [], ["x value: '(2, 3)'"], "a"),
    (
        "a third of a whole is none",
        f"{WHOLE}, y: {{domain: integer}}",
        ["y == 3 * x"],
        ["y 4"],
        "a",
    ),
    (
        "two is even",
        f"{WHOLE}, y: {{domain: integer}}",
        ["2 * x == 2 * y + 1 - 1"],
        ["x 3", "y 3"],
        "",
    ),
    # conditions, readings, assumptions
    ("where it is off, the rule is silent", STATE, [{"x == 1": "s == on"}], ["s off", "x 2"], ""),
    ("where it is on, it speaks", STATE, [{"x == 1": "s == on"}], ["s on", "x 2"], "ab"),
    ("the other branch", STATE, ["x == (if s == on then 1 else 2)"], ["s off", "x 1"], "ab"),
    ("one reading is enough", XY, [], [TWO, "x 5"], "?ab"),
    (
        "and with neither there is a conflict",
        XY,
        [],
        [TWO, "x 5", "y 5"],
        "?ab ?ac abc",
    ),
    (
        "a reading holds only where its condition does",
        STATE,
        [],
        [TIED, "s on", "x 2"],
        "abc ?ab ?ac",  # p clashes with c, q with b
    ),
    ("an assumption can be given up", XY, ["y == x"], ["x 1", "!y 2"], "ab"),
    ("a judgement is no conflict", XY, ["y == x"], ["x 1", "!!y 2"], "?ab"),
    ("of three, the lone one is astray", XY, ["y == x"], ["x 1", "!y 2", "y 1"], "ab bc"),
]


def _claim(id_: str, said: str) -> str:
    if said.startswith("readings"):
        return f"  - {{id: {id_}, {said}}}"
    about, _, rest = said.lstrip("!").partition(" ")
    soft = ", soft: true" if said.startswith("!!") else ""
    keys = rest
    if ":" not in rest:  # a number with its unit, or a name
        number, _, unit = rest.partition(" ")
        point = rest if rest in ("on", "off") else f"'[{number}, {number}]{unit and ' ' + unit}'"
        keys = f"value: {point}"
    return f"  - {{id: {id_}, about: {about}, {keys}{soft}}}"


def _case(row: Row) -> Case:
    why, quantities, rules, claims, clashes = row
    lines = [f"quantities: {{{quantities}}}"]
    if rules:
        lines.append("rules:")
    for rule in rules:
        if isinstance(rule, dict):
            ((relation, when),) = rule.items()
            lines.append(f"  - {{relation: {relation}, when: {when}}}")
        else:
            lines.append(f"  - {rule}")
    ids = list(zip("abcdef", claims, strict=False))
    for key, chosen in (("claims", False), ("assumptions", True)):
        said = [_claim(id_, each) for id_, each in ids if each.startswith("!") == chosen]
        lines += [f"{key}:", *said] if said else []
    found = frozenset(
        (_KINDS.get(each[0], "conflict"), frozenset(each.lstrip("~?")))
        for each in clashes.split()
        if not each.startswith("!")
    )
    named = [frozenset(each[1:]) for each in clashes.split() if each.startswith("!")]
    return Case(why, "\n".join(lines) + "\n", found, named[0] if named else None)


CASES = [_case(row) for row in ROWS]
