"""Numbers beyond what a double can hold are drawn and written, in every format."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from command_line import CommandLine

from verify.commands.checking import MACHINES

# The printed ends are within our limits of 400 digits; products of two are not within a double's.
PAIRS = [
    ("1e-399", "1e399"),
    ("1e399", "-1e399"),
    ("1.7e308", "5e-324"),
    ("0", "1e-399"),
    ('"> 1e399"', '"< -1e399"'),
    ("1e-399 .. 1e399", "2e399"),
    ("1e400", "1e400"),
]
SUITE = """\
quantities: {{x: {{unit: 1}}, square: {{unit: 1}}}}
rules: [square == x * x]
claims:
  - {{id: one, about: x, value: {0}}}
  - {{id: two, about: x, value: {1}}}
"""


def _no_constant(name: str) -> None:
    raise AssertionError(f"JSON has no {name}")


@pytest.mark.parametrize("pair", PAIRS, ids=" and ".join)
@pytest.mark.parametrize("style", [*MACHINES, "json", "full", "concise"])
def test_a_report_of_extremes(line: CommandLine, style: str, pair: tuple[str, str]) -> None:
    line.write("s.claims.yaml", SUITE.format(*pair))
    done = line.run("check", "s.claims.yaml", "--format", style)
    assert done.exit_code in (0, 1)
    if style in ("json", "sarif", "gitlab", "annotations", "claimreview"):
        json.loads(done.stdout, parse_constant=_no_constant)


@pytest.mark.parametrize("pair", PAIRS, ids=" and ".join)
@pytest.mark.parametrize("name", ["x", "square"])
def test_a_plot_of_extremes(line: CommandLine, name: str, pair: tuple[str, str]) -> None:
    line.write("s.claims.yaml", SUITE.format(*pair))
    assert line.run("plot", name, "s.claims.yaml").exit_code in (0, 2)
    if line.run("plot", name, "s.claims.yaml", "-o", "x.svg").exit_code == 0:
        drawn = (line.folder / "x.svg").read_text("utf-8")
        ElementTree.fromstring(drawn)
        assert "nan" not in drawn
        assert "inf" not in drawn
