"""The documents that an editor has open, and files on disk as the editor would show them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lsprotocol.types import PositionEncodingKind
from pygls.uris import from_fs_path, to_fs_path

from verify.config import Limits
from verify.formats import read_plain
from verify.lsp.belonging import draft_markup, is_claim_file, is_readable
from verify.lsp.positions import Lines


@dataclass(frozen=True)
class Buffer:
    """A document as the editor has it; `path` is None for one that is no file, as `untitled:`."""

    uri: str
    path: Path | None
    lines: Lines
    version: int | None = None
    language: str = ""

    @property
    def text(self) -> str:
        """The whole text."""
        return self.lines.text

    @property
    def html(self) -> bool | None:
        """Whether it is a draft in HTML or in Markdown; None for what is no draft."""
        return draft_markup(self.path, self.language)

    @property
    def claims(self) -> bool:
        """Whether it is a claim file, by its name."""
        return self.path is not None and is_claim_file(self.path)


@dataclass
class Buffers:
    """What is open, by address; the encoding is the one agreed on with the editor."""

    encoding: PositionEncodingKind | str = PositionEncodingKind.Utf16
    open: dict[str, Buffer] = field(default_factory=dict)

    def put(self, uri: str, text: str, version: int | None, language: str = "") -> Buffer:
        """Take what the editor has of a document."""
        known = self.open.get(uri)
        language = language or (known.language if known is not None else "")
        buffer = Buffer(uri, path_of(uri), Lines(text, self.encoding), version, language)
        self.open[uri] = buffer
        return buffer

    def unsaved(self) -> dict[Path, str]:
        """Return the texts that are to be read instead of files."""
        return {
            each.path: each.text
            for each in self.open.values()
            if each.path is not None and is_readable(each.path)
        }

    def of_path(self, path: Path) -> Buffer | None:
        """Return the open document of a file."""
        return next((each for each in self.open.values() if each.path == path), None)

    def uri(self, path: Path) -> str:
        """Return the address of a file, as the editor writes it where it has it open."""
        known = self.of_path(path)
        return known.uri if known is not None else from_fs_path(str(path)) or ""

    def lines(self, path: Path, limits: Limits) -> Lines:
        """Return the lines of a file: the editor's, else those on disk, else none."""
        known = self.of_path(path)
        if known is not None:
            return known.lines
        text, _ = read_plain(path, str(path), limits)
        return Lines(text or "", self.encoding)

    def drafts(self) -> Iterator[Buffer]:
        """Yield the drafts that are open."""
        return (each for each in self.open.values() if each.html is not None)


def path_of(uri: str) -> Path | None:
    """Return the file of an address, or None where it is that of no file."""
    try:
        path = to_fs_path(uri)
        return Path(path).resolve() if path else None
    except (OSError, RuntimeError, ValueError):  # a zero byte, a circle of links
        return None
