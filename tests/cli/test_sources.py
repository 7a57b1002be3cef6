"""`verify sources`: each state of a quotation; new places are written only where certain."""

from __future__ import annotations

import json

import pytest
from command_line import CommandLine

SUITE = """\
quantities: {fee: {unit: USD}, power: {unit: MW}}
sources: {post: {text: post.txt}, gone: {text: gone.txt}}
source: post
claims:
  - {id: exact, about: fee, figure: $5, quote: {start: 0}}
  - id: moved
    about: power
    figure: 300 MW
    quote:
      prefix: "uses "
      start: 3   # as printed in May
  - {id: twice, about: fee, figure: $7, quote: {start: 1}}
  - {id: lost, about: fee, figure: $8, quote: {start: 2}}
  - {id: placeless, about: power, figure: 300 MW, quote: {}}
"""
TEXT = "$5 is paid, and it uses 300 MW; $7 or $7."
PLACE = TEXT.index("300 MW")


@pytest.fixture
def post(line: CommandLine) -> CommandLine:
    line.write("s.claims.yaml", SUITE)
    line.write("post.txt", TEXT)
    return line


def test_states(post: CommandLine) -> None:
    done = post.run("sources", "s.claims.yaml")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        f"s.claims.yaml:10:7  moved  moved  300 MW  in post  it is at {PLACE}",
        "s.claims.yaml:12:48  ambiguous  twice  $7  in post  it is at 32, 38",
        "s.claims.yaml:13:47  lost  lost  $8  in post",
        "not at hand  gone: gone.txt",
        "5 quotations: 2 exact, 1 moved, 1 ambiguous, 1 lost",
    ]
    data = json.loads(post.run("sources", "--format", "json").stdout)
    assert [row["state"] for row in data["quotations"]] == [
        *("exact", "moved", "ambiguous", "lost", "exact"),
    ]
    assert data["not_at_hand"] == ["gone: gone.txt"]


def test_only_what_is_certain_is_written(post: CommandLine) -> None:
    done = post.run("sources", "--fix")
    assert done.exit_code == 1
    assert "-      start: 3   # as printed in May" in done.stdout
    assert f"+      start: {PLACE}   # as printed in May" in done.stdout
    mended = SUITE.replace("start: 3 ", f"start: {PLACE} ")
    assert (post.folder / "s.claims.yaml").read_text("utf-8") == mended
    assert "2 exact, 1 moved" not in post.run("sources").stdout
    post.run("sources", "--fix")
    assert (post.folder / "s.claims.yaml").read_text("utf-8") == mended


def test_everything_in_its_place(post: CommandLine) -> None:
    post.write("s.claims.yaml", SUITE[: SUITE.index("  - id: moved")])
    done = post.run("sources")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "1 quotation: 1 exact")


def test_a_text_that_has_changed_is_said(post: CommandLine) -> None:
    suite = SUITE[: SUITE.index("  - id: moved")]
    post.write(
        "s.claims.yaml", suite.replace("text: post.txt", f"text: post.txt, sha256: {'0' * 64}")
    )
    done = post.run("sources")
    assert done.exit_code == 1
    assert "has changed since its SHA-256 was written" in done.stderr


def test_what_cannot_be_read(line: CommandLine) -> None:
    assert line.run("sources", "nowhere").exit_code == 2
    line.write("s.claims.yaml", "claims: [{abuot: x}]")
    assert line.run("sources").exit_code == 2


def test_only_starts_are_touched_however_they_stand(post: CommandLine) -> None:
    text = "we saw it; start: 5 we saw $5 and 88 MW, then 77 MW."
    suite = (
        SUITE[: SUITE.index("claims:")]
        + """\
claims:
  - {id: odd, about: fee, figure: $5, quote: {prefix: "start: 5 we saw ", start: 5}}
  - id: two
    about: power
    figure: 88 MW
    quote: [{exact: 88 MW, start: 100000000}, {start: 7, exact: 77 MW}]
  - {id: json, about: power, figure: 77 MW, quote: {"start": "7"}}
"""
    )
    post.write("s.claims.yaml", suite)
    post.write("post.txt", text)
    assert post.run("sources", "--fix").exit_code == 0
    places = [text.index(words) for words in ("$5", "88 MW", "77 MW")]
    assert (post.folder / "s.claims.yaml").read_text("utf-8") == (
        suite.replace("start: 5}}", f"start: {places[0]}}}}}")
        .replace("start: 100000000", f"start: {places[1]}")
        .replace("{start: 7,", f"{{start: {places[2]},")
        .replace('"start": "7"', f'"start": "{places[2]}"')
    )
