"""The command line as a whole: help, misspelt commands, defects of ours."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version

import pytest
from command_line import CommandLine

from verify import cli


@pytest.mark.parametrize("command", list(cli.COMMANDS))
def test_help_of_each_command(line: CommandLine, command: str) -> None:
    result = line.run(command, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: verify {command} ")
    assert line.run(command, "-h").stdout == result.stdout


def test_help_lists_every_command(line: CommandLine) -> None:
    result = line.run("--help")
    assert result.exit_code == 0
    for command, (_, sentence) in cli.COMMANDS.items():
        assert f"  {command} " in result.stdout
        assert sentence.split()[0] in result.stdout


def test_help_says_what_the_exit_status_means(line: CommandLine) -> None:
    assert "2 bad usage or unreadable input; 3 an internal error" in line.run("--help").stdout


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("chek", "check"), ("whatif", "what-if"), ("Units", "units"), ("exlpain", "explain")],
)
def test_a_misspelt_command(line: CommandLine, typed: str, meant: str) -> None:
    result = line.run(typed)
    assert result.exit_code == 2
    assert f"No such command '{typed}'. Did you mean '{meant}'?" in result.stderr


def test_a_misspelt_option(line: CommandLine) -> None:
    result = line.run("check", "--formt", "json")
    assert result.exit_code == 2
    assert "--format" in result.stderr


def test_a_defect_of_ours_is_one_line_and_status_3(
    example: CommandLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert example.folder.is_dir()

    def fail(*_: object) -> None:
        raise ZeroDivisionError("no such luck")

    monkeypatch.setattr("verify.pipeline.check_paths", fail)
    with pytest.raises(SystemExit) as ended:
        cli.main(["check"])
    assert ended.value.code == cli.INTERNAL_ERROR == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("internal error: ZeroDivisionError: no such luck")
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize("command", [["check"], ["why", "fee"], ["what-if", "fee = 1 USD/month"]])
def test_output_where_the_terminal_knows_only_ascii(
    example: CommandLine, command: list[str]
) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "verify.cli", *command],
        cwd=example.folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1)
    assert b"internal error" not in done.stderr


def test_version(line: CommandLine) -> None:
    try:
        known = version("verify")
    except PackageNotFoundError:
        pytest.skip("verify runs from its source folder, without metadata")
    assert line.run("--version").stdout == f"verify {known}\n"


def test_no_heavy_library_is_loaded_for_help() -> None:
    heavy = ("pint", "sympy", "z3", "pysat", "pydantic", "yaml", "rich")
    program = (
        "import sys\nfrom click.testing import CliRunner\nfrom verify.cli import group\n"
        "CliRunner().invoke(group, ['--help'])\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_a_report_goes_through_a_link_and_into_a_pipe(example: CommandLine) -> None:
    printed = example.run("check", ".").stdout
    example.write("real.txt", "old")
    link, pipe = example.folder / "link.txt", example.folder / "pipe"
    link.symlink_to("real.txt")
    example.run("check", ".", "-o", "link.txt")
    assert link.is_symlink()
    assert (example.folder / "real.txt").read_text("utf-8") == printed
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    example.run("check", ".", "-o", "pipe")
    assert os.read(reader, 100_000).decode("utf-8") == printed
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
