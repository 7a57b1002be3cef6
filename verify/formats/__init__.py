"""Reads a file of any known format into one tree; a format is a module here and a row of FORMATS.

A format's module has `parse(text, shown, limits)`, which gets text that is known to be UTF-8
without stray control characters and of bounded size.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Final

from verify.config import Limits
from verify.diagnostics import Diagnostic, limited, suggestion
from verify.formats.suites import Suite, find_suites
from verify.source import Span
from verify.tree import Node

__all__ = ["FORMATS", "Suite", "find_suites", "read", "read_plain", "read_text"]

# What a file's name ends with, and the module that reads it.
FORMATS: Final = {
    ".yaml": "verify.formats.yaml_text",
    ".yml": "verify.formats.yaml_text",
    ".json": "verify.formats.json_text",
}

_NOTHING: Final[Mapping[Path, str]] = {}

# Controls (Unicode Cc) but tab and line ends; separators that some programs take for line ends;
# a lone carriage return, which rewrites a terminal's line; byte order mark, non-characters and
# surrogates, which YAML 1.2.2 section 5.1 excludes.
_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]|\r(?!\n)"
)


def read(
    path: Path, shown: str, limits: Limits, unsaved: Mapping[Path, str] = _NOTHING
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Read a file as a tree, or as None where nothing can be made of it, with every problem.

    `shown` is the path as the user gave it: the one in every span and message. A text that is
    `unsaved`, by the file's real path, is read instead of what is on disk.
    """
    module = FORMATS.get(path.suffix.lower())
    if module is None:
        known = ", ".join(FORMATS)
        near = suggestion(path.suffix, FORMATS)
        message = f"`{path.suffix or path.name}` is no format that can be read"
        help_ = f"did you mean `{near}`?" if near else f"known are {known}"
        return None, (Diagnostic("unknown-format", message, Span(shown), help=help_),)
    given = unsaved.get(path.resolve()) if unsaved else None
    if given is not None:
        return read_text(given, shown, limits, path.suffix.lower())
    text, problems = _read_text(path, shown, limits)
    if text is None:
        return None, problems
    return _parse(module, text, shown, limits)


def read_text(
    text: str, shown: str, limits: Limits, format_: str = ".yaml"
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Read a text that is at hand as a file of one of the formats is read."""
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        message = "the text has half a surrogate pair, which no file can have"
        return None, (Diagnostic("control-character", message, Span(shown)),)
    if len(data) > limits.file_bytes:
        return None, (_too_large(shown, limits),)
    checked, problems = _decode(data, shown, limits)
    if checked is None:
        return None, problems
    return _parse(FORMATS[format_], checked, shown, limits)


def _parse(
    module: str, text: str, shown: str, limits: Limits
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    node, problems = import_module(module).parse(text, shown, limits)
    return node, limited(problems, limits.problems)


def read_plain(
    path: Path, shown: str, limits: Limits, given: bytes | None = None
) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Read an article as text, from a file or from bytes that are at hand.

    It may have characters that a claim file may not; what is no UTF-8 is refused.
    """
    data = given
    if data is None:
        data, problems = _bytes(path, shown, limits)
        if data is None:
            return None, problems
    if len(data) > limits.file_bytes:
        return None, (_too_large(shown, limits),)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        span = _place(data[: error.start].decode("utf-8"), shown)
        message = f"byte {data[error.start]:#04x} is not UTF-8"
        return None, (Diagnostic("not-utf-8", message, span, help="save the file as UTF-8"),)


def _read_text(path: Path, shown: str, limits: Limits) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Read a regular file of bounded size as UTF-8 text."""
    data, problems = _bytes(path, shown, limits)
    return (None, problems) if data is None else _decode(data, shown, limits)


def _bytes(path: Path, shown: str, limits: Limits) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """Read a regular file of bounded size."""
    whole = Span(shown)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return None, (Diagnostic("unreadable-file", "this is not a regular file", whole),)
        with path.open("rb") as file:
            data = file.read(limits.file_bytes + 1)
    except FileNotFoundError:
        return None, (Diagnostic("no-such-file", "there is no such file", whole),)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its path is not one"
        return None, (Diagnostic("unreadable-file", f"the file cannot be read: {reason}", whole),)
    if len(data) > limits.file_bytes:
        return None, (_too_large(shown, limits),)
    return data, ()


def _too_large(shown: str, limits: Limits) -> Diagnostic:
    message = f"the file is larger than {limits.file_bytes:,} bytes".replace(",", " ")
    help_ = "split it into several `*.claims.yaml` of one suite"
    return Diagnostic("file-too-large", message, Span(shown), help=help_)


def _decode(data: bytes, shown: str, limits: Limits) -> tuple[str | None, tuple[Diagnostic, ...]]:
    start = Span(shown, 1, 1, 1, 2)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = "the file is UTF-16, not UTF-8"
        return None, (Diagnostic("not-utf-8", message, start, help="save it as UTF-8"),)
    if data.startswith(b"\xef\xbb\xbf"):
        message = "the file begins with a byte order mark"
        help_ = "save it as UTF-8 without a byte order mark (“UTF-8”, not “UTF-8 with BOM”)"
        return None, (Diagnostic("byte-order-mark", message, start, help=help_),)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        span = _place(data[: error.start].decode("utf-8"), shown)
        message = f"byte {data[error.start]:#04x} is not UTF-8"
        return None, (Diagnostic("not-utf-8", message, span, help="save the file as UTF-8"),)
    problems: list[Diagnostic] = []
    for match in _FORBIDDEN.finditer(text):
        code = ord(match[0])
        problems.append(
            Diagnostic(
                "control-character",
                f"the invisible character U+{code:04X} is not allowed here",
                _place(text[: match.start()], shown),
                help=f'remove it, or write it in double quotes as "\\u{code:04x}"'
                if code in (0x85, 0x2028, 0x2029)
                else "remove it",
            )
        )
        if len(problems) == min(limits.problems, 20):
            break
    return (None if problems else text), tuple(problems)


def _place(before: str, shown: str) -> Span:
    """Return the span of the one character that follows `before`."""
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    return Span(shown, line, column, line, column + 1)
