"""`verify init`: a small suite to start from, written whole or not at all, over nothing."""

from __future__ import annotations

import os
import shlex
from importlib import resources
from pathlib import Path

import click

from verify.commands.output import write

FILES = ("suite.yaml", "race.claims.yaml")
SCHEMA = "verify.schema.json"  # which the first line of each file names, for editors


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path())
def command(folder: str) -> None:
    """Write a small suite into DIR to start from: a race, with one figure that is wrong.

    With it comes the JSON Schema of claim files, which editors that know YAML find by themselves.
    The folder is made where there is none. No file is ever overwritten.
    """
    from verify.reports.styled import safe

    if not folder:
        raise click.UsageError("DIR is empty; write `.` for the current folder.")
    texts = {name: _text(name) for name in FILES} | {SCHEMA: _schema()}
    place = Path(folder)
    made: list[Path] = []
    try:
        for path in _missing(place):
            path.mkdir()
            made.append(path)
        for name in texts:
            _reserve(place / name)
            made.append(place / name)
        for name, text in texts.items():
            write(text, str(place / name))
    except BaseException as error:
        _undo(made)
        if isinstance(error, OSError):
            where = safe(error.filename or folder)
            raise click.UsageError(f"cannot write {where}: {error.strerror}") from error
        raise
    for name in texts:
        click.echo(f"wrote {safe(str(place / name))}")
    click.echo(f"next: {safe(shlex.join(['verify', 'check', folder]))}")


def _text(name: str) -> str:
    return (resources.files("verify") / "example" / name).read_text("utf-8")


def _schema() -> str:
    from verify.commands.schema import file_schema, written

    return written(file_schema())


def _missing(place: Path) -> list[Path]:
    """Return the folders that there are not, outermost first."""
    return [path for path in (*reversed(place.parents), place) if not path.is_dir()]


def _reserve(path: Path) -> None:
    """Make an empty file, in one step with finding that there is none."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except FileExistsError as error:
        from verify.reports.styled import safe

        message = f"{safe(str(path))} exists already, and is left as it is"
        raise click.UsageError(message) from error


def _undo(made: list[Path]) -> None:
    """Take back what was made, innermost first; what others put there meanwhile stays."""
    for path in reversed(made):
        try:
            path.rmdir() if path.is_dir() else path.unlink()
        except OSError:
            continue
