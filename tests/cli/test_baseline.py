"""`verify check --baseline`: what is known does not fail, what is new does; the file shrinks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from command_line import AGREEING, BROKEN, EXAMPLE, CommandLine

KNOWN = {"suite": "s.claims.yaml", "severity": "conflict", "members": ["fee", "term", "total"]}
UNTESTED = "quantities: {fee: {unit: USD}}\nclaims: [{id: fee, about: fee, figure: $5}]\n"


def check(line: CommandLine, *more: str) -> Any:
    return line.run("check", str(line.folder), "--baseline", str(line.folder / "b.json"), *more)


def entries(line: CommandLine) -> Any:
    return json.loads((line.folder / "b.json").read_text("utf-8"))["known"]


@pytest.fixture
def known(line: CommandLine) -> CommandLine:
    """A folder with a conflict, and a baseline that knows it."""
    line.write("s.claims.yaml", EXAMPLE)
    done = check(line, "--update-baseline")
    assert (done.exit_code, done.stderr) == (0, f"{line.folder / 'b.json'}: 1 finding known\n")
    return line


def test_what_is_known_does_not_fail(known: CommandLine) -> None:
    assert entries(known) == [KNOWN]
    assert known.run("check", str(known.folder)).exit_code == 1
    done = check(known)
    assert done.exit_code == 0
    assert done.stdout.endswith("every conflict is expected\n")
    assert f"known, in {known.folder / 'b.json'}" in check(known, "--format", "json").stdout


def test_moved_lines_and_other_figures_do_not_matter(known: CommandLine) -> None:
    known.write("s.claims.yaml", "# moved\n\n" + EXAMPLE.replace("$100B", "$101B"))
    assert check(known).exit_code == 0


def test_what_is_new_fails(known: CommandLine) -> None:
    more = "  - {id: claimed, about: fee, figure: $9 billion per month}\n"
    known.write("s.claims.yaml", EXAMPLE + more)
    done = check(known)
    assert done.exit_code == 1
    assert "claimed" in done.stdout


def test_what_is_no_more_is_a_finding(known: CommandLine) -> None:
    known.write("s.claims.yaml", AGREEING)
    done = check(known)
    assert done.exit_code == 1
    assert (
        "b.json:4:3: warning[unused-baseline]: "
        "s.claims.yaml has the conflict of `fee` and `term` and `total` no more"
    ) in done.stdout


def test_an_update_takes_out_and_never_adds(known: CommandLine) -> None:
    known.write("s.claims.yaml", AGREEING)
    known.write("t.claims.yaml", EXAMPLE)
    done = check(known, "--update-baseline")
    assert done.exit_code == 1  # for the new conflict
    assert "1 finding taken out, 0 left" in done.stderr
    assert entries(known) == []
    assert check(known, "--update-baseline").exit_code == 1
    assert entries(known) == []


def test_a_suite_that_is_gone_leaves_nothing_known(known: CommandLine) -> None:
    (known.folder / "s.claims.yaml").rename(known.folder / "t.claims.yaml")
    assert "s.claims.yaml has the conflict" in check(known).stdout


def test_what_was_not_looked_at_stays_known(known: CommandLine) -> None:
    known.write("t.claims.yaml", AGREEING)
    path = str(known.folder / "b.json")
    only = known.run("check", str(known.folder / "t.claims.yaml"), "--baseline", path)
    assert (only.exit_code, "unused" in only.stdout) == (0, False)


def test_a_suite_that_cannot_be_read_keeps_what_is_known(known: CommandLine) -> None:
    known.write("s.claims.yaml", BROKEN)
    done = check(known, "--update-baseline")
    assert (done.exit_code, "unused-baseline" in done.stdout) == (2, False)
    assert entries(known) == [KNOWN]


def test_an_unread_suite_makes_no_baseline(line: CommandLine) -> None:
    line.write("s.claims.yaml", BROKEN)
    done = check(line, "--update-baseline")
    assert done.exit_code == 2
    assert "is not written, as some suite could not be checked" in done.stderr
    assert not (line.folder / "b.json").exists()


def test_what_is_expected_anyway_is_known_in_vain(known: CommandLine) -> None:
    known.write("s.claims.yaml", EXAMPLE + "expect: [{conflict: [total], reason: seen}]\n")
    shown = check(known).stdout
    assert "warning[unused-baseline]" in shown
    assert "s.claims.yaml expects the conflict of `fee` and `term` and `total` itself now" in shown


def test_verdicts_that_would_fail_are_known_too(line: CommandLine) -> None:
    line.write("s.claims.yaml", UNTESTED)
    check(line, "--update-baseline", "--fail-on", "untested")
    assert entries(line) == [{"suite": "s.claims.yaml", "verdict": "untested", "claim": "fee"}]
    assert check(line, "--fail-on", "untested").exit_code == 0
    assert line.run("check", str(line.folder), "--fail-on", "untested").exit_code == 1
    other = "  - {id: other, about: fee, figure: $5.0}\n"
    line.write("s.claims.yaml", UNTESTED.replace("[{", "\n  - {").replace("}]", "}") + other)
    done = check(line, "--fail-on", "untested")
    assert (done.exit_code, "has the untested claim `fee` no more" in done.stdout) == (1, True)


def test_suites_are_known_by_their_paths_from_the_baseline(line: CommandLine) -> None:
    line.write("deep/suite.yaml", EXAMPLE)
    done = line.run(
        *("check", str(line.folder / "deep"), "--update-baseline"),
        *("--baseline", str(line.folder / "known/b.json")),
    )
    assert done.exit_code == 2  # there is no folder `known`
    check(line, "--update-baseline")
    assert [each["suite"] for each in entries(line)] == ["deep"]


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("{", "b.json:1:2", "error["),
        ("[]", "b.json:1:1", "error[wrong-shape]: this is no baseline"),
        ('{"version": 2, "known": []}', "b.json:1:1", "error[wrong-shape]: this is no baseline"),
        ('{"version": 1, "known": [\n {"suite": "s"}]}', "b.json:2:2", "this is no known finding"),
        ('{"version": 1, "known": [7, 8]}', "b.json:1:29", "this is no known finding"),
        (
            '{"version": 1, "known": [{"suite": "s", "severity": "bad", "members": ["a"]}]}',
            "b.json:1:26",
            "this is no known finding",
        ),
    ],
)
def test_a_bad_baseline_is_refused_with_its_place(
    line: CommandLine, text: str, place: str, said: str
) -> None:
    line.write("s.claims.yaml", AGREEING)
    line.write("b.json", text)
    done = check(line)
    assert done.exit_code == 2
    assert any(place in each and said in each for each in done.stdout.splitlines())
    assert (line.folder / "b.json").read_text("utf-8") == text


def test_a_baseline_that_is_not_there_is_an_error(line: CommandLine) -> None:
    line.write("s.claims.yaml", AGREEING)
    done = check(line)
    assert (done.exit_code, "error[no-such-file]" in done.stdout) == (2, True)


def test_a_baseline_is_never_written_over_a_suite(line: CommandLine) -> None:
    path = line.write("s.claims.yaml", EXAMPLE)
    done = line.run("check", str(path), "--baseline", str(path), "--update-baseline")
    assert done.exit_code == 2
    assert path.read_text("utf-8") == EXAMPLE


def test_an_update_needs_a_baseline(line: CommandLine) -> None:
    line.write("s.claims.yaml", EXAMPLE)
    done = line.run("check", str(line.folder), "--update-baseline")
    assert (done.exit_code, "needs `--baseline FILE`" in done.stderr) == (2, True)


@pytest.mark.parametrize("suite", ["q" * 19_000, "q/" * 9_000, "a\\u0000b"])
def test_a_suite_whose_path_cannot_be_is_no_more(known: CommandLine, suite: str) -> None:
    entry = json.dumps({**KNOWN, "suite": "SUITE"}).replace("SUITE", suite)
    known.write("b.json", f'{{"version": 1, "known": [{entry}]}}')
    done = check(known)
    assert done.exit_code in (1, 2)
    assert len(done.output) < 5_000


def test_thousands_of_entries_known_in_vain_are_counted_and_taken_out(line: CommandLine) -> None:
    line.write("s.claims.yaml", AGREEING)
    known = [{**KNOWN, "members": [f"m{n}"]} for n in range(5_000)]
    line.write("b.json", json.dumps({"version": 1, "known": known}))
    done = check(line)
    assert (done.exit_code, done.stdout.count("warning[unused-baseline]")) == (1, 200)
    assert "warning[more-problems]: 4 800 more problems of this file, not shown" in done.stdout
    done = check(line, "--update-baseline")
    assert (done.exit_code, entries(line)) == (0, [])
