"""A check whose time is up calls neither an expectation nor a known finding vain."""

from __future__ import annotations

import json

import pytest
from command_line import EXAMPLE, CommandLine

from verify.decide import Decider

UNTESTED = """\
quantities: {a: {unit: USD}, b: {unit: USD}}
claims:
  - {id: a, about: a, figure: $5}
  - {id: b, about: b, figure: $6}
"""
EXPECTED = "expect: [{conflict: [total], reason: seen}, {verdict: {fee: disputed}, reason: x}]\n"


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of looks at the clock after which the time is up, and how many there were."""
    seen = [10**9, 0]

    def late(self: Decider) -> bool:
        seen[1] += 1
        self.timed_out = self.timed_out or seen[1] > seen[0]
        return self.timed_out

    monkeypatch.setattr(Decider, "late", late)
    return seen


def test_a_known_finding_stays_known(line: CommandLine, calls: list[int]) -> None:
    line.write("s.claims.yaml", UNTESTED)
    command = ("check", "s.claims.yaml", "--fail-on", "untested", "--baseline", "b.json")
    assert line.run(*command, "--update-baseline").exit_code == 0
    before = (line.folder / "b.json").read_text("utf-8")
    assert len(json.loads(before)["known"]) == 2
    looks, calls[1] = calls[1], 0
    for enough in range(looks + 1):
        calls[:] = [enough, 0]
        shown = line.run(*command, "--update-baseline").stdout
        assert "unused-baseline" not in shown
        assert (line.folder / "b.json").read_text("utf-8") == before


def test_an_expectation_is_not_broken(line: CommandLine, calls: list[int]) -> None:
    line.write("s.claims.yaml", EXAMPLE + EXPECTED.replace("disputed", "conflict"))
    whole = line.run("check", "s.claims.yaml")
    assert whole.exit_code == 0
    looks = calls[1]
    for enough in range(looks + 1):
        calls[:] = [enough, 0]
        assert "broken" not in line.run("check", "s.claims.yaml").stdout
    calls[:] = [10**9, 0]
    line.write("s.claims.yaml", EXAMPLE.replace("$100B", "$45B") + EXPECTED)
    assert "no conflict contains total any more" in line.run("check", "s.claims.yaml").stdout
