"""Where a command's lines go: a terminal in colour, a pipe plainly, or a file, whole or not."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path

import click

from verify.reports.styled import Line, plain

_TEMPORARY = ".verify-tmp"
_STALE = 3600  # seconds after which a temporary file is nobody's
_PALETTE = {
    "bad": "bold red",
    "doubt": "yellow",
    "good": "green",
    "quiet": "dim",
    "strong": "bold",
    "title": "bold",
    "": "",
}


def show(lines: Sequence[Line], color: str = "auto") -> None:
    """Print lines, in colour if asked for or if the output is a terminal that wants it."""
    wanted = color == "always" or (
        color == "auto" and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    )
    if not wanted:
        click.echo(plain(list(lines)), nl=False)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(force_terminal=True, soft_wrap=True, highlight=False, markup=False)
    for line in lines:
        text = Text()
        for part in line:
            text.append(part.text, style=_PALETTE[part.style])
        console.print(text)


def write(text: str, path: str, read: Collection[Path] = ()) -> None:
    """Write a file whole or not at all: a temporary file beside it, then a rename.

    A link stays one, and its target is replaced; what is no file, such as a pipe, is written to.
    A temporary file that stayed behind where an earlier writing was killed is taken away.
    What was `read` for it, as real paths, is never replaced.
    """
    target = Path(os.path.realpath(path))
    if target in read:
        raise click.UsageError(f"{path} was read for this, and would be replaced")
    if os.path.exists(target) and not os.path.isfile(target):
        _pour(text, target, path)
        return
    folder, prefix = target.parent, f".{target.name}."
    try:
        _clean(folder, prefix)
        descriptor, name = tempfile.mkstemp(_TEMPORARY, prefix, folder)
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror}") from error
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            os.chmod(name, target.stat().st_mode & 0o777)
        else:
            umask = os.umask(0)
            os.umask(umask)
            os.chmod(name, 0o666 & ~umask)
        os.replace(name, target)
        _settle(folder)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise click.UsageError(f"cannot write {path}: {error.strerror}") from error


def _clean(folder: Path, prefix: str) -> None:
    """Remove temporary files of one target that nobody can still be writing."""
    for entry in os.scandir(folder):
        if entry.name.startswith(prefix) and entry.name.endswith(_TEMPORARY):
            with suppress(OSError):
                if time.time() - entry.stat(follow_symlinks=False).st_mtime > _STALE:
                    os.unlink(entry.path)


def _settle(folder: Path) -> None:
    """Have the rename itself written down, where folders can be synced."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _pour(text: str, target: Path, path: str) -> None:
    """Write to a pipe or a device, which nothing may replace."""
    try:
        with target.open("w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror}") from error
