"""`verify check --watch`: the check done again, and shown anew, whenever a file of it changes."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from verify.commands.checking import Checked, Request, checked, lines_of, save, status
from verify.commands.output import show

if TYPE_CHECKING:
    from verify.pipeline import Kept
    from verify.reports.styled import Line

_PAUSE = 0.05  # seconds between two looks at the files, if a look takes a twentieth of that
Stamps = dict[str, tuple[int, int, int]]


def watched(request: Request) -> int:
    """Check until Ctrl-C; return the exit status of the last check.

    Raises UsageError for what asks to be shown and is no text for a reader.
    """
    if request.update_baseline:
        raise click.UsageError("`--watch` does not go with `--update-baseline`")
    if request.output is None and request.style not in ("full", "concise"):
        raise click.UsageError(f"`--watch` with `--format {request.style}` needs `-o FILE`")
    kept: Kept = {}
    before: dict[str, Any] | None = None
    found = Checked((), ())
    try:
        while True:
            before_it = _stamps(request, found)
            own = _stamps(request, Checked((), ()))
            found = checked(request, kept)
            after = _stamps(request, found)
            # What was changed, or taken away, while it was read is seen at the next look.
            stamps = {path: before_it.get(path, after[path]) for path in after} | own
            now = _data(found)
            _draw(request, found, _since(before, now), len(stamps))
            if all(each["status"] != "invalid" for each in now["suites"]):
                before = now  # what is mended is compared with what there was before
            gc.collect()  # which `verify` leaves off, as its process soon ends
            _wait(request, found, stamps)
    except KeyboardInterrupt:
        click.echo()
        return status(request, found)


def _draw(request: Request, found: Checked, since: list[Line], files: int) -> None:
    save(request, found)
    lines = [] if request.output is not None else lines_of(request, found)
    lines += since
    counted = "1 file" if files == 1 else f"{files} files"
    where = f"  {request.output} is written" if request.output is not None else ""
    lines += [(_quiet(f"{time.strftime('%H:%M:%S')}  {counted} watched; Ctrl-C ends{where}"),)]
    if sys.stdout.isatty():
        click.clear()
    if not request.quiet:
        show(lines, request.color)
    sys.stdout.flush()


def _since(before: dict[str, Any] | None, now: dict[str, Any]) -> list[Line]:
    """Return what differs between two reports."""
    if before is None:
        return [()]
    from verify.difference import difference
    from verify.reports import difference_text

    moved = difference(before, now)
    shown = [each for each in moved if not each.nothing]
    if not shown:
        return [(), (_quiet("nothing differs from the check before"),)]
    return [(), (_quiet("since the check before"),), *difference_text.render(shown)]


def _data(found: Checked) -> dict[str, Any]:
    from verify.reports.json_report import as_data

    return as_data(found.judgements, found.problems)


def _quiet(text: str) -> Any:
    from verify.reports.styled import Part

    return Part(text, "quiet")


def _wait(request: Request, found: Checked, stamps: Stamps) -> None:
    """Wait until a file is not as it was, or there is one more or one less."""
    while True:
        begun = time.monotonic()
        if _stamps(request, found) != stamps:
            return
        time.sleep(max(_PAUSE, 20 * (time.monotonic() - begun)))


def _stamps(request: Request, found: Checked) -> Stamps:
    """Return what tells a file of the check from what it becomes when it is saved."""
    written = {_real(each) for each in (request.output, request.certificates) if each is not None}
    stamps: Stamps = {}
    for path in _files(request, found):
        try:
            seen = os.stat(path)
        except OSError:
            continue
        if _real(path) not in written:
            stamps[_real(path)] = (seen.st_mtime_ns, seen.st_size, seen.st_ino)
    return stamps


def _files(request: Request, found: Checked) -> Iterator[str | Path]:
    """Yield what was read, and what would be if it were there."""
    from verify.formats import FORMATS
    from verify.formats.suites import too_deep

    for given in request.paths:
        if not os.path.isdir(given):
            yield given
        for folder, below, names in os.walk(given):
            deeper = not too_deep(Path(folder), Path(given))
            below[:] = [each for each in below if deeper and not each.startswith(".")]
            yield from (
                os.path.join(folder, name)
                for name in names
                if name.endswith(tuple(FORMATS)) and not name.startswith(".")
            )
    for judgement in found.judgements:
        yield from (*judgement.files, *judgement.beside)
    if request.baseline is not None:
        yield request.baseline


def _real(path: str | Path) -> str:
    return os.path.realpath(path)
