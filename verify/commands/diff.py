"""`verify diff`: what differs between two reports, two folders or two revisions."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from verify.commands.input import regular
from verify.commands.options import color_option, config_of, config_options, style_option
from verify.commands.output import show

if TYPE_CHECKING:
    from verify.config import Config

_MOST = 200_000_000  # bytes of a revision's files


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--path", default=".", help="The suites within a git revision. [default: everything]")
@style_option("full", "markdown", "json")
@config_options
@color_option
def command(old: str, new: str, path: str, style: str, color: str, **given: Any) -> None:
    """Show what differs between OLD and NEW: conflicts, verdicts, figures, claims.

    Each is a report that `verify check --format json` wrote, a suite or a folder of suites, or a
    revision of the git repository around the current folder, such as `HEAD~1`.

    Exit status: 1 if a conflict that nobody expects is new, or a suite cannot be read any more.
    """
    from verify.difference import difference

    config = config_of(**given)
    found = difference(_report(old, path, config), _report(new, path, config))
    if style == "json":
        from verify.reports import difference_json

        click.echo(difference_json.render(found), nl=False)
    elif style == "markdown":
        from verify.reports import difference_markdown

        click.echo(difference_markdown.render(found), nl=False)
    else:
        from verify.reports import difference_text

        show(difference_text.render(found), color)
    sys.exit(int(any(each.worse for each in found)))


def _report(name: str, path: str, config: Config) -> dict[str, Any]:
    """Return the report of a file, of a folder checked now, or of a revision."""
    if name.endswith(".json") and not name.endswith(".claims.json") and os.path.isfile(name):
        return _read(name)
    if os.path.lexists(name):
        return _checked(name, config, "")
    with tempfile.TemporaryDirectory() as folder:
        _unpack(name, path, folder)
        return _checked(folder, config, f"{folder}/")


def _read(path: str) -> dict[str, Any]:
    """Read a report; anything else is bad usage."""
    from verify.reports import earlier

    try:
        return earlier.read(regular(path, earlier.MOST_BYTES))
    except earlier.NoReportError as error:
        message = f"{path} is no report that `verify check --format json` wrote: {error}"
        raise click.UsageError(message) from error


def _checked(path: str, config: Config, prefix: str) -> dict[str, Any]:
    from verify.pipeline import check_paths
    from verify.reports.json_report import as_data

    judgements, problems = check_paths((path,), config)
    if problems and not judgements:
        from verify.commands.suites import complain

        complain(problems)
        sys.exit(2)
    data = as_data(judgements, problems)
    for suite in data["suites"]:
        suite["path"] = suite["path"].removeprefix(prefix)
    return data


def _unpack(revision: str, path: str, folder: str) -> None:
    """Write the files of a git revision to a folder; nothing is taken out of it by a link."""
    from verify.tree import shortened

    if revision.startswith("-"):
        raise click.UsageError(f"{shortened(revision)} is no file, folder or revision")
    command = ["git", "archive", "--format=tar", revision, "--", path]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise click.UsageError(f"git could not be asked for {shortened(revision)}") from error
    if done.returncode or len(done.stdout) > _MOST:
        message = f"{shortened(revision)} is no file, no folder and no revision of a repository"
        raise click.UsageError(message)
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        for member in archive.getmembers():
            _write(archive, member, Path(folder))


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Write one file below a folder; links and what would be elsewhere are passed over.

    The filter `data` of `extractall` does this from Python 3.11.4 on.
    """
    from verify.formats.suites import DEEPEST

    target = (folder / member.name).resolve()
    source = archive.extractfile(member) if member.isfile() else None
    if source is not None and target.is_relative_to(folder.resolve()):
        if member.name.count("/") > DEEPEST:
            raise click.UsageError(f"the revision has folders more than {DEEPEST} deep")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read())
