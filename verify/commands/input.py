"""What a command reads besides suites: regular files of bounded size."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import click


def regular(path: str | Path, most: int) -> bytes:
    """Return the bytes of a regular file, one more than `most` where it is longer.

    What would have to be waited for, a pipe or a device, is bad usage and is not opened.
    """
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise click.UsageError(f"{path} is not a regular file")
        with Path(path).open("rb") as file:
            return file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its path is not one"
        raise click.UsageError(f"cannot read {path}: {reason}") from error
