"""Claim suites in pytest, run as users run them: pytest within pytest."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from command_line import EXAMPLE

COLOSSUS = Path("claims/colossus").absolute()
RUN = ("-q", "-p", "no:cacheprovider", "--no-header")
# Fee times term is 44.82 .. 45.18 billion, half of the $100B: each of the three may go.
CONFLICT = "conflict: fee, term and total cannot all hold"


@pytest.fixture
def example(pytester: pytest.Pytester) -> pytest.Pytester:
    """Return a folder with the example of the design."""
    pytester.path.joinpath("example.claims.yaml").write_text(EXAMPLE)
    return pytester


def outcomes(result: pytest.RunResult) -> dict[str, int]:
    return {name: count for name, count in result.parseoutcomes().items() if name != "warnings"}


def test_each_claim_and_conflict_is_an_item(example: pytest.Pytester) -> None:
    found = example.runpytest_subprocess(*RUN, "--collect-only")
    assert found.outlines[:4] == [
        "example.claims.yaml::claim.fee",
        "example.claims.yaml::claim.term",
        "example.claims.yaml::claim.total",
        "example.claims.yaml::conflict.fee.term.total",
    ]


@pytest.mark.parametrize("options", [[], ["-n", "2"]])
def test_a_failing_item_shows_the_report_and_no_traceback(
    example: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    monkeypatch.setenv("CI", "true")  # where pytest's summary repeats what has no first line
    found = example.runpytest_subprocess(*RUN, *options)
    assert outcomes(found) == {"failed": 4}
    said = found.stdout.str()
    check = subprocess.run(
        [sys.executable, "-m", "verify.cli", "check", "example.claims.yaml"],
        capture_output=True,
        text=True,
        check=False,
        cwd=example.path,
    ).stdout
    block = check[check.index(CONFLICT) : check.index("next: verify why total")]
    assert said.count(block) == 4
    assert "FAILED example.claims.yaml::claim.fee - conflict fee $1.25 billion per month" in said
    assert "Traceback" not in said
    assert "verify/" not in said.replace("next: verify why", "")


def test_the_real_suite_passes_with_its_expectations(pytester: pytest.Pytester) -> None:
    found = pytester.runpytest_subprocess(*RUN, "-rx", str(COLOSSUS))
    assert set(outcomes(found)) == {"passed", "skipped", "xfailed"}
    assert outcomes(found)["xfailed"] == 7  # two claims, and five conflicts that differ
    assert "is about twice what the fee pays by May 2029" in found.stdout.str()


def test_the_real_suite_fails_without_one_of_its_expectations(pytester: pytest.Pytester) -> None:
    copy_of(COLOSSUS, pytester.path)
    suite = pytester.path / "suite.yaml"
    text = suite.read_text()
    start, end = text.index("  - conflict: [fourweekmba"), text.index("  - conflict: [pulse.chips")
    suite.write_text(text[:start] + text[end:])
    found = pytester.runpytest_subprocess(*RUN, "-k", "fourweekmba.headline")
    assert outcomes(found)["failed"] == 4  # the claim, and its three conflicts
    said = found.stdout.str()
    assert "claim.fourweekmba.headline" in said
    assert "fourweekmba.headline   $100B" in said
    assert "apart by a factor of 1.98 (44.5 billion USD) at the loosest reading" in said
    assert "fixes, each checked: withdraw fourweekmba.headline" in said


def copy_of(folder: Path, target: Path) -> None:
    for file in folder.iterdir():
        if file.is_file():
            (target / file.name).write_bytes(file.read_bytes())


SUITE = """\
quantities: {a: {unit: USD}, b: {unit: USD}, c: {unit: USD}}
rules: [b == 2 * a]
"""
SOURCE = "sources: {paper: {text: paper.txt, derived_from: []}}\n"


def test_expectations_are_strict(pytester: pytest.Pytester) -> None:
    (pytester.path / "x.claims.yaml").write_text(
        SUITE
        + """\
claims:
  - {id: a, about: a, value: 1 USD, exact: true}
  - {id: b, about: b, value: 3 USD, exact: true}
  - {id: c, about: c, value: 3 USD, exact: true}
expect:
  - {conflict: [a, b], reason: known since May, until: 2999-12}
  - {conflict: [c], reason: no longer}
"""
    )
    found = pytester.runpytest_subprocess(*RUN[1:], "-v", "-rx")
    found.stdout.fnmatch_lines_random(
        [
            "*claim.a XFAIL*",
            "*claim.b XFAIL*",
            "*claim.c PASSED*",
            "*conflict.a.b XFAIL*",
            "*expect.a.b PASSED*",
            "*expect.c FAILED*",
            "*broken expectation: no conflict contains c any more*",
            "XFAIL *claim.a - known since May (until 2999-12)",
        ]
    )
    again = pytester.runpytest_subprocess(*RUN, "--runxfail")
    assert outcomes(again) == {"failed": 4, "passed": 2}


def test_a_disputed_claim_passes_and_says_so(pytester: pytest.Pytester) -> None:
    # Three say a is 1, one that b is 3: the cheapest correction withdraws b alone.
    (pytester.path / "x.claims.yaml").write_text(
        SUITE
        + """\
claims:
  - {id: a1, about: a, value: 1 USD, exact: true}
  - {id: a2, about: a, value: 1 USD, exact: true, weight: 2}
  - {id: b, about: b, value: 3 USD, exact: true}
"""
    )
    found = pytester.runpytest_subprocess(*RUN[1:], "-v", "--junit-xml=out.xml")
    found.stdout.fnmatch_lines_random(
        ["*claim.a1 PASSED*", "*claim.a2 PASSED*", "*claim.b FAILED*"]
    )
    cases = ElementTree.parse(pytester.path / "out.xml").getroot().iter("testcase")
    named = {str(case.get("name")): case for case in cases}
    properties = {
        str(each.get("name")): each.get("value") for each in named["claim.a1"].iter("property")
    }
    assert properties == {
        "verdict": "disputed",
        "otherwise": "consistent",
        "quantity": "a",
        "figure": "1 USD",
        "published": "1 USD",
        "implied": "1.5 USD",
    }


def test_quotations_are_items_of_their_source(pytester: pytest.Pytester) -> None:
    (pytester.path / "suite.yaml").write_text(SUITE + SOURCE)
    (pytester.path / "x.claims.yaml").write_text(
        "source: paper\nclaims:\n"
        "  - {id: a, about: a, figure: $1, quote: {prefix: 'pays '}}\n"
        "  - {id: b, about: b, figure: $2, quote: {prefix: 'gets '}}\n"
    )
    found = pytester.runpytest_subprocess(*RUN, "-rs")
    assert outcomes(found) == {"passed": 2, "skipped": 1}
    assert "suite.yaml:3: the text of paper is not at hand: paper.txt" in found.stdout.str()
    (pytester.path / "paper.txt").write_text("It pays $1 and gets $2.")
    assert outcomes(pytester.runpytest_subprocess(*RUN)) == {"passed": 3}
    (pytester.path / "paper.txt").write_text("It pays $1 and gets $3.")
    found = pytester.runpytest_subprocess(*RUN)
    assert outcomes(found) == {"passed": 2, "failed": 1}
    found.stdout.fnmatch_lines(["*source paper*", "*`$2` is not in the text of paper*"])


def test_a_broken_file_is_one_failing_item(example: pytest.Pytester) -> None:
    folder = example.path / "broken"
    folder.mkdir()
    (folder / "suite.yaml").write_text(SUITE)
    (folder / "bad.claims.yaml").write_text("claims:\n  - {abuot: a, figure: $1}\n")
    (folder / "good.claims.yaml").write_text("claims:\n  - {about: a, figure: $1}\n")
    example.path.joinpath("test_it.py").write_text("def test_it(): pass\n")
    found = example.runpytest_subprocess(*RUN, "-rs")
    assert outcomes(found) == {"failed": 5, "passed": 1, "skipped": 2}
    found.stdout.fnmatch_lines(
        ["*broken/bad.claims.yaml:2:6: error*did you mean `about`?*"]
        if False
        else ["*broken/bad.claims.yaml:2:6: error*"]
    )
    assert "did you mean `about`?" in found.stdout.str()
    assert "not checked: see broken/bad.claims.yaml" in found.stdout.str()


def test_contradictory_rules_are_one_failing_item(pytester: pytest.Pytester) -> None:
    (pytester.path / "x.claims.yaml").write_text(
        "quantities: {q: {}}\nrules: [q > 2, q < 1]\nclaims: [{about: q, value: 3}]\n"
    )
    found = pytester.runpytest_subprocess(*RUN)
    assert outcomes(found) == {"failed": 1}
    assert "contradict each other" in found.stdout.str()


@pytest.mark.parametrize(
    ("options", "ini", "expected"),
    [
        ([], "", {"passed": 3}),
        (["--verify-fail-on=rounding"], "", {"failed": 3}),
        ([], "verify_fail_on = rounding", {"failed": 3}),
        (["--verify-fail-on=untested"], "", {"passed": 3}),
        (["--verify-fail-on=never"], "verify_fail_on = rounding", {"passed": 3}),
        (["--verify-policy=strict"], "", {"failed": 3}),
        ([], "verify_policy = strict", {"failed": 3}),
        (["--verify-off"], "", {}),
        ([], "verify_off = true", {}),
    ],
)
def test_options(
    pytester: pytest.Pytester, options: list[str], ini: str, expected: dict[str, int]
) -> None:
    pytester.makeini(f"[pytest]\n{ini}\n")
    (pytester.path / "x.claims.yaml").write_text(
        "quantities: {q: {unit: USD}, r: {unit: USD}}\nrules: [r == 2 * q]\n"
        "claims:\n  - {about: q, value: 100 USD, exact: true}\n"
        "  - {about: r, figure: about $215}\n"  # 200 is 7 % less: a tenth may be, not a twentieth
    )
    assert outcomes(pytester.runpytest_subprocess(*RUN, *options)) == expected


def test_an_unknown_policy_is_bad_usage(example: pytest.Pytester) -> None:
    found = example.runpytest_subprocess(*RUN, "--verify-policy=strange")
    assert found.ret != 0
    assert "there is no policy 'strange'" in found.stdout.str() + found.stderr.str()
    assert "Traceback" not in found.stdout.str()


@pytest.mark.parametrize(
    "options",
    [
        ["-n", "2"],
        ["--import-mode=importlib"],
        ["-n", "2", "--import-mode=importlib"],
        ["-p", "no:xdist"],
    ],
)
def test_every_way_to_run_gives_the_same(pytester: pytest.Pytester, options: list[str]) -> None:
    copy_of(COLOSSUS, pytester.path)
    found = pytester.runpytest_subprocess(*RUN, *options)
    assert outcomes(found) == {"passed": 52, "skipped": 5, "xfailed": 7}


def test_workers_solve_nothing_anew(
    example: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    example.makeconftest("""\
        import os, pathlib
        import verify.judge
        judged = verify.judge.judged
        def counted(*args, **given):
            with open(pathlib.Path(__file__).with_name("solved.txt"), "a") as file:
                file.write(os.environ.get("PYTEST_XDIST_WORKER", "controller") + "\\n")
            return judged(*args, **given)
        import verify.pipeline
        verify.pipeline.judged = counted
    """)
    example.path.joinpath("test_it.py").write_text(
        "import pytest\n"
        "@pytest.mark.parametrize('n', range(6))\n"
        "@pytest.mark.verify('example.claims.yaml')\n"
        "def test_it(report, n): assert report.status == 'conflict'\n"
    )
    found = example.runpytest_subprocess(*RUN, "-n", "2", "example.claims.yaml")
    assert outcomes(found) == {"failed": 4}
    solved = example.path / "solved.txt"
    assert solved.read_text().split() == ["controller"]
    solved.unlink()
    assert outcomes(example.runpytest_subprocess(*RUN, "-n", "2", "test_it.py")) == {"passed": 6}
    assert len(solved.read_text().split()) == 1  # by the worker that came first


def test_selecting(example: pytest.Pytester) -> None:
    assert outcomes(example.runpytest_subprocess(*RUN, "-m", "verify_conflict")) == {
        "failed": 1,
        "deselected": 3,
    }
    assert outcomes(example.runpytest_subprocess(*RUN, "-m", "verify"))["failed"] == 4
    assert outcomes(example.runpytest_subprocess(*RUN, "-k", "claim.fee"))["failed"] == 1
    assert outcomes(example.runpytest_subprocess(*RUN, "example.claims.yaml::claim.fee")) == {
        "failed": 1
    }
    example.path.joinpath("example.claims.yaml").write_text(EXAMPLE.replace("$100B", "$45B"))
    assert outcomes(example.runpytest_subprocess("-q")) == {"passed": 3}
    example.path.joinpath("example.claims.yaml").write_text(EXAMPLE)
    assert outcomes(example.runpytest_subprocess("-q")) == {"failed": 4}
    assert outcomes(example.runpytest_subprocess("-q", "--lf")) == {"failed": 4}


def test_names_are_of_letters_digits_dots_and_dashes(pytester: pytest.Pytester) -> None:
    claims = "\n".join(f"  - {{about: a_{n}, value: {n % 2}, exact: true}}" for n in (1, 1, 2, 3))
    (pytester.path / "x.claims.yaml").write_text(
        "quantities: {a_1: {}, a_2: {}, a_3: {}}\nrules: [a_1 == a_2]\n"
        f"claims:\n{claims}\nexpect:\n  - {{conflict: [a_2], reason: 'why: [x] / y'}}\n"
    )
    found = pytester.runpytest_subprocess(*RUN, "--collect-only")
    names = [line.partition("::")[2] for line in found.outlines if "::" in line]
    assert len(names) == len(set(names)) >= 6
    assert all(re.fullmatch(r"[A-Za-z0-9.-]+", name) for name in names)


def test_the_folder_of_a_suite_is_one_suite_whichever_file_is_named(
    pytester: pytest.Pytester,
) -> None:
    copy_of(COLOSSUS, pytester.path)
    found = pytester.runpytest_subprocess(*RUN, "pulse.claims.yaml")
    assert outcomes(found) == {"passed": 11, "xfailed": 1}


def test_a_run_without_claim_files_loads_nothing(pytester: pytest.Pytester) -> None:
    pytester.path.joinpath("test_it.py").write_text(
        "import sys\n"
        "def test_it():\n"
        "    ours = {name for name in sys.modules if name.startswith('verify')}\n"
        "    assert ours == {'verify', 'verify.failing', 'verify.pytest_plugin'}\n"
        "    assert not {'pint', 'z3', 'sympy', 'pydantic', 'yaml'} & set(sys.modules)\n"
    )
    assert outcomes(pytester.runpytest_subprocess(*RUN)) == {"passed": 1}


TESTS = """\
import pytest
import verify

@pytest.mark.verify("suites/one.claims.yaml")
def test_marker(suite, report):
    assert isinstance(suite, verify.Suite)
    assert report["total"] == "9 USD"

@pytest.mark.parametrize("suite", ["suites/one.claims.yaml"], indirect=True)
def test_path(report):
    assert report.claim("fee").verdict == "untested"

@pytest.mark.verify("suites/one.claims.yaml")
def test_wrong(report):
    assert report["total"] < "9 USD"

@pytest.mark.verify("suites/one.claims.yaml")
def test_apart(report):
    assert report["total"].within("10 .. 11 USD")

@pytest.mark.verify("suites/none.claims.yaml")
def test_none(report):
    pass
"""


@pytest.mark.parametrize("options", [[], ["-n", "2"]])
def test_fixtures(pytester: pytest.Pytester, options: list[str]) -> None:
    folder = pytester.path / "suites"
    folder.mkdir()
    (folder / "one.claims.yaml").write_text(
        "quantities: {fee: {unit: USD}, total: {unit: USD}}\nrules: [total == 3 * fee]\n"
        "claims: [{about: fee, value: 3 USD, exact: true}]\n"
    )
    (pytester.path / "test_it.py").write_text(TESTS)
    found = pytester.runpytest_subprocess(*RUN, *options, "test_it.py")
    assert outcomes(found) == {"passed": 2, "failed": 2, "errors": 1}
    found.stdout.fnmatch_lines_random(
        [
            "E*total is 9 USD, from fee",
            "E*not certainly < 9 USD",
            "E*total is 9 USD, not within 10 .. 11 USD; it follows from fee",
            "*so that the fixture `suite` has no suite*",
            "*suites/none.claims.yaml: there is no such file or folder*",
        ]
    )


def test_the_only_suite_beside_a_test_is_its_suite(pytester: pytest.Pytester) -> None:
    (pytester.path / "x.claims.yaml").write_text(
        "quantities: {q: {}}\nclaims: [{about: q, value: 3}]\n"
    )
    (pytester.path / "test_it.py").write_text(
        "def test_it(report): assert len(report.claims) == 1\n"
    )
    assert outcomes(pytester.runpytest_subprocess(*RUN)) == {"passed": 2}


SAME = "quantities: {q: {unit: USD}}\nclaims: [{about: q, figure: $5, source: p, quote: {}}]\n"


def test_two_suites_of_one_text_have_each_their_own_report(pytester: pytest.Pytester) -> None:
    for name, printed in (("one", "It costs $5."), ("two", "It costs nothing.")):
        folder = pytester.mkdir(name)
        (folder / "s.claims.yaml").write_text(SAME + "sources: {p: {text: p.txt}}\n")
        (folder / "p.txt").write_text(printed)
        (folder / f"test_{name}.py").write_text(
            "def test_it(report): assert [d.code for d in report.diagnostics] == []\n"
        )
    found = pytester.runpytest_subprocess(*RUN, "-k", "test_it")
    assert outcomes(found)["passed"] == 1
    assert outcomes(found)["failed"] == 1


@pytest.mark.parametrize("options", [[], ["-n", "2"]])
def test_what_is_no_file_is_passed_over(example: pytest.Pytester, options: list[str]) -> None:
    (example.path / "gone.claims.yaml").symlink_to(example.path / "nowhere")
    os.mkfifo(example.path / "pipe.claims.yaml")
    (example.path / ".hidden.claims.yaml").write_text("nonsense")
    assert outcomes(example.runpytest_subprocess(*RUN, *options)) == {"failed": 4}


@pytest.mark.parametrize("options", [[], ["-n", "2"]])
def test_what_the_command_line_refuses_fails(pytester: pytest.Pytester, options: list[str]) -> None:
    inside, outside = pytester.mkdir("suite"), pytester.mkdir("elsewhere")
    (inside / "suite.yaml").write_text("quantities: {q: {}}\n")
    (inside / "suite.json").write_text('{"quantities": {"q": {}}}')
    (outside / "x.yaml").write_text("quantities: {q: {}}\nclaims: [{about: q, value: 1}]\n")
    (inside / "x.claims.yaml").symlink_to(outside / "x.yaml")
    found = pytester.runpytest_subprocess(*RUN, *options)
    assert outcomes(found) == {"failed": 2}
    assert "the file is a link that leads out of the folder" in found.stdout.str()
    assert "the folder has a `suite.yaml` already" in found.stdout.str()


@pytest.mark.parametrize("options", [[], ["-n", "2"]])
def test_a_root_folder_elsewhere(example: pytest.Pytester, options: list[str]) -> None:
    other = example.mkdir("other")
    found = example.runpytest_subprocess(
        *RUN, *options, f"--rootdir={other}", "example.claims.yaml"
    )
    assert outcomes(found) == {"failed": 4}


def test_names_that_look_alike_are_told_apart(pytester: pytest.Pytester) -> None:
    ids = ("x_1", "x-1", "x-1-2")
    claims = "".join(f"  - {{id: {id_}, about: q, value: 1}}\n" for id_ in ids)
    (pytester.path / "x.claims.yaml").write_text(f"quantities: {{q: {{}}}}\nclaims:\n{claims}")
    found = pytester.runpytest_subprocess(*RUN, "--collect-only")
    names = [line for line in found.outlines if "::" in line]
    assert len(set(names)) == 3


def test_a_suite_that_cannot_be_checked_has_no_report(pytester: pytest.Pytester) -> None:
    (pytester.path / "x.claims.yaml").write_text("claims: [{about: zz, value: 1}]\n")
    (pytester.path / "test_it.py").write_text("def test_it(report): pass\n")
    found = pytester.runpytest_subprocess(*RUN, "test_it.py")
    assert "there is no quantity zz" in found.stdout.str()
    assert "pytest_suites.py" not in found.stdout.str()
