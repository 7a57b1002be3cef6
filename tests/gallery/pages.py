"""Pages of the error gallery: files that provoke a diagnostic, and what the terminal then shows.

A page is Markdown. A fenced block with a file name in its info string is a file; after the name
may stand `encoding=…` (what it is saved as), `padded=N` (blank lines up to N bytes) and `filled=N`
(N letters for `…`). The block `console` is a session in the folder of these files: lines after
`$ ` are commands, the others what they print.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from verify.cli import group

_FENCED = re.compile(r"^```(\w+) *(.*)\n((?:(?!```).*\n)*)```$", re.MULTILINE)


@dataclass(frozen=True)
class File:
    """A file of a page, as it is written to disk."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Page:
    """One file of the gallery: its title, its files, its session."""

    path: Path
    title: str
    files: tuple[File, ...]
    session: str

    @property
    def code(self) -> str:
        """The diagnostic that the page is about."""
        return self.path.stem

    @property
    def commands(self) -> list[str]:
        """What is typed."""
        return [line[2:] for line in self.session.splitlines() if line.startswith("$ ")]


def read(path: Path) -> Page:
    """Read a page."""
    text = path.read_text("utf-8")
    blocks = list(_FENCED.finditer(text))
    sessions = [block[3] for block in blocks if block[1] == "console"]
    assert len(sessions) == 1, f"{path.name} has one console block"
    files = tuple(_file(block[2], block[3]) for block in blocks if block[1] != "console")
    return Page(path, text.partition("\n")[0].removeprefix("# "), files, sessions[0])


def _file(info: str, text: str) -> File:
    name, *attributes = info.split()
    given = dict(each.split("=") for each in attributes)
    if "filled" in given:
        text = text.replace("…", "x" * int(given["filled"]))
    data = text.encode(given.get("encoding", "utf-8"))
    return File(name, data + b"\n" * (int(given.get("padded", 0)) - len(data)))


def written(page: Page, folder: Path) -> None:
    """Write the files of a page below a folder."""
    for file in page.files:
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)


def played(page: Page) -> str:
    """Return the session as it runs now, in the current folder."""
    lines = []
    status = 0
    for command in page.commands:
        lines.append(f"$ {command}")
        if command == "echo $?":
            lines.append(str(status))
            continue
        program, *arguments = shlex.split(command)
        assert program == "verify", f"the gallery runs only verify, not {program}"
        result = CliRunner().invoke(group, arguments, prog_name="verify")
        if not isinstance(result.exception, SystemExit | None):
            raise result.exception
        status = result.exit_code
        lines += result.output.splitlines()
    return "".join(f"{line}\n" for line in lines)


def rewritten(page: Page, session: str) -> None:
    """Write a new session into the page's file."""
    text = page.path.read_text("utf-8")

    def replaced(block: re.Match[str]) -> str:
        return f"```console\n{session}```" if block[1] == "console" else block[0]

    page.path.write_text(_FENCED.sub(replaced, text), "utf-8")
