"""Finds the suites that a path means, and the files of each."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from verify.diagnostics import Diagnostic
from verify.source import Span

SUITE_FILES: Final = ("suite.yaml", "suite.yml", "suite.json")
CLAIM_FILES: Final = (".claims.yaml", ".claims.yml", ".claims.json")
DEEPEST: Final = 100  # folders within each other that are looked at


@dataclass(frozen=True, slots=True)
class SuiteFile:
    """One file to read: where it is, and how the user knows it."""

    path: Path
    shown: str


@dataclass(frozen=True, slots=True)
class Suite:
    """Files that are checked together: `suite.yaml` first, then the claim files by name.

    `folder` is the one that `use` and `text` may not leave; `shown` is the path of the suite as
    the user gave it, with `/`. `unsaved` are texts that an editor has of files, by their real
    paths: they are read instead of what is on disk, of packs below the folder as well.
    """

    shown: str
    folder: Path
    files: tuple[SuiteFile, ...]
    unsaved: Mapping[Path, str] = field(default_factory=dict, compare=False)


def find_suites(path: str | os.PathLike[str]) -> tuple[tuple[Suite, ...], tuple[Diagnostic, ...]]:
    """Return the suites that a path means, in the order of their paths.

    A file is one suite. A folder with a `suite.yaml` is one suite, with the claim files in it and
    below, but for those below a folder that is itself a suite. In any other folder every suite
    below it is meant, a claim file on its own being one. Hidden folders and links to folders
    are passed over; a link to a file is followed only within the folder that was given.
    """
    given = readable(os.fspath(path)).replace(os.sep, "/")
    start = Path(path)
    try:
        mode = start.stat().st_mode
    except (OSError, ValueError) as error:
        return (), (_not_found(error, given),)
    if stat.S_ISREG(mode):
        return (Suite(given, start.parent, (SuiteFile(start, given),)),), ()
    if not stat.S_ISDIR(mode):
        message = "this is neither a regular file nor a folder"
        return (), (Diagnostic("unreadable-file", message, Span(given)),)
    suites, problems = _below(start, given)
    if _suite_file(start) is not None:
        suites = tuple(suite for suite in suites if suite.folder == start)
    if not suites and not problems:
        help_ = "a suite is a folder with a `suite.yaml`, or a file that ends in `.claims.yaml`"
        problems = (Diagnostic("no-suite", "there is no suite here", Span(given), help=help_),)
    return suites, problems


def _not_found(error: OSError | ValueError, given: str) -> Diagnostic:
    if isinstance(error, OSError) and error.errno in (errno.ELOOP, errno.EACCES):
        message = f"this is no regular file that can be read: {error.strerror}"
        return Diagnostic("unreadable-file", message, Span(given))
    return Diagnostic("no-such-file", "there is no such file or folder", Span(given))


def _below(start: Path, given: str) -> tuple[tuple[Suite, ...], tuple[Diagnostic, ...]]:
    """Walk a folder; the suites come in the order of their paths, so that `start` is first."""
    root = start.resolve()
    problems: list[Diagnostic] = []
    folders: dict[Path, list[SuiteFile]] = {}  # the files of each folder that is a suite
    alone: list[SuiteFile] = []

    def refuse(error: OSError) -> None:
        shown = _shown(Path(error.filename), start, given)
        message = f"the folder cannot be read: {error.strerror}"
        problems.append(Diagnostic("unreadable-file", message, Span(shown)))

    for name, subfolders, names in os.walk(start, onerror=refuse):
        folder = Path(name)
        subfolders[:] = sorted(each for each in subfolders if not each.startswith("."))
        if subfolders and too_deep(folder, start):
            subfolders.clear()
            message = f"folders more than {DEEPEST} deep are not looked at"
            problems.append(
                Diagnostic("nested-too-deep", message, Span(_shown(folder, start, given)))
            )
        own = _suite_file(folder)
        owner = next((each for each in (folder, *folder.parents) if each in folders), None)
        if own is not None:
            owner = folder
            folders[owner] = []
            for other in sorted(set(SUITE_FILES).intersection(names) - {own.name}):
                shown = _shown(folder / other, start, given)
                message = f"the folder has a `{own.name}` already, and a suite has one"
                problems.append(Diagnostic("two-suite-files", message, Span(shown)))
        for each in sorted(names):
            file = folder / each
            if file != own and (each.startswith(".") or not each.endswith(CLAIM_FILES)):
                continue
            found = SuiteFile(file, _shown(file, start, given))
            try:
                inside = file.resolve().is_relative_to(root)
            except (OSError, RuntimeError):  # links in a circle, as Python before 3.13 says it
                message = "the file is a link that leads round in a circle"
                problems.append(Diagnostic("unreadable-file", message, Span(found.shown)))
                continue
            if not inside:
                message = "the file is a link that leads out of the folder"
                problems.append(Diagnostic("outside-folder", message, Span(found.shown)))
            elif owner is None:
                alone.append(found)
            elif file == own:
                folders[owner].insert(0, found)
            else:
                folders[owner].append(found)
    suites = [Suite(file.shown, file.path.parent, (file,)) for file in alone]
    for folder, files in folders.items():
        suites.append(Suite(_shown(folder, start, given), folder, tuple(files)))
    return tuple(sorted(suites, key=lambda suite: suite.shown)), tuple(problems)


def too_deep(folder: Path, start: Path) -> bool:
    """Tell whether what is below a folder is further below `start` than is looked at."""
    return len(folder.parts) - len(start.parts) >= DEEPEST


def _suite_file(folder: Path) -> Path | None:
    """Return the file that makes a folder a suite; the first of the names wins."""
    return next((folder / name for name in SUITE_FILES if os.path.isfile(folder / name)), None)


def _shown(path: Path, start: Path, given: str) -> str:
    """Return the path of something below `start` as the user would write it."""
    relative = readable(path.relative_to(start).as_posix())
    if relative == ".":
        return given
    if given in (".", ""):
        return relative
    return given.rstrip("/") + "/" + relative


def readable(path: str) -> str:
    r"""Return a path that can be printed: bytes of a name that are not UTF-8 as `\xff`."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
