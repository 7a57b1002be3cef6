"""What README shows is what the program prints."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from command_line import CommandLine

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
(SUITE,) = (body for kind, body in BLOCKS if kind == "yaml")


@pytest.fixture
def readers(line: CommandLine) -> CommandLine:
    """Return a command line in a folder with README's suite."""
    line.write("example.claims.yaml", SUITE)
    (draft,) = (body for kind, body in BLOCKS if kind == "markdown")
    line.write("draft.md", draft)
    shutil.copytree(Path(__file__).parents[1] / "claims", line.folder / "claims")
    return line


def test_commands_print_what_is_shown(readers: CommandLine) -> None:
    """Every line shown stands in the output, in that order."""
    shown = [body for _, body in BLOCKS if body.startswith("$ verify ")]
    assert len(shown) >= 2
    for body in shown:
        printed: list[str] = []
        for text in body.splitlines():
            if text.startswith("$ verify "):
                printed = readers.run(*text.removeprefix("$ verify ").split()).stdout.splitlines()
            else:
                assert text in printed
                printed = printed[printed.index(text) + 1 :]


def test_a_slip_is_shown_as_it_is_told(readers: CommandLine) -> None:
    (body,) = (body for _, body in BLOCKS if "may be a slip" in body)
    text = SUITE.replace("$1.25 billion", "$15 billion").replace("$100B", "$45 billion")
    readers.write("example.claims.yaml", text)
    printed = readers.run("check", "example.claims.yaml").stdout.splitlines()
    assert [text for text in printed if text in body.splitlines()] == body.splitlines()


def test_the_finding_on_the_first_screen_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[1])
    (body,) = (body for _, body in BLOCKS if body.startswith("conflict: fourweekmba.headline"))
    printed = CommandLine(Path()).run("check", "claims/").stdout.splitlines()
    for text in body.splitlines():
        assert any(each.startswith(text.removesuffix("…")) for each in printed), text


def test_the_job_checks_the_real_suite(readers: CommandLine) -> None:
    (body,) = (body for kind, body in BLOCKS if kind == "yml")
    (job,) = yaml.safe_load(body)["jobs"].values()
    commands = [step["run"].partition(" >> ")[0] for step in job["steps"] if "run" in step]
    checks = [each.split()[1:] for each in commands if each.startswith("verify ")]
    assert [readers.run(*each).exit_code for each in checks] == [0, 0, 0]
    (kept,) = (step["with"]["path"] for step in job["steps"] if "upload" in step.get("uses", ""))
    assert (readers.folder / kept).read_text("utf-8").startswith("<!doctype html>")


def test_the_hook_checks_what_a_suite_is_made_of(readers: CommandLine) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert readers.run(*hook["entry"].split()[1:]).exit_code == 1
    names = ("a.claims.yaml", "claims/b/suite.yaml", "suite.json", "c/d.claims.json")
    assert all(re.search(hook["files"], each) for each in names)
    assert not any(re.search(hook["files"], each) for each in ("notes.yaml", "pursuite.yaml"))


def test_every_command_has_a_row() -> None:
    from verify.cli import COMMANDS

    for command in COMMANDS:
        assert f"| `verify {command}" in README


def test_the_python_example_says_what_stands_beside_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (source,) = (body for _, body in BLOCKS if "report = verify.check(suite)" in body)
    names: dict[str, object] = {}
    exec(compile(source, "README", "exec"), names)
    assert "total: quantity of suite" in capsys.readouterr().out
    shown = re.findall(r"^(\w.*?) +# (?:true: .*|(.*?)(?:: .*)?)$", source, re.MULTILINE)
    said = [(eval(text, names), value) for text, value in shown if not text.startswith("print")]
    assert len(said) == 5
    for value, expected in said:
        assert bool(value) if expected == "" else repr(value) == expected


def test_the_items_are_those_shown(pytester: pytest.Pytester) -> None:
    (body,) = (body for _, body in BLOCKS if body.startswith("$ pytest "))
    command, *shown = body.splitlines()
    (pytester.path / "example.claims.yaml").write_text(SUITE)
    found = pytester.runpytest_subprocess(*command.split()[2:])
    assert found.outlines[: len(shown)] == shown


def test_the_test_shown_passes(pytester: pytest.Pytester) -> None:
    (body,) = (body for _, body in BLOCKS if "pytest.mark.verify" in body)
    (pytester.path / "example.claims.yaml").write_text(SUITE)
    (pytester.path / "test_shown.py").write_text(body)
    pytester.runpytest_subprocess("test_shown.py").assert_outcomes(passed=1)


def test_every_name_of_the_api_has_its_place() -> None:
    import verify

    for name in ("Suite", "VerifyError", "load", "loads", "load_all", "check", "DimensionError"):
        assert name in verify.__all__
        assert name in README
