"""`verify figures` and `verify coverage`: as text, as data, and for files of each sort."""

from __future__ import annotations

import json
import time

import pytest
from command_line import CommandLine

ARTICLE = """\
# The lease

Colossus 2 costs **about $1.25 billion** a month, or `$9` less, for [36 months](/2024/x7).
"""


def test_figures_as_text(line: CommandLine) -> None:
    line.write("a.md", ARTICLE)
    done = line.run("figures", "a.md")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "a.md:3:20  about $1.25 billion a month  "
        "1.245 .. 1.255 billion USD/month, loosely 1.125 .. 1.375 billion USD/month",
        "a.md:3:70  36 months                    35.5 .. 36.5 month",
        "2 figures",
    ]
    every = line.run("figures", "a.md", "--all").stdout
    assert "a.md:3:1   Colossus 2                   no figure: a name with a number" in every


def test_figures_as_data(line: CommandLine) -> None:
    line.write("a.txt", "It used under 300 MW in the end; the ¥500 was spent.\n")
    data = json.loads(line.run("figures", "a.txt", "--format", "json").stdout)
    assert data["version"] == 1
    assert data["path"] == "a.txt"
    first, second = data["figures"]
    assert first == {
        "start": 8,
        "end": 20,
        "text": "under 300 MW",
        "kind": "measure",
        "value": 3e8,
        "face": {"lower": None, "upper": 3e8, "lower_open": True, "upper_open": True},
        "loose": {"lower": None, "upper": 3.05e8, "lower_open": True, "upper_open": True},
        "unit": "W",
        "hedge": "under",
        "refused": None,
        "hypothetical": False,
    }
    assert second["value"] is None
    assert "can mean more than one thing" in second["refused"]


def test_dates_have_iso_ends(line: CommandLine) -> None:
    line.write("a.txt", "It ends in May 2029.\n")
    (figure,) = json.loads(line.run("figures", "a.txt", "--format", "json").stdout)["figures"]
    assert (figure["kind"], figure["unit"], figure["text"]) == ("date", "date", "May 2029")
    assert figure["face"] == {
        "lower": "2029-05-01",
        "upper": "2029-06-01",
        "lower_open": False,
        "upper_open": True,
    }


@pytest.mark.parametrize(
    ("name", "text", "figures"),
    [
        ("a.html", "<p>It cost <b>$4</b>&nbsp;<i>million</i>.<script>var x = 5</script>", ["$4"]),
        ("b.html", "<!-- 7 apples --><p hidden>8 apples</p><p>It took 9 days.</p>", ["9 days"]),
        ("c.html", "<table><tr><td>5</td><td>6 MW</td></tr></table>", ["5", "6 MW"]),
        ("d.html", "<p title='3 MW'>It&#8217;s &#36;4.2m.", ["&#36;4.2m"]),
        ("e.md", "```\n5 MW\n```\nIt uses 6 MW.", ["6 MW"]),
        ("f.md", "1. first\n2. second, 3 MW", ["3 MW"]),
        ("g.md", "| a | b |\n|---|---|\n| 5 MW | 6 MW |", ["5 MW", "6 MW"]),
        ("h.txt", "\ufeffIt uses 6 MW.", ["6 MW"]),
        ("i.txt", "It uses\r\n6 MW.\r\n", ["6 MW"]),
        ("j.txt", "", []),
    ],
)
def test_only_what_is_seen_is_read_and_places_are_those_of_the_file(
    line: CommandLine, name: str, text: str, figures: list[str]
) -> None:
    (line.folder / name).write_bytes(text.encode())
    found = json.loads(line.run("figures", name, "--format", "json").stdout)["figures"]
    assert [text[each["start"] : each["end"]].split("<")[0] for each in found] == figures


def test_what_cannot_be_read(line: CommandLine) -> None:
    assert line.run("figures", "none.txt").exit_code == 2
    (line.folder / "bad.txt").write_bytes(b"\xff\xfe5")
    done = line.run("figures", "bad.txt")
    assert (done.exit_code, "is not UTF-8" in done.stderr) == (2, True)
    line.write("a.txt", "5 MW")
    assert line.run("figures", "a.txt", "--policy", "odd").exit_code == 2


SUITE = """\
quantities: {power: {unit: MW}, fee: {unit: USD}}
sources: {post: {text: post.txt}, gone: {text: gone.txt}}
source: post
claims:
  - {about: power, figure: 300 MW, quote: {start: 8}}
  - {about: fee, figure: $5, quote: {prefix: "pays "}}
waive:
  - {figure: 3 min, reason: reading time}
"""


def test_coverage(line: CommandLine) -> None:
    line.write("s.claims.yaml", SUITE)
    line.write("post.txt", "It uses 300 MW and pays $5, 3 min read, of 40 MW.")
    done = line.run("coverage", "s.claims.yaml")
    assert (done.exit_code, done.stdout.splitlines()) == (
        0,
        [
            "s.claims.yaml",
            "  post     4 figures     2 claimed     1 waived     1 open",
            "  gone  not at hand: gone.txt",
            "open  post.txt:1:44  40 MW",
            "75% of the figures at hand are covered",
        ],
    )
    assert line.run("coverage", "s.claims.yaml", "--fail-under", "75").exit_code == 0
    assert line.run("coverage", "s.claims.yaml", "--fail-under", "76").exit_code == 1
    data = json.loads(line.run("coverage", "--format", "json").stdout)
    assert data["covered"] == 0.75
    post, gone = data["suites"][0]["sources"]
    assert [(each["claim"], each["waived"]) for each in post["figures"]] == [
        ("power", None),
        ("fee", None),
        (None, "reading time"),
        (None, None),
    ]
    assert (gone["at_hand"], gone["covered"]) == (False, None)


def test_a_quotation_covers_its_own_place_alone(line: CommandLine) -> None:
    line.write(
        "s.claims.yaml",
        SUITE[: SUITE.index("claims:")]
        + 'claims: [{about: power, figure: 5 MW, quote: {prefix: "Power"}}]\n',
    )
    line.write("post.txt", "Power\n5 MW. Peak 5 MW. Loss 15 MW. Old 2.5 MW.")
    data = json.loads(line.run("coverage", "--format", "json").stdout)
    assert [each["claim"] for each in data["suites"][0]["sources"][0]["figures"]] == [
        *("power", None, None, None)
    ]


@pytest.mark.parametrize("text", ["It is 9e307 trillion W.", "It is 5e320 W."])
def test_numbers_beyond_a_double(line: CommandLine, text: str) -> None:
    line.write("a.txt", text)
    assert line.run("figures", "a.txt", "--format", "json").exit_code == 0


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("a.txt", "a."),
        ("a.txt", "a-"),
        ("a.txt", "a+"),
        ("a.txt", "1,"),
        ("a.txt", "about "),
        ("a.md", "<!--"),
        ("a.md", "[("),
        ("a.html", '<a "'),
        ("a.html", "<a"),
        ("a.html", "<!--"),
    ],
)
def test_no_text_is_read_for_ever(line: CommandLine, name: str, part: str) -> None:
    line.write(name, part * 20_000)
    start = time.monotonic()
    assert line.run("figures", name).exit_code == 0
    assert time.monotonic() - start < 30  # a guard against what is quadratic
