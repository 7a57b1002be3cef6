"""The units and unit words that Verify knows, as packs/units.txt and unit_words.toml list them.

Nothing is computed here: a row's factor is for pint to work out, and only `units` asks it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Row:
    """A line of packs/units.txt: `foot = 0.3048 metre = _ = ft  # [prefixes] doc`."""

    name: str
    definition: str
    symbol: str  # how it is best written, or empty
    aliases: tuple[str, ...]
    group: str
    prefixes: tuple[str, ...]  # symbols
    doc: str
    base: bool  # a dimension of its own, of factor 1
    line: str  # what pint reads


@dataclass(frozen=True, slots=True)
class Token:
    """A name that may stand in a unit: `kWh` is the row `watt_hour`, to pint `kilowatt_hour`."""

    text: str
    row: Row
    full: str  # to pint
    written: str  # the spelling we prefer
    word: bool  # a word such as `megawatt`, which articles write in any case


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a word is not a unit, and what to write instead."""

    code: str
    reason: str
    write: str

    def __str__(self) -> str:
        return f"{self.reason}: write {self.write}"


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand for a unit or for none; names in lower case also match other cases."""

    meanings: dict[str, str]
    refused: dict[str, Refusal]  # everywhere
    printed: dict[str, Refusal]  # as words of running text only


@cache
def rows() -> tuple[Row, ...]:
    """Return every unit in the order of the file."""
    return tuple(row for group, line in _lines() if (row := _row(group, line)) is not None)


@cache
def prefix_names() -> dict[str, str]:
    """Return the prefixes by symbol: `{"k": "kilo", ...}`."""
    parts = [line.split("=") for group, line in _lines() if group == _PREFIX]
    return {symbol.strip(" -"): name.strip(" -") for name, _, symbol in parts}


@cache
def definitions() -> tuple[str, ...]:
    """Return the lines for pint."""
    prefixes = tuple(line for group, line in _lines() if group == _PREFIX)
    return prefixes + tuple(row.line for row in rows())


@cache
def tokens() -> dict[str, Token]:
    """Return every name that may stand in a unit, with its whitelisted prefixes."""
    found: dict[str, Token] = {}
    for row in rows():
        _add(found, row, "", "")
        for prefix in row.prefixes:
            _add(found, row, prefix, prefix_names()[prefix])
    return found


@cache
def words() -> Words:
    """Return the table of words."""
    import tomllib

    table = tomllib.loads((resources.files("verify") / "unit_words.toml").read_text("utf-8"))
    ambiguous = {key: Refusal("ambiguous-unit", *row) for key, row in table["ambiguous"].items()}
    refused = {key: Refusal("refused-unit", *row) for key, row in table["refused"].items()}
    printed = {key: Refusal("ambiguous-unit", *row) for key, row in table["printed"].items()}
    return Words(table["words"], ambiguous | refused, printed)


_PREFIX = "prefix"


@cache
def _lines() -> tuple[tuple[str, str], ...]:
    """Return each definition with its group."""
    text = (resources.files("verify") / "packs" / "units.txt").read_text("utf-8")
    found: list[tuple[str, str]] = []
    group = ""
    for line in text.splitlines():
        if line.startswith("##"):
            group = line[2:].strip()
        elif line and not line.startswith("#"):
            found.append((group, line))
    return tuple(found)


def _row(group: str, line: str) -> Row | None:
    if group == _PREFIX:
        return None
    code, _, comment = line.partition("#")
    name, definition, *names = (part.strip() for part in code.split("="))
    symbol = names[0] if names and names[0] != "_" else ""
    prefixes, doc = "", comment.strip()
    if doc.startswith("["):
        prefixes, _, doc = doc[1:].partition("]")
    return Row(
        name,
        definition,
        symbol,
        tuple(names[1:]),
        group,
        tuple(prefixes.split()),
        doc.strip(),
        definition == f"[{definition[1:-1]}]",
        code.strip(),
    )


def _add(found: dict[str, Token], row: Row, prefix: str, name: str) -> None:
    """Add a unit's spellings: full names take `kilo`, symbols take `k`."""
    long = [row.name, *filter(_WORD.fullmatch, row.aliases)]
    short = [alias for alias in (row.symbol, *row.aliases) if alias and alias not in long]
    if prefix and not short:
        short = [row.name]
    spelt = [prefix + part for part in short if prefix + part not in words().refused]
    named = [name + part for part in long]
    preferred = spelt[0] if spelt and (prefix or row.symbol) else named[0]
    for text in (*spelt, *named):
        word = text in named and row.group != "currency"
        found.setdefault(text, Token(text, row, name + row.name, preferred, word))


_WORD = re.compile("[a-z_]{4,}")
