"""`verify plot`: bars on one axis, in the terminal and as a picture."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

import pytest
from command_line import EXAMPLE, CommandLine

SPREAD = """\
quantities: {power: {unit: MW, varies: year}, kind: {domain: choice, choices: [a, b]}}
claims:
  - {id: low, about: power, value: "[10, 20] MW", as_of: 2024}
  - {id: high, about: power, value: "[20, 30] MW", as_of: 2024}
  - {id: over, about: power, figure: over 25 MW, as_of: 2025}
  - {id: sort, about: kind, value: a}
"""


def test_the_bars_stand_where_the_numbers_are(line: CommandLine) -> None:
    """The axis is 8.8 .. 31.2 and has 56 columns: 10, 20 and 30 are at 3, 28 and 52."""
    line.write("s.claims.yaml", SPREAD)
    shown = line.run("plot", "power@2024").stdout.splitlines()
    assert shown[0] == "power@2024"
    low, high = shown[1], shown[2]
    start = len("  all that is kept  ")
    row = low[start : start + 56]
    assert (row.index("━"), row.rindex("━")) == (3, 28)
    assert low.endswith("10 .. 20 MW")
    assert (high[start : start + 56].index("━"), high[start:].rindex("━")) == (28, 52)
    assert shown[3].startswith("  all that is kept")
    assert shown[3].endswith("20 MW")


def test_an_open_side_has_an_arrow(line: CommandLine) -> None:
    line.write("s.claims.yaml", SPREAD)
    shown = line.run("plot", "power").stdout
    assert "power@2024" in shown
    assert "►  over 24.5 MW" in shown


def test_a_picture_is_svg_with_a_bar_for_each(line: CommandLine) -> None:
    line.write("s.claims.yaml", EXAMPLE)
    assert line.run("plot", "total", "-o", "total.svg").exit_code == 0
    root = Xml.parse(line.folder / "total.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert root.tag == f"{space}svg"
    kinds = [group.get("class") for group in root.iter(f"{space}g")]
    assert kinds == ["suspect"]
    titles = [each.text for each in root.iter(f"{space}title")]
    assert titles == ["total", "total: 90 .. 110 billion USD"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("totl", "Did you mean 'total'?"),
        ("kind", "nothing that could be drawn"),
    ],
)
def test_what_cannot_be_drawn(line: CommandLine, name: str, said: str) -> None:
    line.write("s.claims.yaml", EXAMPLE if name == "totl" else SPREAD)
    done = line.run("plot", name)
    assert done.exit_code == 2
    assert said in done.stderr


def test_one_file_holds_one_plot(line: CommandLine) -> None:
    line.write("s.claims.yaml", SPREAD)
    done = line.run("plot", "power", "-o", "p.svg")
    assert done.exit_code == 2
    assert "power@2024, power@2025" in done.stderr
    assert not (line.folder / "p.svg").exists()
