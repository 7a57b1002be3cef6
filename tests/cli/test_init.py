"""`verify init`: a suite that runs and teaches, written whole or not at all."""

from __future__ import annotations

import pytest
from command_line import CommandLine

NAMES = ["race.claims.yaml", "suite.yaml", "verify.schema.json"]


def test_it_writes_a_suite_and_says_what_is_next(line: CommandLine) -> None:
    result = line.run("init", "races/berlin")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "wrote races/berlin/suite.yaml",
        "wrote races/berlin/race.claims.yaml",
        "wrote races/berlin/verify.schema.json",
        "next: verify check races/berlin",
    ]
    assert sorted(p.name for p in (line.folder / "races/berlin").iterdir()) == NAMES


def test_what_it_writes_shows_a_consistent_set_and_one_wrong_figure(line: CommandLine) -> None:
    line.run("init", "a")
    result = line.run("check", "a", "--format", "json")
    assert result.exit_code == 1
    (suite,) = line.json("check", "a", "--format", "json")["suites"]
    assert suite["diagnostics"] == []
    verdicts = {claim["id"]: claim["verdict"] for claim in suite["claims"]}
    assert verdicts.pop("weblog-speed") == "conflict"
    assert verdicts.pop("step") == "open"
    assert set(verdicts.values()) == {"disputed"}
    assert suite["corrections"][0][0] == ["weblog-speed"]
    otherwise = {claim["id"]: claim["otherwise"] for claim in suite["claims"]}
    assert otherwise["distance"] == "corroborated"
    # Of a conflict's member: what the others of its first conflict leave, here "nearly 21" at face.
    implied = {claim["id"]: claim["implied"] for claim in suite["claims"]}
    speed, step = implied["weblog-speed"], implied["step"]
    assert (speed["lower"], speed["upper"]) == (20.5, 21)
    # 42.195 km in 7269 s is 348.3 m a minute; at 180 to 190 steps 1.833 to 1.935 m a step.
    assert 1.832 < step["lower"] < 1.834
    assert 1.934 < step["upper"] < 1.936


@pytest.mark.parametrize("name", ["race.claims.yaml", "suite.yaml"])
def test_its_first_line_names_a_schema_that_editors_find(line: CommandLine, name: str) -> None:
    line.run("init", "a")
    text = (line.folder / "a" / name).read_text("utf-8")
    mark, schema = text.splitlines()[0].split("$schema=")
    assert mark == "# yaml-language-server: "
    assert (line.folder / "a" / schema).read_text("utf-8") == line.run("schema").stdout


def test_it_is_consistent_once_the_wrong_figure_is_expected_as_its_comment_says(
    line: CommandLine,
) -> None:
    line.run("init", "a")
    path = line.folder / "a/race.claims.yaml"
    lines = path.read_text("utf-8").splitlines()
    start = next(n for n, text in enumerate(lines) if text.strip() == "#   expect:")
    expect = [text.replace("  #   ", "", 1) for text in lines[start : start + 2]]
    path.write_text("\n".join([*lines, *expect, ""]), "utf-8")
    assert line.run("check", "a").exit_code == 0


@pytest.mark.parametrize("name", NAMES)
def test_it_never_overwrites(line: CommandLine, name: str) -> None:
    line.write(f"a/{name}", "mine")
    result = line.run("init", "a")
    assert result.exit_code == 2
    assert f"a/{name} exists already" in result.stderr
    assert [p.name for p in (line.folder / "a").iterdir()] == [name]
    assert (line.folder / "a" / name).read_text("utf-8") == "mine"


def test_a_link_to_nowhere_is_not_followed(line: CommandLine) -> None:
    (line.folder / "a").mkdir()
    (line.folder / "a/suite.yaml").symlink_to(line.folder / "elsewhere")
    assert line.run("init", "a").exit_code == 2
    assert not (line.folder / "elsewhere").exists()


def test_other_files_of_the_folder_stay(line: CommandLine) -> None:
    line.write("a/notes.txt", "mine")
    assert line.run("init", "a").exit_code == 0
    assert sorted(p.name for p in (line.folder / "a").iterdir()) == ["notes.txt", *NAMES]


@pytest.mark.parametrize("folder", ["file", "file/below", ""])
def test_what_can_be_no_folder(line: CommandLine, folder: str) -> None:
    line.write("file", "mine")
    result = line.run("init", folder)
    assert result.exit_code == 2
    assert [p.name for p in line.folder.iterdir()] == ["file"]


def test_a_failure_half_way_leaves_nothing(
    line: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []

    def fail(text: str, path: str) -> None:
        if written:
            raise OSError(28, "No space left on device", path)
        written.append(text)

    monkeypatch.setattr("verify.commands.init.write", fail)
    result = line.run("init", "a/b")
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert list(line.folder.iterdir()) == []
