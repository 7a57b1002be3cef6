"""The words that reports say of claims, conflicts and suites, each with what it means."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Word:
    """A row of verdicts.toml; `of` says what the word is said of."""

    word: str
    title: str
    of: tuple[str, ...]
    explanation: str


@cache
def glossary() -> dict[str, Word]:
    """Return every word, in the order of the table."""
    import tomllib

    rows = tomllib.loads(resources.files("verify").joinpath("verdicts.toml").read_text("utf-8"))
    return {
        word: Word(word, row["title"], tuple(row["of"]), row["explanation"])
        for word, row in rows.items()
    }
