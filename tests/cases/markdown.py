"""Markdown cases: a heading, prose that says what is expected and why, files, expected output.

A `yaml` block is a claims file; its info string may name it (`yaml suite.yaml`), which makes a
suite of several files. A `text` block is a part of the printed report: `text conflicts`, `text
claims`, `text closing`, `text diagnostics`, or `text full` and `text concise` for the whole of it.
A `json` block is a part of the suite's report as data: every key given must match, objects of a
list that have an `id` are found by it, all other lists match one by one. `Exit status N` in the
prose is checked as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ALONE = "case.claims.yaml"
FOLDER = "suite"
PARTS = ("conflicts", "claims", "closing", "diagnostics", "full", "concise")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what follows that, its text, and the line the text begins."""

    language: str
    info: str
    text: str
    line: int


@dataclass(frozen=True)
class Case:
    """One heading with all that stands under it."""

    path: Path
    title: str
    line: int
    prose: str
    blocks: tuple[Block, ...]

    @property
    def files(self) -> dict[str, str]:
        """The files of the suite, by name."""
        return {block.info or ALONE: block.text for block in self.of("yaml")}

    @property
    def status(self) -> int | None:
        """The exit status that the prose promises."""
        found = re.search(r"[Ee]xit status (\d)", self.prose)
        return int(found[1]) if found else None

    def of(self, language: str) -> list[Block]:
        """Return the blocks of one language."""
        return [block for block in self.blocks if block.language == language]


def cases(path: Path) -> list[Case]:
    """Read the cases of a file: every heading with a `yaml` block."""
    found: list[Case] = []
    title, start = "", 0
    prose: list[str] = []
    blocks: list[Block] = []
    lines = path.read_text(encoding="utf-8").splitlines()
    number = 0
    while number < len(lines):
        line = lines[number]
        if line.startswith("```"):
            language, _, info = line[3:].partition(" ")
            end = lines.index("```", number + 1)
            text = "".join(f"{each}\n" for each in lines[number + 1 : end])
            blocks.append(Block(language, info, text, number + 1))
            number = end
        elif line.startswith("#"):
            if blocks:
                found.append(Case(path, title, start, "\n".join(prose), tuple(blocks)))
            title, start, prose, blocks = line.lstrip("# "), number + 1, [], []
        else:
            prose.append(line)
        number += 1
    if blocks:
        found.append(Case(path, title, start, "\n".join(prose), tuple(blocks)))
    return found


def written(case: Case, folder: Path) -> str:
    """Write a case's files; return the path to check."""
    if list(case.files) == [name for name in case.files if name.endswith(".claims.yaml")][:1]:
        (name,) = case.files
        (folder / name).write_text(case.files[name], encoding="utf-8")
        return name
    for name, text in case.files.items():
        file = folder / FOLDER / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return FOLDER


def part(report: str, name: str) -> str:
    """Return a part of a full report: paragraphs are divided by empty lines."""
    if name in ("full", "concise"):
        return report
    paragraphs = [each for each in report.rstrip("\n").split("\n\n") if each]
    chosen: list[str]
    match name:
        case "conflicts":
            chosen = [each for each in paragraphs if each.rpartition("\n")[2].startswith("next: ")]
        case "closing":
            chosen = paragraphs[-1:]
        case "claims":
            chosen = [each for each in paragraphs[1:-1] if each.startswith("  ")]
        case "diagnostics":
            found = [each for each in paragraphs[1:] if re.match(r"[^ ]+:\d+:\d+: ", each)]
            chosen = [each.partition("\nnot checked: ")[0] for each in found]
        case _:
            raise ValueError(f"no part of a report is called {name!r}")
    return "\n\n".join(chosen) + "\n"


def differences(expected: Any, actual: Any, where: str = "") -> list[str]:
    """Return where data differs from what is expected of a part of it."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        found = []
        for key, value in expected.items():
            if key not in actual:
                found.append(f"{where}.{key}: is not there")
            else:
                found += differences(value, actual[key], f"{where}.{key}")
        return found
    if isinstance(expected, list) and isinstance(actual, list):
        if expected and all(isinstance(each, dict) and "id" in each for each in expected):
            known = {each["id"]: each for each in actual if isinstance(each, dict)}
            return [
                line
                for each in expected
                for line in differences(each, known.get(each["id"]), f"{where}[{each['id']}]")
            ]
        if len(expected) != len(actual):
            return [f"{where}: {len(expected)} expected, {len(actual)} there: {actual}"]
        return [
            line
            for number, (one, other) in enumerate(zip(expected, actual, strict=True))
            for line in differences(one, other, f"{where}[{number}]")
        ]
    return [] if expected == actual else [f"{where}: {expected!r} expected, {actual!r} there"]


def rewritten(case: Case, block: Block, text: str) -> None:
    """Write a new expected text into the case's file."""
    lines = case.path.read_text(encoding="utf-8").splitlines()
    heading = next(n for n, line in enumerate(lines) if line.lstrip("# ") == case.title)
    fence = f"```{block.language} {block.info}".rstrip()
    start = lines.index(fence, heading) + 1
    end = lines.index("```", start)
    lines[start:end] = text.rstrip("\n").splitlines()
    case.path.write_text("\n".join(lines) + "\n", encoding="utf-8")
