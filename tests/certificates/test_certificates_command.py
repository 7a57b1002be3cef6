"""`verify check --certificates` and `verify recheck`: round trips, tampering and broken files."""

from __future__ import annotations

import json
import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from command_line import AGREEING, BROKEN, EXAMPLE, CommandLine
from hand_written import Tree, holding, real, refuting, resigned, rule
from tampering import changed, leaves, other, shown, without

from verify.recheck import BrokenError, load, recheck

TINY = Fraction(1, 10**9)
SUITES = Path(__file__).parents[2] / "claims"
# A diagonal that is irrational, whole numbers, a choice, a judgement, readings and rounding.
MIXED = """\
quantities:
  side: {unit: m, min: 0}
  diagonal: {unit: m, min: 0}
  count: {unit: chip, domain: integer}
  racks: {unit: rack, domain: integer}
  power: {unit: MW}
  state: {choices: [built, planned]}
rules:
  - diagonal == sqrt(2) * side
  - count == racks * 8 chip/rack
  - if state == built then power >= 200 MW
assumptions:
  - {id: idle, relation: power <= 250 MW, soft: true}
claims:
  - {id: side, about: side, value: 1 m}
  - {id: diagonal, about: diagonal, value: 1.35 .. 1.45 m}
  - {id: count, about: count, figure: 801 chips, exact: true}
  - {id: racks, about: racks, figure: 100 racks, exact: true}
  - {id: state, about: state, value: built}
  - {id: first, about: power, figure: 300 MW}
  - {id: second, about: power, figure: "306 to 310 MW", exact: true}
  - {id: either, readings: {power: {about: power, value: 100 MW}, side: {about: side, value: 1 m}}}
"""


def _certificate(line: CommandLine, text: str = EXAMPLE) -> Any:
    line.write("a.claims.yaml", text)
    result = line.run("check", "a.claims.yaml", "--certificates", "c.json", "-q")
    assert result.output == ""
    return load((line.folder / "c.json").read_bytes())


def _save(line: CommandLine, data: Any) -> None:
    line.write("c.json", json.dumps(data))


@pytest.mark.parametrize("text", [EXAMPLE, AGREEING, MIXED])
def test_a_round_trip(line: CommandLine, text: str) -> None:
    _certificate(line, text)
    report = line.json("recheck", "c.json", "a.claims.yaml", "--format", "json")
    assert report["failures"] == report["others"] == []
    assert report["uncertified"] == 0
    assert line.run("recheck", "c.json").exit_code == 0


def test_the_example_in_words(line: CommandLine) -> None:
    """One conflict of three members: each two can hold, which also makes three largest sets."""
    _certificate(line)
    result = line.run("recheck", "c.json")
    assert result.stdout == "1 conflict proved, 6 sets witnessed, 0 rest on the solver alone\n"


def test_every_conflict_has_its_proof(line: CommandLine) -> None:
    line.write("a.claims.yaml", MIXED)
    report = line.json("check", "a.claims.yaml", "--certificates", "c.json", "--format", "json")
    data = load((line.folder / "c.json").read_bytes())
    proofs = {
        (tuple(c["claims"]), tuple(c["assumptions"]), c["severity"]): c["proof"]
        for component in data["suites"][0]["components"]
        for c in component["conflicts"]
    }
    listed = [
        (tuple(c["claims"]), tuple(c["assumptions"]), c["severity"])
        for c in report["suites"][0]["conflicts"]
    ]
    assert {severity for _, _, severity in listed} == {"conflict", "rounding", "conditional"}
    assert set(listed) == set(proofs)
    assert None not in proofs.values()


def test_the_real_suites(line: CommandLine) -> None:
    status = line.run("check", str(SUITES), "-q").exit_code
    assert line.run("check", str(SUITES), "-q", "--certificates", "c.json").exit_code == status
    result = line.run("recheck", "c.json", str(SUITES))
    assert result.exit_code == 0
    assert "0 rest on the solver alone" in result.stdout


def test_a_certificate_is_reproducible_and_changes_no_report(line: CommandLine) -> None:
    line.write("a.claims.yaml", MIXED)
    plain = line.run("check", "a.claims.yaml").stdout
    assert line.run("check", "a.claims.yaml", "--certificates", "c.json").stdout == plain
    first = (line.folder / "c.json").read_bytes()
    line.run("check", "a.claims.yaml", "--certificates", "c.json")
    assert (line.folder / "c.json").read_bytes() == first


def test_a_certificate_never_replaces_a_file_of_the_suite(line: CommandLine) -> None:
    line.write("a.claims.yaml", EXAMPLE)
    result = line.run("check", "a.claims.yaml", "--certificates", "./a.claims.yaml")
    assert result.exit_code == 2
    assert (line.folder / "a.claims.yaml").read_text("utf-8") == EXAMPLE


def test_a_certificate_is_no_report(line: CommandLine) -> None:
    line.write("a.claims.yaml", EXAMPLE)
    result = line.run("check", "--certificates", "x", "-o", "./x")
    assert result.exit_code == 2
    assert not (line.folder / "x").exists()


def test_an_unreadable_suite_has_no_part(line: CommandLine) -> None:
    line.write("one.claims.yaml", EXAMPLE)
    line.write("two.claims.yaml", BROKEN)
    assert line.run("check", "--certificates", "c.json", "-q").exit_code == 2
    assert line.run("recheck", "c.json").exit_code == 0
    assert line.run("recheck", "c.json", "one.claims.yaml").exit_code == 0
    assert line.run("recheck", "c.json", ".").exit_code == 2


# Which claims it is about


@pytest.mark.parametrize(
    ("was", "by_now"),
    [
        ("$100B", "$101B"),
        ("36 months", "37 months"),
        ("fee * term", "fee * term * 1"),
        ("id: term", "id: duration"),
        ("exact: true", "exact: false"),
        ("term:  {unit: month}", "term: {unit: month, max: 99}"),
    ],
)
def test_claims_that_say_something_else_by_now(line: CommandLine, was: str, by_now: str) -> None:
    _certificate(line)
    line.write("a.claims.yaml", EXAMPLE.replace(was, by_now))
    result = line.run("recheck", "c.json", "a.claims.yaml")
    assert result.exit_code == 1
    assert "a.claims.yaml says something else by now" in result.stdout


def test_suites_too_many_or_too_few(line: CommandLine) -> None:
    line.write("one.claims.yaml", EXAMPLE)
    line.write("two.claims.yaml", AGREEING)
    line.run("check", "--certificates", "both.json", "-q")
    line.run("check", "one.claims.yaml", "--certificates", "one.json", "-q")
    assert line.run("recheck", "both.json", ".").exit_code == 0
    result = line.run("recheck", "both.json", "one.claims.yaml")
    assert result.exit_code == 1
    assert "two.claims.yaml is certified here, and not among the paths" in result.stdout
    result = line.run("recheck", "one.json", ".")
    assert result.exit_code == 1
    assert "two.claims.yaml says something else by now, or is not certified here" in result.stdout


# Tampering


def _fails(data: Tree) -> bool:
    try:
        return bool(recheck(data).failures)
    except BrokenError:
        return True


@pytest.mark.parametrize("text", [EXAMPLE, MIXED])
def test_whatever_is_changed_the_digest_tells(line: CommandLine, text: str) -> None:
    data = _certificate(line, text)
    for path, value in leaves(data):
        assert _fails(changed(data, path, other(value))), shown(path)


def test_whatever_is_left_out_the_digest_tells(line: CommandLine) -> None:
    data = _certificate(line)
    for path, _ in leaves(data):
        for end in range(1, len(path) + 1):
            assert _fails(without(data, path[:end])), shown(path[:end])


@pytest.mark.parametrize("text", [EXAMPLE, MIXED])
def test_a_forger_who_signs_anew_cannot_change_what_it_is_about(
    line: CommandLine, text: str
) -> None:
    data = _certificate(line, text)
    about = {"variables", "constraints"}
    for path, value in leaves(data):
        if len(path) > 5 and path[4] in about:
            _save(line, resigned(changed(data, path, other(value))))
            result = line.run("recheck", "c.json", "a.claims.yaml")
            assert result.exit_code in (1, 2), shown(path)


@pytest.mark.parametrize("text", [EXAMPLE, MIXED])
def test_a_forger_who_signs_anew_cannot_change_the_evidence(line: CommandLine, text: str) -> None:
    """Numbers of constraints, members and severities: nothing else is what it should be.

    Other steps may still prove what they should, and other values be a witness: see below.
    """
    data = _certificate(line, text)
    tried = 0
    for path, value in leaves(data):
        if len(path) < 6 or path[4] not in ("consistent", "conflicts"):
            continue
        if "witness" not in path and "proof" not in path:
            assert _fails(resigned(changed(data, path, other(value)))), shown(path)
            tried += 1
    assert tried > 20


def test_a_step_may_not_leave_less_than_its_constraint_does(line: CommandLine) -> None:
    data = _certificate(line)
    tried = 0
    for path, value in leaves(data):
        if "proof" not in path:
            continue
        forged: Any = other(value)
        if path[-1] in ("lower_open", "upper_open"):
            forged = True
        elif path[-1] == "lower":
            forged = "1e9" if value is None else str(Fraction(value) * (1 + TINY))
        elif path[-1] == "upper":
            forged = "-1e9" if value is None else str(Fraction(value) * (1 - TINY))
        if forged != value:
            assert _fails(resigned(changed(data, path, forged))), shown(path)
            tried += 1
    assert tried > 10


def test_a_forged_witness_is_accepted_only_if_it_is_one(line: CommandLine) -> None:
    """Fee * term == total, and any two of the claims: 1.245 .. 1.255, 36 and 90 .. 110 (10**9)."""
    data = _certificate(line)
    billion = 10**9
    ranges = {"fee": (1245, 1255), "term": (36, 36), "total": (90_000, 110_000)}
    for path, value in leaves(data):
        if "witness" not in path:
            continue
        for forged in (other(value), str(-Fraction(value)), "0", "36", value):
            whole = changed(data, path, forged)
            entry: Any = whole
            for key in path[:-2]:
                entry = entry[key]
            without = entry["without"] if isinstance(entry["without"], list) else [entry["without"]]
            fee, term, total = (Fraction(each) for each in entry["witness"])
            thousandths = {
                "fee": fee / billion * 1000,
                "term": term,
                "total": total / billion * 1000,
            }
            truth = total == fee * term and all(
                low <= thousandths[id_] <= high
                for id_, (low, high) in ranges.items()
                if id_ not in without
            )
            assert _fails(resigned(whole)) is not truth, shown(path)


# Broken files

DEEP = 100_000
A_SUM: Any = {"variable": 0}
for _ in range(300):
    A_SUM = {"operator": "add", "operands": [A_SUM, "1"]}
TOWER: Any = {"variable": 0}
for _ in range(60):
    TOWER = {"operator": "power", "operands": [TOWER], "exponent": "64"}
SPLITS: Any = {"steps": [], "end": {"empty": 0}}
for _ in range(400):
    SPLITS = {"steps": [], "end": {"split": 0, "at": "0", "below": SPLITS, "above": SPLITS}}


def _says(formula: Any) -> Tree:
    return holding([real("x")], [rule(formula)], ["3"])


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b"[" * DEEP,
        b'{"version": 1, "digest": "", "suites": ' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"version": 1, "version": 1, "digest": "", "suites": []}',
        b'{"version": 2, "digest": "", "suites": []}',
        b'{"version": true, "digest": "", "suites": []}',
        b'{"version": 1.0, "digest": "", "suites": []}',
        b'{"version": NaN, "digest": "", "suites": []}',
        b'{"version": ' + b"1" * 9999 + b', "digest": "", "suites": []}',
        b'{"version": 1, "digest": "", "suites": [{"path": "", "title": "", "components": 7}]}',
        json.dumps(_says({"compare": "<=", "left": "1" * 5000, "right": "1"})).encode(),
        json.dumps(_says({"compare": "<=", "left": "1/0", "right": "1"})).encode(),
        json.dumps(_says({"compare": "<=", "left": "\u0661", "right": "1"})).encode(),
        json.dumps(_says({"compare": "<=", "left": "1e9", "right": "1"})).encode(),
        json.dumps(_says({"compare": "=<", "left": "1", "right": "1"})).encode(),
        json.dumps(_says({"compare": "<=", "left": {"variable": 1}, "right": "1"})).encode(),
        json.dumps(_says({"compare": "<=", "left": {"variable": -1}, "right": "1"})).encode(),
        json.dumps(_says({"compare": "<=", "left": A_SUM, "right": "1"})).encode(),
        json.dumps(_says({"among": 0, "names": ["a"]})).encode(),
        json.dumps(_says({"among": [], "names": ["a"]})).encode(),
        json.dumps(_says({"operator": "add", "operands": []})).encode(),
    ],
    ids=lambda text: repr(text[:30]),
)
def test_a_file_that_is_no_certificate(line: CommandLine, text: bytes) -> None:
    (line.folder / "c.json").write_bytes(text)
    result = line.run("recheck", "c.json")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("c.json is no certificate: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (TOWER, "1"),
        ({"operator": "power", "operands": [{"variable": 0}], "exponent": "1/99999"}, "1"),
        ({"operator": "power", "operands": [{"variable": 0}], "exponent": "99999999"}, "1"),
        ({"operator": "exp", "operands": ["9" * 3999]}, "1"),
        ({"operator": "log", "operands": ["-1"]}, "1"),
        ({"operator": "divide", "operands": ["1", "0"]}, "1"),
    ],
    ids=["tower", "root", "power", "exp", "log", "zero"],
)
def test_what_cannot_be_computed_is_not_proved(line: CommandLine, left: Any, right: str) -> None:
    _save(line, _says({"compare": "==", "left": left, "right": right}))
    assert line.run("recheck", "c.json").exit_code == 1


def test_a_proof_nested_too_deep(line: CommandLine) -> None:
    data = refuting([real("x")], [rule({"some": []})], None)
    data["suites"][0]["components"][0]["conflicts"] = []
    claim = {"role": "claim", "id": "a", "level": "both", "formula": {"some": []}}
    deep: Any = {"steps": [], "end": {"empty": 0}}
    for _ in range(250):
        leaf = {"steps": [], "end": {"empty": 0}}
        deep = {"steps": [], "end": {"split": 0, "at": "0", "below": deep, "above": leaf}}
    _save(line, refuting([real("x")], [claim], deep))
    result = line.run("recheck", "c.json")
    assert result.exit_code == 2
    assert "nested" in result.stderr


def test_a_proof_that_takes_too_long(line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    data = _certificate(line)
    assert not recheck(data).failures
    monkeypatch.setattr("verify.recheck._WORK", 50)
    with pytest.raises(BrokenError, match="operations"):
        recheck(data)


def test_no_such_file(line: CommandLine) -> None:
    result = line.run("recheck", "c.json")
    assert result.exit_code == 2
    assert "cannot read c.json" in result.stderr


@pytest.mark.parametrize("name", ["pipe.json", "/dev/zero"])
@pytest.mark.parametrize("paths", [[], ["a.claims.yaml"]])
def test_a_pipe_or_a_device_is_not_waited_for(
    line: CommandLine, name: str, paths: list[str]
) -> None:
    line.write("a.claims.yaml", EXAMPLE)
    os.mkfifo(line.folder / "pipe.json")
    result = line.run("recheck", name, *paths)
    assert result.exit_code == 2
    assert "is not a regular file" in result.stderr


def test_what_has_no_proof_fails_where_that_is_asked(line: CommandLine) -> None:
    line.write("a.claims.yaml", EXAMPLE)
    line.run("check", "a.claims.yaml", "--certificates", "c.json")
    data = json.loads((line.folder / "c.json").read_text("utf-8"))
    (component,) = data["suites"][0]["components"]
    component["conflicts"][0]["proof"] = None
    line.write("c.json", json.dumps(resigned(data)))
    assert "1 rests on the solver alone" in line.run("recheck", "c.json").stdout
    assert line.run("recheck", "c.json").exit_code == 0
    assert line.run("recheck", "c.json", "--strict").exit_code == 1


def test_a_certificate_replaces_no_file_of_another_kind(line: CommandLine) -> None:
    line.write("a.claims.yaml", EXAMPLE)
    line.write("notes.txt", "mine")
    result = line.run("check", "a.claims.yaml", "--certificates", "notes.txt")
    assert result.exit_code == 2
    assert "notes.txt is there already" in result.stderr
    assert (line.folder / "notes.txt").read_text("utf-8") == "mine"
    for _ in range(2):  # one of ours may be replaced
        assert line.run("check", "a.claims.yaml", "--certificates", "c.json").exit_code == 1


# How the decisions were made


def test_statistics(line: CommandLine) -> None:
    line.write("a.claims.yaml", EXAMPLE)
    plain = line.run("check", "a.claims.yaml").stdout
    text = line.run("check", "a.claims.yaml", "--statistics").stdout
    assert text.startswith(plain)
    assert "certified: 1 of 1 conflict" in text
    assert "needed Z3 (0.0 %)" in text
    report = line.json("check", "a.claims.yaml", "--statistics", "--format", "json")
    (suite,) = report["suites"]
    found = suite.pop("statistics")
    assert found["decisions"] == sum(found["rungs"].values()) > 0
    assert (found["conflicts"], found["certified"], found["needed_z3"]) == (1, 1, 0)
    assert report == line.json("check", "a.claims.yaml", "--format", "json")


def test_of_many_failures_a_hundred_are_shown(line: CommandLine) -> None:
    data = holding([real("x")], [rule({"some": []})], ["1"])
    component = data["suites"][0]["components"][0]
    component["consistent"] *= 250
    _save(line, resigned(data))
    shown = line.run("recheck", "c.json")
    assert shown.exit_code == 1
    assert shown.stdout.count("is not shown to hold") == 100
    assert "not proved: 150 more\n" in shown.stdout
    said = line.json("recheck", "c.json", "--format", "json")
    assert (len(said["failures"]), said["failed"]) == (100, 250)
